using System;
using System.Buffers;
using System.IO;
using System.Linq;
using System.Text;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Credentials.Roles;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Fuzzing.Engine;

namespace PasswordCmdlets.Fuzzing.Targets;

/// <summary>
/// The file with a token of an identity provider, and the claims in the token. Only the documented exception leaves the reader, its message
/// does not quote the token, and a token that is accepted can travel in a header.
/// </summary>
internal sealed class TokenFileTarget : FuzzTarget
{
    private static readonly SearchValues<char> s_allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=.");

    private readonly string _path = Path.Combine(TemporaryFolders.Create(), "token");
    private readonly string[] _messages;

    public TokenFileTarget() =>
        _messages = [.. new[] { string.Empty, " ", "x" }.Select(text => Read(Encoding.UTF8.GetBytes(text))!)];

    public override string Name => "token-file";

    public override void Run(byte[] input)
    {
        Property.Holds(Read(input) is not { } message || _messages.Contains(message), "a message does not quote the token");
    }

    // The message of the exception; null where there is a token.
    private string? Read(byte[] input)
    {
        File.WriteAllBytes(_path, input);
        try
        {
            using SecretText token = TokenFile.Read(_path, "TOKEN_FILE");
            bool isSafe = token.Reveal(0, static (text, _) => !text.ContainsAnyExcept(s_allowed));
            Property.Holds(isSafe, "a token has no other characters than base64url and periods");
            _ = TokenClaims.Of(token); // No exception leaves it.
            return null;
        }
        catch (CredentialUnavailableException problem)
        {
            return problem.Message;
        }
    }
}
