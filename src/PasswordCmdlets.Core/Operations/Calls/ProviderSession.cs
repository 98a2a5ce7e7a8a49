using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>One account at one provider in one run: who calls, how it is signed and where it goes.</summary>
[SuppressMessage(
    "Design", "CA1001", Justification = "Without a timer or a wait handle its source of cancellation holds nothing to dispose of.")]
internal sealed class ProviderSession
{
    private readonly CancellationTokenSource _stopped = new();
    private long _clockOffsetTicks;
    private string? _stoppedBecause;
    private ProviderReply? _unreportedRejection;

    public required ProviderDescriptor Provider { get; init; }

    /// <summary>The access key id, or the role of a session; what results and limiters call the account.</summary>
    public required string Account { get; init; }

    /// <summary>The role of a session, from the source or the provider; null for any other credential.</summary>
    public string? Role
    {
        get => field ?? Identity?.Role;
        init;
    }

    /// <summary>Whose credential it is; null while nobody asked, or when the provider did not say.</summary>
    public CallerIdentity? Identity { get; set; }

    /// <summary>
    /// The account in the names of a vault. Of a user it is the same for every access key, where the provider says whose key it is; for an
    /// instance nobody asks the provider.
    /// </summary>
    public string AccountOf(PasswordTarget target) => target.IsUser && Identity is { } identity ? identity.AccountId : Account;

    public required ICredentialProvider Credentials { get; init; }

    public required IRequestSigner Signer { get; init; }

    /// <summary>The endpoint of a service in a region.</summary>
    public required Func<string, string?, Uri> EndpointOf { get; init; }

    /// <summary>Whether the provider accepts the credential.</summary>
    public CredentialProof Proof { get; } = new();

    /// <summary>How far the provider's clock is ahead of ours, known from a rejected timestamp.</summary>
    public TimeSpan ClockOffset
    {
        get => new(Interlocked.Read(ref _clockOffsetTicks));
        set => Interlocked.Exchange(ref _clockOffsetTicks, value.Ticks);
    }

    /// <summary>Why nothing more is sent for this account; null while it may send.</summary>
    public string? StoppedBecause => Volatile.Read(ref _stoppedBecause);

    /// <summary>Cancelled when nothing more is sent for this account.</summary>
    public CancellationToken Stopped => _stopped.Token;

    /// <summary>A session of the same account that is stopped and corrects its clock on its own.</summary>
    public ProviderSession Separate() => new()
    {
        Provider = Provider,
        Account = Account,
        Role = Role,
        Credentials = Credentials,
        Signer = Signer,
        EndpointOf = EndpointOf,
    };

    /// <summary>Ends all further sending for this account.</summary>
    /// <param name="because">Why.</param>
    /// <param name="rejection">The rejection that no target has reported; null where the targets of its call report it.</param>
    public void Stop(string because, ProviderReply? rejection)
    {
        lock (_stopped)
        {
            if (_stoppedBecause is not null)
            {
                return;
            }

            _unreportedRejection = rejection;
            Volatile.Write(ref _stoppedBecause, because);
        }

        _stopped.Cancel();
    }

    /// <summary>
    /// The rejection that stopped the account, for the first caller that fails a target with it (a describe call fails none); null
    /// afterwards.
    /// </summary>
    public ProviderReply? TakeRejection() => Interlocked.Exchange(ref _unreportedRejection, null);
}
