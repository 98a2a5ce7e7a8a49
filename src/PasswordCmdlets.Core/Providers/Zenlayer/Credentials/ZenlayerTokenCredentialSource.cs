using System;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Providers.Zenlayer.Credentials;

/// <summary>A personal access token in <c>ZENLAYER_TOKEN</c>.</summary>
internal sealed class ZenlayerTokenCredentialSource : ICredentialSource
{
    public const string Endpoint = "ZENLAYER_ENDPOINT";

    private const string Token = "ZENLAYER_TOKEN";
    private const string Source = $"environment ({Token})";

    public ValueTask<CredentialFinding?> FindAsync(CredentialSearch search, CancellationToken cancellationToken) => new(Find(search));

    private static CredentialFinding? Find(CredentialSearch search)
    {
        if (search.Variable(Token) is not { } token)
        {
            search.NotThere(Source, "not set");
            return null;
        }

        CredentialDraft draft = new()
        {
            Source = Source,
            Kind = CredentialKind.BearerToken,
            AccessKeyId = Token,
            Secret = new SecretText(token.AsSpan()),
            Endpoint = search.Variable(Endpoint),
            Names = (Token, Token),
        };
        if (draft.Build(search, out string problem) is { } credential)
        {
            return search.Found(credential);
        }

        search.Unusable(Source, problem);
        return null;
    }
}
