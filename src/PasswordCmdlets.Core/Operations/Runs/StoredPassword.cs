using System;
using System.Linq;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>The password of a target in a vault, without the password.</summary>
/// <param name="Name">The name of the entry.</param>
/// <param name="Target">The target.</param>
/// <param name="RunId">The run that set the password; null when it is not known.</param>
/// <param name="ChangedAt">When the password was set; null when it is not known.</param>
/// <param name="ExpiresAt">When it should be replaced; null when nothing was specified.</param>
internal sealed record StoredPassword(
    string Name, SecretTarget Target, string? RunId, DateTimeOffset? ChangedAt, DateTimeOffset? ExpiresAt)
{
    // The clock of the computer that set the password may be ahead.
    private static readonly TimeSpan LargestClockError = TimeSpan.FromDays(1);

    /// <summary>
    /// Reads an entry. The name tells the target; where the name is by a template or ends in a hash, the metadata does, or the report.
    /// </summary>
    /// <param name="name">The name of the entry.</param>
    /// <param name="metadata">Returns the text of a name of the entry's metadata; null when there is none.</param>
    /// <param name="reported">The report's entry of the change that stored it; null when there is none.</param>
    /// <param name="now">The time. A change that lies in its future is not believed.</param>
    /// <returns>The password; null when the entry is another: a seed, a pending password, or one that this module did not write.</returns>
    public static StoredPassword? Read(string name, Func<string, string?> metadata, ReportEntry? reported, DateTimeOffset now)
    {
        SecretEntry? entry = SecretNames.TryParse(name, out SecretEntry? parsed) ? parsed : null;
        if (entry?.PendingRunId is not null || name.StartsWith(SecretNames.RunPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        SecretMetadata? recorded = SecretMetadata.Read(metadata);
        if ((entry?.Target ?? recorded?.Target ?? TargetOf(reported)) is not { } named || Known(named) is not { } target)
        {
            return null;
        }

        (DateTimeOffset Time, string RunId)? change = new[] { (recorded?.ChangedAt, recorded?.RunId), (reported?.Time, reported?.RunId) }
            .Where(one => one.Item1 is { } time && time <= now + LargestClockError && TargetText.IsPlainWord(one.Item2!))
            .Select(static one => ((DateTimeOffset, string)?)(one.Item1!.Value, one.Item2!))
            .OrderByDescending(static one => one!.Value.Item1)
            .FirstOrDefault();
        return new StoredPassword(name, target, change?.RunId, change?.Time, recorded?.ExpiresAt);
    }

    private static SecretTarget? TargetOf(ReportEntry? reported) => reported is null
        ? null
        : new SecretTarget
        {
            Provider = reported.Provider,
            Resource = reported.Resource,
            Region = reported.Region,
            InstanceId = reported.InstanceId,
            UserName = reported.UserName,
        };

    // A vault may not keep the case of a name, and anyone who writes to it may write anything.
    private static SecretTarget? Known(SecretTarget target)
    {
        OperationDescriptor? operation = ProviderCatalog.FindResource(target.Resource);
        string?[] words = [target.Region, target.InstanceId, target.UserName];
        return operation is not null
            && string.Equals(ProviderCatalog.ProviderOf(operation).Name, target.Provider, StringComparison.OrdinalIgnoreCase)
            && (target.InstanceId ?? target.UserName) is not null
            && words.All(static word => word is null || TargetText.IsPlainWord(word))
            && (target.Account is null || TargetText.IsAccount(target.Account))
            ? target with { Provider = ProviderCatalog.ProviderOf(operation).Name, Resource = operation.Resource }
            : null;
    }
}
