using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Providers.Huawei.Ecs;

/// <summary>
/// Resets the password of root or Administrator on ECS servers: one by a call of its own, several that share a password by a batch. The
/// password takes effect at the next start or restart, set by a plug-in inside the server whose failure nobody reports: accepted is the
/// best outcome.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class EcsServerResetOperation(TimeProvider time) : ProviderOperation
{
    /// <summary>The provider's code for a server without the plug-in.</summary>
    public const string NoPluginCode = "Ecs.0613";

    private const string LogOn = "log on with it to verify it: the provider does not report whether its plug-in set it";

    private static readonly string[] TransitionalStates =
        ["BUILD", "REBOOT", "HARD_REBOOT", "REBUILD", "RESIZE", "REVERT_RESIZE", "MIGRATING"];

    private readonly ProjectCalls _calls = new(time);

    /// <summary>Whether servers that run are restarted once their password is accepted.</summary>
    public bool Restart { get; init; }

    /// <summary>Whether a server that cannot be restarted is powered off and started again.</summary>
    public bool PowersOff { get; init; }

    public override OperationDescriptor Descriptor => EcsServerContracts.ResetPassword;

    public override string UnknownAdvice => "Reset the password again: setting the same one twice does no harm.";

    public override ValueTask<TargetOutcome?> PrepareAsync(TargetWork work, OperationServices services) => _calls.FindAsync(work, services);

    public override ApiCall Describe(IReadOnlyList<string> ids, TargetWork sample) => ids.Count == 1
        ? Call(
            EcsServerContracts.ListCloudServers,
            sample,
            ids,
            (endpoint, projectId) => EcsServerRequests.ListCloudServers(endpoint, projectId, ids[0]),
            EcsServerResponses.ReadServers)
        : Call(
            EcsServerContracts.ListServersDetails,
            sample,
            ids,
            (endpoint, projectId) => EcsServerRequests.ListServersDetails(endpoint, projectId, ids),
            EcsServerResponses.ReadServers);

    public override ApiCall DescribeDenials(IReadOnlyList<string> ids, TargetWork sample) => Call(
        EcsServerContracts.ShowResetPasswordFlag,
        sample,
        ids,
        (endpoint, projectId) => EcsServerRequests.ShowResetPasswordFlag(endpoint, projectId, ids[0]),
        response => EcsServerResponses.ReadFlag(response, ids[0]));

    public override TargetOutcome? Validate(TargetWork work, bool described) => work.Baseline switch
    {
        null when described => TargetOutcome.Failed(
            ErrorIds.TargetNotFound, $"The server does not exist in {work.Target.Region}. Check the id, the region and the project."),
        { LockReason: { } reason } => TargetOutcome.Failed(
            ErrorIds.TargetStateInvalid, $"The server is {reason}. Have that removed first, then reset its password."),
        { OperationState: { } task } => Busy($"in another operation ({task})"),
        { State: { } state } when TransitionalStates.Contains(state) => Busy(state),
        { State: { } state and not ("ACTIVE" or "SHUTOFF") } => TargetOutcome.Failed(
            ErrorIds.TargetStateInvalid, $"The server is {state}. Its password can be reset while it is ACTIVE or SHUTOFF."),
        { DenialCode: { } code } => TargetOutcome.Failed(
            ErrorIds.TargetStateInvalid, HuaweiErrorCodes.Find(NoPluginCode)!.Advice!) with
        {
            ErrorCode = code,
        },
        _ => null,
    };

    public override ApiCall Change(ChangeRequest request)
    {
        string[] ids = [.. request.Targets.Select(static work => work.Target.Id)];
        return ids.Length == 1
            ? Call(
                EcsServerContracts.ResetServerPassword,
                request.Targets[0],
                ids,
                (endpoint, projectId) => EcsServerRequests.ResetServerPassword(endpoint, projectId, ids[0], request.Password),
                EcsServerResponses.ReadReset)
            : Call(
                EcsServerContracts.BatchResetServersPassword,
                request.Targets[0],
                ids,
                (endpoint, projectId) => EcsServerRequests.BatchResetServersPassword(endpoint, projectId, ids, request.Password),
                response => EcsServerResponses.ReadBatchReset(response, ids));
    }

    public override ApiCall DryRun(IReadOnlyList<TargetWork> targets)
    {
        string[] ids = [.. targets.Select(static work => work.Target.Id)];
        SecretText? password = targets[0].Passwords.IsShared ? targets[0].Password : null;
        return Call(
            EcsServerContracts.BatchResetDryRun,
            targets[0],
            ids,
            (endpoint, projectId) => EcsServerRequests.BatchResetServersPassword(endpoint, projectId, ids, password, dryRun: true),
            response => EcsServerResponses.ReadBatchReset(response, ids));
    }

    public override bool? WillRestart(TargetWork work) => !Restart ? false : work.Baseline?.State switch
    {
        "ACTIVE" => true,
        "SHUTOFF" => false,
        _ => null,
    };

    public override string? NoteOf(TargetWork work) => work.Baseline?.State == "ACTIVE" && !Restart
        ? "The password then waits for a restart: use -Restart."
        : null;

    public override async ValueTask<TargetOutcome?> AfterChangeAsync(TargetWork work, OperationServices services)
    {
        work.RestartRequired = work.Baseline?.State switch
        {
            "ACTIVE" => true,
            "SHUTOFF" => false,
            _ => null,
        };
        if (!Restart || work.RestartRequired == false)
        {
            return null;
        }

        return work.RestartRequired == true
            ? await new EcsServerRestart(_calls, PowersOff).RunAsync(work, services).ConfigureAwait(false)
            : new TargetOutcome(
                ChangeStatus.Accepted,
                ErrorIds.RestartFailed,
                "The provider accepted the reset. The server was not restarted: whether it is running is unknown, because it could not be "
                + $"described. Start or restart it, then {LogOn}.")
            {
                RequestId = work.RequestId,
            };
    }

    public override string DescribeSuccess(TargetWork work) => (work.Baseline?.State, work.RestartRequired) switch
    {
        ("ACTIVE", false) => $"The provider accepted the password and the server was restarted. Now {LogOn}.",
        (_, true) => "The provider accepted the password; it takes effect when the server is restarted. "
            + $"Restart it or use -Restart, then {LogOn}.",
        (_, false) => $"The provider accepted the password; it takes effect when the server is started. Start it, then {LogOn}.",
        _ => $"The provider accepted the password; it takes effect when the server is started or restarted. Then {LogOn}.",
    };

    private static TargetOutcome Busy(string what) =>
        TargetOutcome.Failed(ErrorIds.TargetBusy, $"The server is {what}. Try again when that has completed.");

    private ApiCall Call(
        CallContract contract,
        TargetWork sample,
        IReadOnlyList<string> ids,
        Func<Uri, string, WireRequest> write,
        Func<WireResponse, ProviderReply> read) => _calls.Create(contract, sample, write, response => Advise(read(response))) with
        {
            Names = ids,
            TargetCount = ids.Count,
        };

    private static ProviderReply Advise(ProviderReply reply) => HuaweiErrorCodes.IsUnknownPath(reply.Code)
        ? reply with
        {
            Advice = "The endpoint does not offer this call; ECS of Open Telekom Cloud has no password reset. Check -Region and -Endpoint.",
        }
        : reply;
}
