using System;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>A target of an earlier run whose password is known to be in force.</summary>
/// <param name="Operation">What kind of target it is.</param>
/// <param name="Target">The target.</param>
/// <param name="Entry">The entry of its password in the vault.</param>
/// <param name="Last">The last entry that the run wrote for it in its report; null without the report.</param>
internal sealed record ConfirmedTarget(OperationDescriptor Operation, SecretTarget Target, string Entry, ReportEntry? Last)
{
    /// <summary>When the run changed it; null without the report.</summary>
    public DateTimeOffset? ChangedAt => Last is null ? null : Last.StartedAt ?? Last.Time;
}
