using System;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Pipeline;

/// <summary>Reads results of earlier commands: objects of this session, of a job or another session, of Clixml, JSON or CSV.</summary>
internal static class EarlierResult
{
    private static readonly PropertyInfo[] Properties = typeof(PasswordChangeResult).GetProperties();
    private static readonly PropertyInfo[] Texts = Array.FindAll(Properties, static property => property.PropertyType == typeof(string));

    /// <summary>The result; null when the object is not a result.</summary>
    /// <param name="input">The object.</param>
    /// <param name="problem">Why it is not a result, without its values.</param>
    public static PasswordChangeResult? Read(PSObject? input, out string problem)
    {
        problem = "its Provider, Status and InstanceId are not those of one";
        if (input?.BaseObject is PasswordChangeResult live)
        {
            return live;
        }

        PasswordChangeResult result = new();
        foreach (PropertyInfo property in Properties)
        {
            if (input?.Properties[property.Name] is not { } specified)
            {
                continue;
            }

            if (!PropertyText.TryRead(specified, out object? value))
            {
                problem = $"its {property.Name} cannot be read";
                return null;
            }

            property.SetValue(result, PropertyText.ConvertTo(property.PropertyType, value));
        }

        return IsResult(result) ? Printable(result) : null;
    }

    /// <summary>
    /// A result with every text on one line and without control characters; a report or a CSV file may have been edited.
    /// </summary>
    public static PasswordChangeResult Printable(PasswordChangeResult result)
    {
        foreach (PropertyInfo property in Texts)
        {
            if (property.GetValue(result) is string text)
            {
                property.SetValue(result, PrintableText.Line(text));
            }
        }

        return result;
    }

    // The words that identify a result are ids and names, or the object is something else and may hold a secret.
    private static bool IsResult(PasswordChangeResult result)
    {
        string?[] words = [result.InstanceId, result.UserName, result.Region, result.ProjectId];
        return ProviderCatalog.Find(result.Provider) is not null
            && (result.Status is ReportEntry.Planned or ReportEntry.Sent
                || (Enum.TryParse(result.Status, out ChangeStatus status) && status.ToString() == result.Status))
            && (result.InstanceId ?? result.UserName ?? result.Account) is not null
            && Array.TrueForAll(words, static word => word is null || TargetText.IsPlainWord(word))
            && (result.ProfileName is null || TargetText.IsPlainName(result.ProfileName));
    }

    /// <summary>Whether a result stays Accepted because nothing shows whether changes of its resource took effect.</summary>
    public static bool IsFinal(PasswordChangeResult result) =>
        ProviderCatalog.FindResource(result.Resource)?.Completion == CompletionKind.Unverified;

    /// <summary>The operation that made the change, when its completion can be polled; null when it cannot.</summary>
    public static OperationDescriptor? PolledOf(PasswordChangeResult result) =>
        // A restart that failed never completes.
        result.ErrorId == ErrorIds.RestartFailed
            ? null
            : ProviderCatalog.Find(result.Provider)?.Operations.FirstOrDefault(operation =>
                operation.CreateFollowUp is not null
                    && string.Equals(operation.Resource, result.Resource, StringComparison.OrdinalIgnoreCase));
}
