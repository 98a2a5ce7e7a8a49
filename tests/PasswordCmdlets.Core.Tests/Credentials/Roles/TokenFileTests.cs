using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using FsCheck;
using FsCheck.Fluent;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Credentials.Roles;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Credentials.Roles;

/// <summary>The token of an identity provider in a file.</summary>
public sealed class TokenFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => Path.Combine(_folder.FullName, "token");

    [Theory]
    [InlineData("aaa.bbb.ccc")]
    [InlineData("  aaa.bbb.ccc\r\n")]
    [InlineData("\uFEFFaaa.bbb.ccc\n")]
    [InlineData("aaa.bbb.")]
    public void The_token_is_read_without_white_space_around_it(string content)
    {
        File.WriteAllText(FilePath, content);

        using SecretText token = TokenFile.Read(FilePath, "NAME");

        Assert.Equal(content.Trim().Trim('\uFEFF'), CredentialWorld.Plain(token));
    }

    [Fact]
    public void Whatever_else_is_in_the_file_is_not_shown() => Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), content =>
    {
        string text = "S3CR3T " + content.Get;
        File.WriteAllText(FilePath, text);

        CredentialUnavailableException failure = Assert.Throws<CredentialUnavailableException>(() => TokenFile.Read(FilePath, "NAME"));

        return !failure.Message.Contains("S3CR3T", StringComparison.Ordinal)
            && failure.Message.Contains("(NAME)", StringComparison.Ordinal);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(null, "does not exist")]
    [InlineData("", "is empty")]
    [InlineData(" \n", "is empty")]
    [InlineData("aaa.bbb", "does not hold a token")]
    [InlineData("aaa.bbb.ccc.ddd", "does not hold a token")]
    [InlineData(".bbb.ccc", "does not hold a token")]
    [InlineData("aaa..ccc", "does not hold a token")]
    [InlineData("aaa.b b.ccc", "does not hold a token")]
    public void A_file_without_a_token_says_so_and_what_to_do(string? content, string expected)
    {
        if (content is not null)
        {
            File.WriteAllText(FilePath, content);
        }

        string text = Assert.Throws<CredentialUnavailableException>(() => TokenFile.Read(FilePath, "NAME")).Message;

        Assert.StartsWith($"the token file {FilePath} (NAME) {expected}", text, StringComparison.Ordinal);
        Assert.EndsWith("have the pipeline write a current token to it", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_that_nobody_writes_to_does_not_block()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no pipes in the file system of Windows.");
        CredentialFileTests.MakeFifo(FilePath);

        // A reader that blocks fails the test and is left behind; nothing else ends it.
        string text = await Task.Run(() => Fail(FilePath), TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Contains("not a regular file", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_and_a_file_that_is_too_long_are_refused()
    {
        Assert.Contains("is a directory", Fail(_folder.FullName), StringComparison.Ordinal);

        File.WriteAllText(FilePath, "a.b." + new string('c', 20_000));
        Assert.Contains("does not hold a token", Fail(FilePath), StringComparison.Ordinal);
    }

    [Fact]
    public void Issuer_subject_and_audience_distinguish_tokens_and_nothing_else_does()
    {
        string[] tokens =
        [
            """{"iss":"i","sub":"s","aud":"a","exp":1}""",
            """{"iss":"i","sub":"s","aud":"a","exp":2}""",
            """{"iss":"i","sub":"other","aud":"a"}""",
            """{"iss":"i","sub":"s","aud":["a","b"]}""",
            "[]",
            "no JSON",
        ];

        string[] claims = [.. tokens.Select(ClaimsOfPayload)];

        Assert.Equal(claims[0], claims[1]);
        Assert.Equal(5, claims.Distinct().Count());
        Assert.NotEqual(claims[0], claims[2]);
    }

    [Theory]
    [InlineData("""{"iss":"\ud800","sub":"a"}""", """{"sub":"a"}""")]
    [InlineData("""{"iss":"a","sub":"\ude00"}""", """{"iss":"a"}""")]
    public void A_claim_that_is_not_valid_text_counts_as_missing(string payload, string without) =>
        Assert.Equal(ClaimsOfPayload(without), ClaimsOfPayload(payload));

    [Theory]
    [InlineData("eyJS3CR3T.eyJS3CR3T.S3CR3T")]
    [InlineData("/S3CR3T")]
    [InlineData("S3CR3T/x")]
    [InlineData("/none/S3CR3T")]
    public void A_token_in_place_of_the_path_is_not_shown(string path)
    {
        string text = Fail(path);

        Assert.StartsWith("the token file in NAME does not exist", text, StringComparison.Ordinal);
        Assert.DoesNotContain("S3CR3T", text, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string ClaimsOfPayload(string json)
    {
        using SecretText token = new($"e30.{Convert.ToBase64String(Encoding.UTF8.GetBytes(json)).TrimEnd('=')}.x".AsSpan());
        return TokenClaims.Of(token);
    }

    private static string Fail(string path) => Assert.Throws<CredentialUnavailableException>(() => TokenFile.Read(path, "NAME")).Message;
}
