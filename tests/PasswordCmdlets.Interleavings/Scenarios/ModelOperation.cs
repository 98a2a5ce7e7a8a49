using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Completion;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Providers;
using PasswordCmdlets.Core.Providers.Alibaba.Ecs;

namespace PasswordCmdlets.Interleavings.Scenarios;

/// <summary>
/// An operation whose requests are <c>Change a,b</c> and <c>Describe a,b</c>. A response is the name of a fault; to a describe call, the
/// request id of each instance's last change as well: <c>None a=r-1 b=r-2</c>.
/// </summary>
internal sealed class ModelOperation : ProviderOperation
{
    public bool Describes { get; init; }

    /// <summary>Whether a target fails before anything is sent for it.</summary>
    public bool FailsUnsent { get; init; }

    public int BatchSize { get; init; } = 2;

    /// <summary>Requests a second; null for any number.</summary>
    public double? Rate { get; init; }

    public override OperationDescriptor Descriptor => field ??= new()
    {
        Resource = "Model",
        Ids = new TargetIdRule("model id", ".+", "1"),
        Policies = new OperationPolicies(EcsVncPasswordPolicy.Policy),
        Announce = static target => $"Change {target.Id}",
        Change = ContractOf("Change", Idempotency.NotIdempotent),
        Describe = Describes ? ContractOf("Describe", Idempotency.ReadOnly) : null,
        Completion = Describes ? CompletionKind.Polled : CompletionKind.Unverified,
    };

    public override string UnknownAdvice => "Look.";

    public override ApiCall Change(ChangeRequest request) => CallOf(
        Descriptor.Change, request.Targets[0], [.. request.Targets.Select(static work => work.Target.Id)], ReadChange);

    public override ApiCall Describe(IReadOnlyList<string> ids, TargetWork sample) =>
        CallOf(Descriptor.Describe!, sample, ids, ReadDescribe);

    public override ValueTask<TargetOutcome?> PrepareAsync(TargetWork work, OperationServices services) =>
        new(FailsUnsent ? TargetOutcome.Failed(ErrorIds.InvalidTarget, "Unsent.") : null);

    public override bool IsNewChange(DescribedInstance? baseline, DescribedInstance now) =>
        baseline is not null && now.OperationRequestId != baseline.OperationRequestId;

    public override CompletionState CompletionOf(TargetWork work, DescribedInstance now, TimeSpan sinceAccepted) =>
        now.OperationRequestId == work.RequestId ? CompletionState.Succeeded : CompletionState.Pending;

    public override string DescribeSuccess(TargetWork work) => "Done.";

    private static ApiCall CallOf(
        CallContract contract, TargetWork sample, IReadOnlyList<string> ids, Func<WireResponse, ProviderReply> read)
    {
        string body = $"{contract.Action} {string.Join(',', ids)}";
        return new ApiCall
        {
            Contract = contract,
            Region = sample.Target.Region,
            Names = ids,
            Read = read,
            Write = endpoint =>
            {
                WireRequest request = new(HttpMethod.Post, endpoint, "/") { ContentType = "text/plain" };
                request.Body.Write(Encoding.UTF8.GetBytes(body));
                request.AddHeader(ModelProvider.BodyHeader, body);
                return request;
            },
        };
    }

    private static ProviderReply ReadChange(WireResponse response)
    {
        string[] words = Encoding.UTF8.GetString(response.Body.Span).Split(' ');
        Fault fault = Enum.Parse<Fault>(words[0]);
        return new ProviderReply
        {
            Fault = fault,
            Code = fault == Fault.None ? null : words[0],
            RequestId = words.ElementAtOrDefault(1),
            RetryAfter = fault == Fault.Throttled ? TimeSpan.FromSeconds(2) : null,
        };
    }

    private static ProviderReply ReadDescribe(WireResponse response)
    {
        string[] words = Encoding.UTF8.GetString(response.Body.Span).Split(' ');
        Dictionary<string, DescribedInstance> instances = words.Skip(1)
            .Select(static word => word.Split('='))
            .ToDictionary(
                static parts => parts[0],
                static parts => new DescribedInstance { Id = parts[0], OperationName = "Change", OperationRequestId = parts[1] });
        return new ProviderReply { Fault = Enum.Parse<Fault>(words[0]), Content = new DescribedInstances(instances) };
    }

    private CallContract ContractOf(string action, Idempotency idempotency) => new()
    {
        Service = "cvm",
        Action = action,
        Version = "1",
        Idempotency = idempotency,
        Rate = new RateContract(Rate, TimeSpan.FromSeconds(1)),
        BatchSize = BatchSize,
    };
}
