using System;
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
    private readonly ProjectCalls _calls = new(time);

    protected string Version { get; } = version;

    public override ValueTask<TargetOutcome?> BeforeChangeAsync(TargetWork work, OperationServices services) =>
        _calls.FindAsync(work, services);

    public override ApiCall Change(ChangeRequest request)
    {
        TargetWork work = request.Targets[0];
        return _calls.Create(
            Descriptor.Change,
            work,
            (endpoint, projectId) => Write(endpoint, projectId, work.Target.Id, request.Password),
            response => Advise(Read(response)));
    }

    /// <summary>What to do where the endpoint does not know the call.</summary>
    protected abstract string UnknownPathAdvice { get; }

    protected abstract WireRequest Write(Uri endpoint, string projectId, string instanceId, SecretText password);

    protected abstract ProviderReply Read(WireResponse response);

    private ProviderReply Advise(ProviderReply reply) => HuaweiErrorCodes.IsUnknownPath(reply.Code)
        ? reply with
        {
            Advice = $"The endpoint does not know this call in version {Version} of the DCS API. {UnknownPathAdvice}",
        }
        : reply;
}
