using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Providers.Huawei.Dcs;

/// <summary>What changing and resetting the password of a DCS instance have in common: one call for one instance of a project.</summary>
/// <param name="version">The API version in the path: <c>v2</c> or <c>v1.0</c>.</param>
/// <param name="time">The clock.</param>
internal abstract class DcsOperation(string version, TimeProvider time) : ProviderOperation
{
    private readonly ProjectAccesses _projects = new(time);

    protected string Version { get; } = version;

    public override async ValueTask<TargetOutcome?> BeforeChangeAsync(TargetWork work, OperationServices services)
    {
        if (work.Session.StoppedBecause is { } because)
        {
            return TargetOutcome.Cancelled($"Never sent: {because}.");
        }

        AccessResponse answer = await _projects.OfAsync(work.Target, work.Session, services).ConfigureAwait(false);
        return answer.Verdict;
    }

    public override ApiCall Change(ChangeRequest request)
    {
        TargetWork work = request.Targets[0];
        ProviderSession session = work.Session;
        ProjectAccess access = _projects.Found(work.Target, session);
        return new ApiCall
        {
            Contract = Descriptor.Change,
            Region = work.Target.Region,
            Credentials = access.Credentials,
            Secrets = SecretsOf(request.Password),
            Write = endpoint => Write(endpoint, access.ProjectId, work.Target.Id, request.Password),
            Read = response =>
                Advise(
                    HuaweiAuthentication.Classify(Read(response), response, access.UsesToken, access.IsTemporary,
                        time.GetUtcNow() + session.ClockOffset)),
        };
    }

    protected abstract IReadOnlyList<SecretText> SecretsOf(SecretText password);

    protected abstract WireRequest Write(Uri endpoint, string projectId, string instanceId, SecretText password);

    protected abstract ProviderReply Read(WireResponse response);

    private ProviderReply Advise(ProviderReply reply) => HuaweiErrorCodes.IsUnknownPath(reply.Code)
        ? reply with
        {
            Advice = Version == DcsContracts.CurrentVersion
                ? $"The endpoint does not know this call in version {Version} of the DCS API. "
                    + $"Use -ApiVersion {DcsContracts.EarlierVersion}."
                : $"The endpoint does not know this call in version {Version} of the DCS API. Check -Endpoint, or leave -ApiVersion out.",
        }
        : reply;
}
