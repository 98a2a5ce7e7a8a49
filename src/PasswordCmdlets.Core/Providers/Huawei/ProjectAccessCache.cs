using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Batching;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Providers.Huawei.Iam;

namespace PasswordCmdlets.Core.Providers.Huawei;

/// <summary>
/// Finds the project that a target belongs to and what signs for it: the id from the target, the credential or the token, else by looking
/// for the project that is named like the region. Asks once for each account, region and project, however many targets wait.
/// </summary>
internal sealed class ProjectAccessCache(TimeProvider time)
{
    private readonly ConcurrentDictionary<Key, Task<ProjectAccessResult>> _known = new();
    private readonly ConcurrentDictionary<string, bool> _proven = new(StringComparer.Ordinal);
    private readonly ConcurrencyLimiter _first = new(1);

    /// <summary>The access to a target's project.</summary>
    public async ValueTask<ProjectAccessResult> OfAsync(PasswordTarget target, ProviderSession session, OperationServices services)
    {
        Key key = Key.Of(target, session);
        TaskCompletionSource<ProjectAccessResult> mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<ProjectAccessResult> asked = _known.GetOrAdd(key, mine.Task);
        if (asked != mine.Task)
        {
            ProjectAccessResult shared = await asked.ConfigureAwait(false);

            // The target that asked has the rejection; the account is done with, so the others were never sent.
            return shared.Access is null && session.StoppedBecause is { } because
                ? ProjectAccessResult.Failed(TargetOutcome.Cancelled($"Never sent: {because}."))
                : shared;
        }

        ProjectAccessResult result =
            ProjectAccessResult.Failed(TargetOutcome.Cancelled("Never sent: the command was stopped."), isFinal: false);
        try
        {
            result = await FindAsync(target, session, services).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (services.Stopping.IsCancellationRequested)
        {
            // The result is the one above.
        }
        catch (CredentialUnavailableException failure)
        {
            result = ProjectAccessResult.Failed(
                TargetOutcome.Failed(ErrorIds.CredentialNotFound, $"Never sent: {failure.Message}"), isFinal: false);
        }
        finally
        {
            if (!result.IsFinal)
            {
                _known.TryRemove(key, out _);
            }

            mine.SetResult(result);
        }

        return result;
    }

    /// <summary>The access that <see cref="OfAsync"/> found.</summary>
    public ProjectAccess Found(PasswordTarget target, ProviderSession session) =>
        _known.TryGetValue(Key.Of(target, session), out Task<ProjectAccessResult>? asked) && asked.Status == TaskStatus.RanToCompletion
            && asked.Result.Access is { } access
            ? access
            : throw new InvalidOperationException("The project has not been resolved.");

    private async Task<ProjectAccessResult> FindAsync(PasswordTarget target, ProviderSession session, OperationServices services)
    {
        CloudCredential credential = await session.Credentials.GetAsync(services.Stopping).ConfigureAwait(false);
        string? projectId = target.ProjectId ?? ProjectOf(credential, target.Region);
        if (projectId is null && target.Region is null)
        {
            return ProjectAccessResult.Failed(
                TargetOutcome.Failed(ErrorIds.RegionRequired,
                    "Never sent: without a project id the region is needed, to find its project. "
                        + "Specify -Region or -ProjectId."));
        }

        string? projectName = ProjectNameOf(credential, target.Region);
        if (credential.Kind == CredentialKind.IamUser)
        {
            return await WithTokenAsync(credential, new TokenScope(projectId, projectName), target.Region, session,
                services).ConfigureAwait(false);
        }

        bool usesToken = credential.Kind == CredentialKind.IamToken;
        bool isTemporary = credential.SecurityToken is not null;
        return projectId is not null
            ? new ProjectAccessResult(new ProjectAccess(projectId, session.Credentials, usesToken, isTemporary), null)
            : await LookUpAsync(target.Region!, projectName!, usesToken, isTemporary, session, services).ConfigureAwait(false);
    }

    // A project belongs to one region: the id that came with the credential says nothing about another.
    private static string? ProjectOf(CloudCredential credential, string? region) =>
        credential.Region is null || region is null || credential.Region == region ? credential.ProjectId : null;

    // A region's own project is called like the region, those below it eu-de_team.
    private static string? ProjectNameOf(CloudCredential credential, string? region) =>
        credential.ProjectName is { } name && region is not null && name.StartsWith(region + "_", StringComparison.Ordinal) ? name : region;

    private async Task<ProjectAccessResult> WithTokenAsync(CloudCredential user, TokenScope scope, string? region, ProviderSession session,
        OperationServices services)
    {
        if (string.IsNullOrEmpty(user.DomainName) && string.IsNullOrEmpty(user.DomainId))
        {
            return ProjectAccessResult.Failed(
                TargetOutcome.Failed(ErrorIds.CredentialNotFound,
                    $"Never sent: IAM user {user.AccessKeyId} needs the name of its account. Specify -DomainName."));
        }

        ApiCall call = new()
        {
            Contract = IamContracts.CreateToken,
            Region = region,
            Secrets = [user.Secret],
            Write = endpoint => IamRequests.CreateToken(endpoint, user, scope),
            Read = IamResponses.ReadToken,
        };
        CallOutcome outcome = await AskAsync(session, call, services).ConfigureAwait(false);
        if (!outcome.Succeeded)
        {
            return Rejected($"IAM user {user.AccessKeyId} got no token", outcome, services, "Check -IamCredential and -DomainName.");
        }

        IamToken token = (IamToken)outcome.Reply!.Content!;
        if ((scope.ProjectId ?? token.ProjectId) is not { } projectId)
        {
            return ProjectAccessResult.Failed(
                TargetOutcome.Failed(
                    ErrorIds.InvalidTarget, "Never sent: the token that IAM issued is for no project. Specify -ProjectId."));
        }

        IamTokenSource source = new(user, token, () => AskAsync(session, call, services), time);
        return new ProjectAccessResult(new ProjectAccess(projectId, source, UsesToken: true), null);
    }

    private async Task<ProjectAccessResult> LookUpAsync(
        string region, string name, bool usesToken, bool isTemporary, ProviderSession session, OperationServices services)
    {
        ApiCall call = new()
        {
            Contract = IamContracts.ListProjects,
            Region = region,
            Write = endpoint => IamRequests.ListProjects(endpoint, name),
            Read = response => HuaweiAuthentication.Classify(IamResponses.ReadProjects(response), response, usesToken, isTemporary,
                time.GetUtcNow() + session.ClockOffset),
        };
        CallOutcome outcome = await AskAsync(session, call, services).ConfigureAwait(false);
        if (!outcome.Succeeded)
        {
            return Rejected($"The project {name} could not be found", outcome, services, "Specify -ProjectId.");
        }

        // The server filters by name; one that does not must not return another project.
        string[] ids = ((ProjectList)outcome.Reply!.Content!).Ids.Where(pair => pair.Key == name)
            .Select(static pair => pair.Value).Distinct(StringComparer.Ordinal).ToArray();
        return ids.Length switch
        {
            1 => new ProjectAccessResult(new ProjectAccess(ids[0], session.Credentials, usesToken, isTemporary), null),
            0 =>
                ProjectAccessResult.Failed(
                    TargetOutcome.Failed(ErrorIds.InvalidTarget,
                        $"Never sent: the account has no enabled project named {name}. Check -Region, or specify -ProjectId.")),
            _ =>
                ProjectAccessResult.Failed(
                    TargetOutcome.Failed(ErrorIds.InvalidTarget,
                        $"Never sent: the account has {ids.Length} projects named {name}. Specify -ProjectId.")),
        };
    }

    // One call alone until one has succeeded: a wrong password or key must not be counted for every region at once.
    private async Task<CallOutcome> AskAsync(ProviderSession session, ApiCall call, OperationServices services)
    {
        CallBudget budget = new(services.Options.Timeout);
        if (_proven.ContainsKey(session.Account))
        {
            return await services.Calls.CallAsync(session, call, budget).ConfigureAwait(false);
        }

        using (await _first.AcquireAsync(session.Account, false, services.Stopping).ConfigureAwait(false))
        {
            CallOutcome outcome = await services.Calls.CallAsync(session, call, budget).ConfigureAwait(false);
            if (outcome.Succeeded)
            {
                _proven[session.Account] = true;
            }

            return outcome;
        }
    }

    private static ProjectAccessResult Rejected(string what, CallOutcome outcome, OperationServices services, string remedy)
    {
        if (outcome.End == CallEnd.Completed)
        {
            ProviderReply reply = outcome.Reply!;
            TargetOutcome rejected = TargetOutcome.Rejected(reply);
            return ProjectAccessResult.Failed(rejected with { Message = $"Never sent: {what}. {rejected.Message} {remedy}" },
                isFinal: !reply.Fault.MayHaveExecuted() && reply.Fault != Fault.Throttled);
        }

        string because = outcome.Reason ?? "no response";
        return ProjectAccessResult.Failed(
            outcome.End is CallEnd.Stopped or CallEnd.Abandoned || services.Stopping.IsCancellationRequested
                ? TargetOutcome.Cancelled($"Never sent: {because}.")
                : outcome.End == CallEnd.Throttled ? NotExecutedOutcome.Throttled($"{what}: {because}", outcome.Reply, attempts: 0)
                : TargetOutcome.Failed(ErrorIds.ProviderUnavailable,
                    $"Never sent: {what}: {because}. Check the network, the proxy and the IAM endpoint. {remedy}"),
            isFinal: false);
    }

    private readonly record struct Key(ProviderSession Session, string? Region, string? ProjectId)
    {
        public static Key Of(PasswordTarget target, ProviderSession session) => new(session, target.Region, target.ProjectId);
    }
}
