using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Completion;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Tests.TestSupport;

/// <summary>
/// An operation whose requests say in plain words what they want (<c>Describe a,b</c>, <c>Change a,b to password</c>), for a
/// <see cref="CallBench"/>. A describe call returns
/// <c>None a=request/state b=request</c> or <c>None no list</c>, a change by <c>None #request</c>, and both by the name of a fault with or
/// without a text; a change of several by <c>Rejected a=None b=TargetBusy</c> as well.
/// </summary>
internal sealed class ScriptedOperation : ProviderOperation
{
    private static readonly RateContract Unlimited = new(null, TimeSpan.FromSeconds(1));
    private int _fallbacks;

    public Idempotency Idempotency { get; init; } = Idempotency.NotIdempotent;

    public bool DescribesFirst { get; init; } = true;

    /// <summary>How many targets one describe call takes, and how many one call for denials; 0 without that call.</summary>
    public (int Instances, int Denials) Describes { get; init; } = (100, 0);

    /// <summary>How many targets one dry run takes; 0 without dry runs.</summary>
    public int DryRunSize { get; init; }

    /// <summary>Ids of instances that the change restarts, by a call of its own; null where there is no such call.</summary>
    public IReadOnlyList<string>? Restarts { get; init; }

    /// <summary>Whether the change itself restarts every instance.</summary>
    public bool RestartsBySelf { get; init; }

    /// <summary>The published rate of the change, calls a second; null without one.</summary>
    public double? Rate { get; init; }

    /// <summary>Ids that end before they are described.</summary>
    public IReadOnlyList<string> Unprepared { get; init; } = [];

    /// <summary>The number of rejections that have a fallback.</summary>
    public int Fallbacks { get; init; }

    /// <summary>Why nothing is sent where the instances cannot be described; null where the change goes on.</summary>
    public string? Needs { get; init; }

    /// <summary>Whether an instance that the describe call does not show fails.</summary>
    public bool RefusesMissing { get; init; }

    /// <summary>Reading a completion throws.</summary>
    public bool CompletionThrows { get; init; }

    public CompletionKind EndsAs { get; init; } = CompletionKind.Polled;

    /// <summary>Ids that the operation's own guard rejects.</summary>
    public IReadOnlyList<string> Guarded { get; init; } = [];

    /// <summary>What the operation does after the provider accepted the change.</summary>
    public Func<TargetWork, OperationServices, ValueTask<TargetOutcome?>>? After { get; init; }

    /// <summary>Whether the end is waited for at all.</summary>
    public bool EndsAtOnce { get; init; }

    /// <summary>The step that throws: validate, reply.</summary>
    public string? Breaks { get; init; }

    public string Defect { get; init; } = "A defect.";

    public List<string> CompletedTargets { get; } = [];

    public List<(string Id, bool Succeeded)> Replies { get; } = [];

    public override OperationDescriptor Descriptor => new()
    {
        Resource = "Scripted",
        Ids = new TargetIdRule("scripted id", ".+", "1"),
        Policies = new OperationPolicies(EcsVncPasswordPolicy.Policy),
        Announce = static target => $"Change {target.Id}",
        Change = ContractOf("Change", Idempotency) with { Rate = new RateContract(Rate, TimeSpan.FromSeconds(1)) },
        Describe = DescribesFirst ? ContractOf("Describe", Idempotency.ReadOnly, Describes.Instances) : null,
        DescribeDenials = Describes.Denials > 0 ? ContractOf("Denials", Idempotency.ReadOnly, Describes.Denials) : null,
        Completion = EndsAs,
        DryRun = DryRunSize > 0 ? ContractOf("DryRun", Idempotency.ReadOnly, DryRunSize) : null,
        Restart = Restarts is null ? null : ContractOf("Restart", Idempotency.NotIdempotent),
    };

    public override string UnknownAdvice => "Look yourself.";

    public override string? DescribeIsNeeded => Needs;

    public override ApiCall Change(ChangeRequest request)
    {
        string ids = string.Join(',', request.Targets.Select(static work => work.Target.Id));
        string way = _fallbacks > 0 ? " another way" : string.Empty;
        return new ApiCall
        {
            Contract = ContractOf("Change", Idempotency),
            Region = request.First.Region,
            Write = endpoint => CallBench.Write(endpoint,
                $"Change {ids} to {request.Password.Reveal(0, static (characters, _) => characters.ToString())}{way}"),
            Read = ReadChange,
        };
    }

    public override ApiCall Describe(IReadOnlyList<string> ids, TargetWork sample) => new()
    {
        Contract = ContractOf("Describe", Idempotency.ReadOnly) with { Permission = "test:Describe" },
        Region = sample.Target.Region,
        Names = ids,
        Write = endpoint => CallBench.Write(endpoint, $"Describe {string.Join(',', ids)}"),
        Read = ReadDescribe,
    };

    public override ValueTask<TargetOutcome?> PrepareAsync(TargetWork work, OperationServices services) =>
        new(Unprepared.Contains(work.Target.Id) ? TargetOutcome.Failed(ErrorIds.InvalidTarget, "Unprepared.") : null);

    public override ApiCall DescribeDenials(IReadOnlyList<string> ids, TargetWork sample) => new()
    {
        Contract = Descriptor.DescribeDenials!,
        Region = sample.Target.Region,
        Names = ids,
        Write = endpoint => CallBench.Write(endpoint, $"Denials {string.Join(',', ids)}"),
        Read = ReadDenials,
    };

