using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Credentials.Roles;

/// <summary>A file with a token of an identity provider. It is read anew each time, because its writer replaces the token.</summary>
/// <param name="path">The file; null when the source does not specify it.</param>
/// <param name="name">The setting that specifies the file.</param>
internal sealed class TokenFileOrigin(string? path, string name) : RoleOrigin
{
    /// <summary>A variable that a tool reads the token itself from. It is not read here: a token can be renewed only in a file.</summary>
    public string? TokenVariable { get; init; }

    public override bool IsToken => true;

    public override Task<CloudCredential> GetAsync(CredentialSearch search, CancellationToken cancellationToken)
    {
        if (path is null && TokenVariable is not null && search.Variable(TokenVariable) is not null)
        {
            throw new CredentialUnavailableException(
                $"{TokenVariable} is not read; write the token of the identity provider into a file and set {name} to it");
        }

        if (path is null)
        {
            throw new CredentialUnavailableException($"{name} is missing; set it to the file with the token of the identity provider");
        }

        string full = search.Expand(path);
        return Task.FromResult(new CloudCredential
        {
            Provider = search.Provider,
            Kind = CredentialKind.IdentityToken,
            AccessKeyId = name,
            Secret = TokenFile.Read(full, name),
            Source = PrintableText.Line(full),
        });
    }

    public override string Identity(CloudCredential current) =>
        $"token\n{Path.GetFullPath(current.Source)}\n{TokenClaims.Of(current.Secret)}";
}
