using System;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Discovery;

namespace PasswordCmdlets.Core.Providers;

/// <summary>
/// Everything that the rest of the product knows of one password operation; its steps are a <see cref="ProviderOperation"/>.
/// </summary>
internal sealed class OperationDescriptor
{
    /// <summary>The cmdlet for instances of every provider.</summary>
    public const string InstanceCommand = "Reset-CloudInstancePassword";

    private const int TargetsPerGroup = 100;

    /// <summary>The resource name that results carry. Two operations of one resource share its id rule and its policies.</summary>
    public required string Resource { get; init; }

    /// <summary>The form of its targets' ids.</summary>
    public required TargetIdRule Ids { get; init; }

    /// <summary>Whether the targets are users of the account and no instances.</summary>
    public bool TargetsUsers { get; init; }

    /// <summary>Which user names <c>-UserName</c> takes.</summary>
    public UserNameRule UserNames { get; init; } = new();

    /// <summary>The password policies, by operating system where that matters.</summary>
    public required OperationPolicies Policies { get; init; }

    /// <summary>The form of project ids; null where targets are in no project.</summary>
    public TargetIdRule? ProjectIds { get; init; }

    /// <summary>Whether a request needs the region.</summary>
    public bool NeedsRegion { get; init; }

    /// <summary>The call that changes the password.</summary>
    public required CallContract Change { get; init; }

    /// <summary>The batch describe call; null where the provider has none for given ids.</summary>
    public CallContract? Describe { get; init; }

    /// <summary>The call that returns which described instances would reject a change now; null where the provider has none.</summary>
    public CallContract? DescribeDenials { get; init; }

    /// <summary>The provider's own check of a change that is not made; null where the provider has none.</summary>
    public CallContract? DryRun { get; init; }

    /// <summary>The call that restarts a target after its change; null where there is none.</summary>
    public CallContract? Restart { get; init; }

    /// <summary>How the change completes.</summary>
    public CompletionKind Completion { get; init; } = CompletionKind.Immediate;

    /// <summary>What happens to a target, for ShouldProcess, without what <see cref="Disruption"/> adds.</summary>
    public required Func<PasswordTarget, string> Announce { get; init; }

    /// <summary>What <c>-Restart</c> and <c>-Force</c> do, or why they are rejected.</summary>
    public DisruptionRules Disruption { get; init; } = new();

    /// <summary>The cmdlet that makes the change.</summary>
    public string Command { get; init; } = InstanceCommand;

    /// <summary>Creates the steps for Reset-CloudInstancePassword; null where a cmdlet of its own makes the change.</summary>
    public Func<OperationOptions, ProviderOperation>? CreateReset { get; init; }

    /// <summary>Creates the steps for Test-CloudPasswordTarget where a cmdlet of its own makes the change.</summary>
    public Func<OperationOptions, ProviderOperation>? CreatePreflight { get; init; }

    /// <summary>Creates the steps that follow a change of an earlier command; null where there is nothing to follow.</summary>
    public Func<ProviderOperation>? CreateFollowUp { get; init; }

    /// <summary>
    /// Creates the listing of the resource's targets; of several operations of a resource one has it.
    /// </summary>
    public Func<TargetListing>? CreateListing { get; init; }

    /// <summary>The steps that Test-CloudPasswordTarget checks; null where another operation of the resource has them.</summary>
    public Func<OperationOptions, ProviderOperation>? Preflight => CreatePreflight ?? CreateReset;

    /// <summary>How many targets one describe call takes.</summary>
    public int DescribeSize => Describe?.BatchSize ?? TargetsPerGroup;

    /// <summary>How many targets are described and sent together.</summary>
    public int GroupSize => Math.Max(DescribeSize, Change.BatchSize);

    /// <summary>What will happen to a target, in one line.</summary>
    public string AnnounceWith(PasswordTarget target, OperationOptions options) => Announce(target) + Disruption.Announce(options);
}
