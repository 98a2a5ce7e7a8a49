using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Redaction;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Credentials.Roles;

/// <summary>Exchanges the credential of an origin for the temporary keys of a role.</summary>
/// <param name="role">The role.</param>
/// <param name="service">The provider's service.</param>
/// <param name="endpoint">Where the service is.</param>
/// <param name="transport">Sends.</param>
/// <param name="search">The search that asked for the role.</param>
internal sealed class RoleExchange(
    RoleRequest role, IRoleService service, Uri endpoint, HttpTransport transport, CredentialSearch search)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly RunOptions Options = new() { AttemptTimeout = TimeSpan.FromSeconds(10), MaximumRetryCount = 3 };

    /// <summary>Makes the exchange. It is not cancelled, because others may wait for it; its time is limited.</summary>
    /// <param name="origin">The credential of the origin.</param>
    /// <exception cref="CredentialUnavailableException">There are no keys, with the reason and what to change.</exception>
    public async Task<CloudCredential> RunAsync(CloudCredential origin)
    {
        using KnownSecrets secrets = new();
        CallRunner calls = new(Options, transport, search.Options.Limiters, search.Options.Time, search.Options.Random, Warn,
            secrets, CancellationToken.None, CancellationToken.None);
        ProviderSession session = new()
        {
            Provider = search.Provider,
            Account = origin.Kind == CredentialKind.IdentityToken ? service.AccountOf(role) : origin.Account,
            Credentials = role.Origin.Provider(origin),
            Signer = search.Provider.Signer,
            EndpointOf = (_, _) => endpoint,
        };
        CallOutcome outcome = await service.ExchangeAsync(
            role,
            origin,
            () => search.Options.Time.GetUtcNow() + session.ClockOffset,
            call => calls.CallAsync(session, call, new CallBudget(Longest) { LongestThrottle = Longest }))
            .ConfigureAwait(false);
        return outcome.Succeeded && outcome.Reply!.Content is SessionKeys keys
            ? Build(keys, origin)
            : throw Failure(outcome);
    }

    // A corrected clock is a warning; other notices of these calls are dropped.
    private void Warn(NoticeLevel level, string text)
    {
        if (level == NoticeLevel.Warning)
        {
            search.Warn(text);
        }
    }

    private CloudCredential Build(SessionKeys keys, CloudCredential origin)
    {
        string account = service.AccountOf(role);
        string expiry = keys.ExpiresAt is { } end
            ? string.Format(CultureInfo.InvariantCulture, ", expires {0:yyyy-MM-dd HH:mm:ss}Z", end.UtcDateTime)
            : string.Empty;
        CredentialDraft draft = new()
        {
            Source = role.Source,
            AccessKeyId = keys.AccessKeyId,
            Secret = keys.Secret,
            SecurityToken = keys.SecurityToken,
            ExpiresAt = keys.ExpiresAt,
            Region = role.Settings.Region ?? origin.Region,
            ProjectId = role.Settings.ProjectId,
            ProjectName = role.Settings.ProjectName,
            DomainId = role.Settings.DomainId,
            Endpoint = role.Settings.Endpoint,
            IamEndpoint = role.Settings.IamEndpoint,
            Role = account,
            Chain =
            [
                .. origin.Chain,
                $"role {account}, session {role.SessionName ?? RoleRules.SessionName}, of {role.Source}, from {endpoint.Authority}{expiry}",
            ],
        };
        return draft.Build(search, out string problem)
            ?? throw new CredentialUnavailableException($"the keys that {search.Provider} issued for the role cannot be used: {problem}");
    }

    private CredentialUnavailableException Failure(CallOutcome outcome)
    {
        string what = $"the role {PrintableText.Of(service.AccountOf(role))} cannot be assumed";
        if (outcome is not { End: CallEnd.Completed, Reply: { } reply })
        {
            string because = outcome.Reason ?? "there was no response";
            return new($"{what}: {because}. Check the network, the proxy and the endpoint {endpoint.Authority}");
        }

        string code = reply.Code is null ? string.Empty : $" ({reply.Code})";
        string sentence = TargetOutcome.Sentence(reply).TrimEnd('.');
        bool isRejected = !reply.Fault.MayHaveExecuted() && reply.Fault is not (Fault.None or Fault.Throttled);
        return new($"{what}{code}: {sentence}")
        {
            ErrorId = isRejected ? ErrorIds.AuthenticationFailed : ErrorIds.CredentialNotFound,
        };
    }
}
