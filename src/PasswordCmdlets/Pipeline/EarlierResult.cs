using System;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Pipeline;

/// <summary>Reads results of earlier commands: objects of this session, of a job or another session, of Clixml, JSON or CSV.</summary>
internal static class EarlierResult
{
    private static readonly PropertyInfo[] Properties = typeof(PasswordChangeResult).GetProperties();

    /// <summary>The result; null when the object is not a result.</summary>
    public static PasswordChangeResult? Read(PSObject input)
    {
        if (input.BaseObject is PasswordChangeResult live)
        {
            return live;
        }

        PasswordChangeResult result = new();
        foreach (PropertyInfo property in Properties)
        {
            property.SetValue(result, PropertyText.ConvertTo(property.PropertyType, input.Properties[property.Name]?.Value));
        }

        bool isResult = result is { Provider: not null, Status: not null } && (result.InstanceId ?? result.UserName ?? result.Account) is not null;
        return isResult ? result : null;
    }

    /// <summary>The operation whose completion can be polled; null when there is none.</summary>
    public static ProviderOperation? OperationOf(PasswordChangeResult result)
    {
        // A restart that failed never completes.
        OperationDescriptor? descriptor = result.ErrorId == ErrorIds.RestartFailed
            ? null
            : ProviderCatalog.Find(result.Provider)?.Operations.FirstOrDefault(operation =>
                operation.CreateFollowUp is not null && string.Equals(operation.Resource, result.Resource, StringComparison.OrdinalIgnoreCase));
        return descriptor?.CreateFollowUp!();
    }
}
