using System;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Operations;

/// <summary>A password operation: the call that changes the password, the call that looks first, and how it ends.</summary>
internal sealed record OperationContract
{
    /// <summary>The resource name that results carry: <c>CvmInstance</c>, say.</summary>
    public required string Resource { get; init; }

    /// <summary>What the ids of its targets look like.</summary>
    public required TargetIdRule Ids { get; init; }

    public required CallContract Change { get; init; }

    /// <summary>The cheap batch look taken before sending; null where the provider has none.</summary>
    public CallContract? Describe { get; init; }

    public CompletionKind Completion { get; init; } = CompletionKind.Immediate;

    /// <summary>The names of the password policies that may apply.</summary>
    public required string[] Policies { get; init; }
}
