using System;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Tests.TestSupport;

/// <summary>An operation that never sends anything, for tests of what stands around one.</summary>
internal sealed class StubOperation : ProviderOperation
{
    public override OperationDescriptor Descriptor { get; } = new()
    {
        Resource = "Stub",
        Policies = new OperationPolicies(EcsVncPasswordPolicy.Policy),
        Announce = static target => $"Change {target.Id}",
        Ids = new TargetIdRule("stub id", ".+", "1"),
        Change = new CallContract
        {
            Service = "dcs",
            Action = "Stub",
            Version = "1",
            Idempotency = Idempotency.NotIdempotent,
            Rate = new RateContract(null, TimeSpan.FromSeconds(1)),
        },
    };

    public override string UnknownAdvice => "Nobody knows.";

    public override ApiCall Change(ChangeRequest request) => throw new NotSupportedException();

    public override string DescribeSuccess(TargetWork work) => "Done.";

    /// <summary>A target of this operation.</summary>
    public static TargetWork Work(string id) => Work(new PasswordTarget { Id = id });

    /// <summary>A target of this operation.</summary>
    public static TargetWork Work(PasswordTarget target) => new()
    {
        Target = target,
        Session = new ProviderSession
        {
            Provider = HuaweiProvider.Descriptor,
            Account = "stub",
            Credentials = null!,
            Signer = null!,
            EndpointOf = static (_, _) => new Uri("https://stub.example"),
        },
        Operation = new StubOperation(),
        Passwords = new SharedPassword(new SecretText("New-Pass-1".AsSpan())),
        PlannedAt = DateTimeOffset.UnixEpoch,
    };

    /// <summary>Services that can ask and be stopped, and nothing else.</summary>
    public static OperationServices Services(Func<string, string, Task<bool>> ask, CancellationToken stopping = default) => new()
    {
        Secrets = new Core.Operations.Redaction.KnownSecrets(),
        Calls = null!,
        Options = new RunOptions(),
        Time = new FakeTimeProvider(),
        AskAsync = ask,
        Notice = static (_, _) => { },
        Stopping = stopping,
    };

    /// <summary>A response of the provider.</summary>
    public static CallOutcome Outcome(Fault fault, int? remainingAttempts = null) => new()
    {
        End = CallEnd.Completed,
        Reply = new ProviderReply { Fault = fault, RetryTimesLeft = remainingAttempts },
        MayHaveExecuted = fault.MayHaveExecuted(),
        Attempts = 1,
    };

    /// <summary>No response.</summary>
    public static CallOutcome OutcomeUnknown { get; } =
        new() { End = CallEnd.OutcomeUnknown, MayHaveExecuted = true, Attempts = 1, Reason = "the connection broke" };
}
