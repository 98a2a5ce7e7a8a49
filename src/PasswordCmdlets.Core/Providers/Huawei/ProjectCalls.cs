using System;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Providers.Huawei;

/// <summary>Calls in a target's project: finds the project, writes its id into the path and signs for it.</summary>
/// <param name="time">The clock.</param>
internal sealed class ProjectCalls(TimeProvider time)
{
    private readonly ProjectAccessCache _projects = new(time);

    /// <summary>Finds the project of a target; why nothing can be sent for it, or null.</summary>
    public ValueTask<TargetOutcome?> FindAsync(TargetWork work, OperationServices services) =>
        FindAsync(work.Target, work.Session, services);

    /// <summary>Finds the project of a target, or of a region; returns why nothing can be sent, or null.</summary>
    public async ValueTask<TargetOutcome?> FindAsync(PasswordTarget target, ProviderSession session, OperationServices services)
    {
        if (session.StoppedBecause is { } because)
        {
            return TargetOutcome.Cancelled($"Never sent: {because}.");
        }

        ProjectAccessResult result = await _projects.OfAsync(target, session, services).ConfigureAwait(false);
        return result.Failure;
    }

    /// <summary>A call in the project that <see cref="FindAsync(TargetWork, OperationServices)"/> found.</summary>
    /// <param name="contract">The call.</param>
    /// <param name="work">The target, or one of the same account, region and project.</param>
    /// <param name="write">Writes the request of an endpoint and a project id.</param>
    /// <param name="read">Reads the response.</param>
    public ApiCall Create(
        CallContract contract, TargetWork work, Func<Uri, string, WireRequest> write, Func<WireResponse, ProviderReply> read) =>
        Create(contract, work.Target, work.Session, write, read);

    /// <summary>
    /// A call in the project that <see cref="FindAsync(PasswordTarget, ProviderSession, OperationServices)"/> found.
    /// </summary>
    /// <param name="contract">The call.</param>
    /// <param name="target">The target, or one of the same account, region and project.</param>
    /// <param name="session">The account.</param>
    /// <param name="write">Writes the request of an endpoint and a project id.</param>
    /// <param name="read">Reads the response.</param>
    public ApiCall Create(
        CallContract contract,
        PasswordTarget target,
        ProviderSession session,
        Func<Uri, string, WireRequest> write,
        Func<WireResponse, ProviderReply> read)
    {
        ProjectAccess access = _projects.Found(target, session);
        return new ApiCall
        {
            Contract = contract,
            Region = target.Region,
            Credentials = access.Credentials,
            Write = endpoint => write(endpoint, access.ProjectId),
            Read = response => HuaweiAuthentication.Classify(
                read(response), response, access.UsesToken, access.IsTemporary, time.GetUtcNow() + session.ClockOffset),
        };
    }
}
