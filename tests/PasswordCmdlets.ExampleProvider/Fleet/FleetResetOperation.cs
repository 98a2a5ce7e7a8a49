using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Completion;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.ExampleProvider.Fleet;

/// <summary>Resets the passwords of servers.</summary>
internal sealed class FleetResetOperation : ProviderOperation
{
    public override OperationDescriptor Descriptor => FleetContracts.ResetPassword;

    public override string UnknownAdvice => "Try the new password.";

    public override ApiCall Change(ChangeRequest request) => new()
    {
        Contract = FleetContracts.Reset,
        Region = request.First.Region,
        Secrets = [request.Password],
        Write = endpoint =>
            ExampleApi.Request(endpoint, FleetContracts.Reset, request.Targets.Select(static work => work.Target.Id), request.Password),
        Read = static response => ExampleApi.Read(response, static _ => null),
        TargetCount = request.Targets.Count,
    };

    public override ApiCall Describe(IReadOnlyList<string> ids, TargetWork sample) => new()
    {
        Contract = FleetContracts.Describe,
        Region = sample.Target.Region,
        Write = endpoint => ExampleApi.Request(endpoint, FleetContracts.Describe, ids, password: null),
        Read = static response => ExampleApi.Read(response, ReadServers),
        TargetCount = ids.Count,
        Names = ids,
    };

    public override TargetOutcome? Validate(TargetWork work, bool described) => described && work.Baseline is null
        ? TargetOutcome.Failed(ErrorIds.TargetNotFound, $"There is no server {work.Target.Id}.")
        : null;

    public override CompletionState CompletionOf(TargetWork work, DescribedInstance now, TimeSpan sinceAccepted) =>
        now.OperationRequestId == work.RequestId && now.OperationState == "done" ? CompletionState.Succeeded : CompletionState.Pending;

    public override string DescribeSuccess(TargetWork work) => "The password was reset.";

    public override string DescribeAccepted(TargetWork work) => "The provider accepted the reset.";

    private static DescribedInstances ReadServers(JsonElement root)
    {
        Dictionary<string, DescribedInstance> servers = new(StringComparer.Ordinal);
        foreach (JsonElement server in root.GetProperty("servers").EnumerateArray())
        {
            string id = server.Text("id")!;
            servers[id] = new DescribedInstance
            {
                Id = id,
                State = "up",
                OperationRequestId = server.Text("requestId"),
                OperationState = server.Text("state"),
            };
        }

        return new DescribedInstances(servers);
    }
}