    public override ApiCall? DryRun(IReadOnlyList<TargetWork> targets)
    {
        string ids = string.Join(',', targets.Select(static work => work.Target.Id));
        return DryRunSize == 0 ? null : new ApiCall
        {
            Contract = Descriptor.DryRun!,
            Region = targets[0].Target.Region,
            Write = endpoint => CallBench.Write(endpoint, $"DryRun {ids}"),
            Read = ReadChange,
        };
    }

    public override bool? WillRestart(TargetWork work) => RestartsBySelf || Restarts?.Contains(work.Target.Id) == true;

    public override string? NoteOf(TargetWork work) => Restarts?.Contains(work.Target.Id) == true ? "It is restarted." : null;

    public override TargetOutcome? Validate(TargetWork work, bool described) => Breaks == "validate"
        ? throw new InvalidOperationException(Defect)
        : RefusesMissing && described && work.Baseline is null ? TargetOutcome.Failed(ErrorIds.TargetNotFound, "There is none.")
        : work.Baseline?.DenialCode is { } code ? TargetOutcome.Failed(ErrorIds.TargetStateInvalid, code) : null;

    public override ValueTask<TargetOutcome?> BeforeChangeAsync(TargetWork work, OperationServices services) =>
        new(Guarded.Contains(work.Target.Id) ? TargetOutcome.Failed(ErrorIds.LockoutGuard, "Guarded.") : null);

    public override void RecordOutcome(TargetWork work, CallOutcome outcome)
    {
        Replies.Add((work.Target.Id, outcome.Succeeded));
        if (Breaks == "reply")
        {
            throw new InvalidOperationException(Defect);
        }
    }

    public override ValueTask<TargetOutcome?> AfterChangeAsync(TargetWork work, OperationServices services) =>
        After?.Invoke(work, services) ?? default;

    public override bool AwaitsCompletion(TargetWork work) => !EndsAtOnce && base.AwaitsCompletion(work);

    public override void Completed(TargetWork work) => CompletedTargets.Add(work.Target.Id);

    public override bool TryFallback(TargetWork work, ProviderReply refusal) =>
        _fallbacks < Fallbacks && Interlocked.Increment(ref _fallbacks) > 0;

    public override bool IsNewChange(DescribedInstance? baseline, DescribedInstance now) =>
        baseline is not null && now.OperationRequestId != baseline.OperationRequestId;

    public override CompletionState CompletionOf(TargetWork work, DescribedInstance now, TimeSpan sinceAccepted) => now.State switch
    {
        _ when CompletionThrows => throw new InvalidOperationException("A defect."),
        "done" => CompletionState.Succeeded,
        "failed" => CompletionState.Failed,
        "other" => CompletionState.Superseded,
        _ => CompletionState.Pending,
    };

    public override string DescribeSuccess(TargetWork work) => "Done.";

    /// <summary>A target of this operation.</summary>
    public TargetWork Work(
        CallBench bench, string id, IPasswordSource passwords, string region = "here", string? projectId = null, string? sentBy = null)
    {
        PasswordTarget target = new() { Id = id, Region = region, ProjectId = projectId };
        return new TargetWork
        {
            Target = target,
            Session = bench.Session,
            Operation = this,
            Passwords = passwords,
            PlannedAt = bench.Time.GetUtcNow(),
            SentBy = sentBy,
        };
    }

    private static CallContract ContractOf(string action, Idempotency idempotency, int batchSize = 100) => new()
    {
        Service = "cvm",
        Action = action,
        Version = "1",
        Idempotency = idempotency,
        Rate = Unlimited,
        BatchSize = batchSize,
    };

    private static ProviderReply ReadChange(WireResponse response)
    {
        ProviderReply reply = CallBench.Read(response);
        bool named = reply.Message?.StartsWith('#') == true;
        return reply with
        {
            RequestId = named ? reply.Message!.Substring(1) : null,
            Message = named ? null : reply.Message,
            Targets = reply.Message?.Contains('=', StringComparison.Ordinal) == true ? ReadEach(reply.Message) : null,
        };
    }

    private static Dictionary<string, ProviderReply> ReadEach(string message)
    {
        Dictionary<string, ProviderReply> replies = [];
        foreach (string[] parts in message.Split(' ').Select(static part => part.Split('=')))
        {
            Fault fault = Enum.Parse<Fault>(parts[1]);
            replies[parts[0]] = new ProviderReply { Fault = fault, Code = fault == Fault.None ? null : parts[1], RequestId = "batch" };
        }

        return replies;
    }

    private static ProviderReply ReadDenials(WireResponse response)
    {
        ProviderReply reply = CallBench.Read(response);
        string[] denied = reply.Fault == Fault.None
            ? (reply.Message ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            : [];
        Dictionary<string, DescribedInstance> denials =
            denied.ToDictionary(static id => id, static id => new DescribedInstance { Id = id, DenialCode = "Denied" });
        return reply with { Message = null, Content = new DescribedInstances(denials) };
    }

    private static ProviderReply ReadDescribe(WireResponse response)
    {
        ProviderReply reply = CallBench.Read(response);
        if (reply.Fault != Fault.None)
        {
            return reply;
        }

        if (reply.Message == "no list")
        {
            return reply with { Message = null };
        }

        Dictionary<string, DescribedInstance> views = [];
        foreach (string shown in (reply.Message ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = shown.Split('=', '/');
            views[parts[0]] = new DescribedInstance
            {
                Id = parts[0],
                OperationName = "Change",
                OperationRequestId = parts[1],
                State = parts.ElementAtOrDefault(2),
                OperationError = parts.ElementAtOrDefault(3),
            };
        }

        return reply with { Message = null, Content = new DescribedInstances(views) };
    }
}
