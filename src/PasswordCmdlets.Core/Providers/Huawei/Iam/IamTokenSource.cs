using System;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Huawei.Iam;

/// <summary>
/// Keeps the token of one IAM user for one project: gets the next one shortly before it ends, or once when the provider rejects it. However
/// many calls wait for a token, one of them is asked for.
/// </summary>
/// <param name="user">The user, as the credential chain has it.</param>
/// <param name="first">The token that is there already.</param>
/// <param name="exchange">Gets another; the outcome's content is an <see cref="IamToken"/>.</param>
/// <param name="time">The clock.</param>
internal sealed class IamTokenSource(CloudCredential user, IamToken first, Func<Task<CallOutcome>> exchange, TimeProvider time)
    : ICredentialProvider
{
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan UndatedLifetime = TimeSpan.FromHours(1);

    // A token that replaces a rejected one and is rejected itself this soon shows that another would not do better.
    private static readonly TimeSpan Trial = TimeSpan.FromMinutes(5);

    private readonly object _lock = new();
    private CloudCredential? _current = CredentialOf(user, first, time.GetUtcNow());
    private Task<CloudCredential>? _fetching;
    private long? _rejectedAt;

    /// <inheritdoc/>
    public async ValueTask<CloudCredential> GetAsync(CancellationToken cancellationToken)
    {
        Task<CloudCredential> fetching;
        lock (_lock)
        {
            if (_current is { } current && current.ExpiresAt > time.GetUtcNow() + Early)
            {
                return current;
            }

            fetching = _fetching ??= Task.Run(FetchAsync, CancellationToken.None);
        }

        return await fetching.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public bool Rejected(CloudCredential rejected)
    {
        lock (_lock)
        {
            if (_current != rejected)
            {
                return true;
            }

            if (_rejectedAt is { } rejectedAt && time.GetElapsedTime(rejectedAt) < Trial)
            {
                return false;
            }

            _rejectedAt = time.GetTimestamp();
            _current = null;
            return true;
        }
    }

    private static CloudCredential CredentialOf(CloudCredential user, IamToken token, DateTimeOffset now) => new()
    {
        Provider = user.Provider,
        Kind = CredentialKind.IamToken,
        AccessKeyId = user.AccessKeyId,
        Secret = token.Token,
        ExpiresAt = token.ExpiresAt ?? now + UndatedLifetime,
        ProjectId = token.ProjectId,
        Source = user.Source,
    };

    private async Task<CloudCredential> FetchAsync()
    {
        CloudCredential? next = null;
        try
        {
            CallOutcome outcome = await exchange().ConfigureAwait(false);
            if (!outcome.Succeeded)
            {
                string because = outcome.Reply is { } reply ? TargetOutcome.Sentence(reply) : outcome.Reason ?? "no response";
                throw new CredentialUnavailableException($"The token of IAM user {user.AccessKeyId} could not be renewed: {because}");
            }

            return next = CredentialOf(user, (IamToken)outcome.Reply!.Content!, time.GetUtcNow());
        }
        finally
        {
            lock (_lock)
            {
                _current = next;
                _fetching = null;
            }
        }
    }
}
