using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Credentials.Roles;

/// <summary>An access key of the same source.</summary>
/// <param name="draft">The key.</param>
internal sealed class KeyOrigin(CredentialDraft draft) : RoleOrigin
{
    public override Task<CloudCredential> GetAsync(CredentialSearch search, CancellationToken cancellationToken) =>
        draft.Build(search, out string problem) is { } credential
            ? Task.FromResult(credential)
            : throw new CredentialUnavailableException(problem);

    // The fingerprint: a key whose secret was corrected is another origin.
    public override string Identity(CloudCredential current) => $"key\n{current.AccessKeyId}\n{SecretFingerprint.Of(current.Secret)}";
}
