using System.Management.Automation;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Preflight;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Pipeline;

/// <summary>Writes the targets of a preflight, instead of results.</summary>
/// <param name="host">Writes to the cmdlet's streams.</param>
/// <param name="totals">What all targets take together.</param>
/// <param name="secrets">Knows the names that generated passwords would have in a vault; null where none are generated.</param>
internal sealed class PreflightObserver(CmdletHost host, PreflightTotals totals, GeneratedSecrets? secrets) : ResultObserver
{
    /// <summary>The type name that the view of a tested target belongs to.</summary>
    public const string TypeName = "PasswordCmdlets.TestedCloudPasswordTarget";

    /// <inheritdoc/>
    public override string? Reject(ProviderSession session, string resource, PasswordTarget target) =>
        secrets?.ClaimName(session.Provider, resource, target, session.AccountOf(target));

    /// <inheritdoc/>
    public override object InsteadOf(PasswordChangeResult result, PasswordTarget target, TargetResult? engineResult)
    {
        PreflightInput input = (PreflightInput)target.Tag!;
        PreflightFinding? finding = engineResult?.Preflight;
        if (input is { IsOwn: true, Output.BaseObject: CloudPasswordTarget own })
        {
            own.Region = result.Region;
        }

        Set(input.Output, "Ready", finding is not null);
        Set(input.Output, "Problem", finding is null ? result.ErrorId ?? ErrorIds.ProviderError : null);
        Set(input.Output, "Advice", finding is null ? result.Message : $"{input.Plan}. {result.Message}".TrimEnd());
        Set(input.Output, "WillRestart", finding is null ? false : finding.WillRestart);
        Set(input.Output, "Calls", finding?.Calls ?? 0);
        if (!input.Output.TypeNames.Contains(TypeName))
        {
            input.Output.TypeNames.Insert(0, TypeName);
        }

        return input.Output;
    }

    /// <inheritdoc/>
    public override void AllDelivered(bool withoutError) => host.Notice(new NoticeEvent(NoticeLevel.Verbose, totals.ToString()));

    /// <inheritdoc/>
    public override void Dispose()
    {
        secrets?.Dispose();
        base.Dispose();
    }

    private static void Set(PSObject output, string name, object? value)
    {
        output.Properties.Remove(name);
        output.Properties.Add(new PSNoteProperty(name, value));
    }
}
