using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using FsCheck;
using FsCheck.Fluent;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Providers.Alibaba;

public sealed class RpcV1SignatureTests
{
    private static readonly Uri Endpoint = new("https://ram.aliyuncs.com");

    public static TheoryData<string> Vectors => SignatureVector.Ids("ALI-RPC-V1");

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Every_published_vector_is_reproduced(string id)
    {
        SignatureVector vector = SignatureVector.Named(id);
        using FormParameters parameters = new();
        foreach ((string name, string value) in vector.Map("params"))
        {
            parameters.Add(name, value);
        }

        using SecretBuffer canonicalQuery = new();
        parameters.WriteTo(canonicalQuery);
        using SecretBuffer stringToSign = RpcV1Signature.StringToSign(vector["method"], canonicalQuery);
        using SecretText secret = new(vector["secret"].AsSpan());

        Assert.Equal(vector["stringToSign"], SignatureVector.Text(stringToSign));
        Assert.Equal(vector["expected"], RpcV1Signature.SignatureOf(vector["method"], canonicalQuery, secret));
    }

    [Fact]
    public void The_whole_request_of_the_sdks_vector_is_what_we_send()
    {
        SignatureVector vector = SignatureVector.Named("ali1-sdk-ChangePassword-POST");
        Dictionary<string, string> given = vector.Map("params").ToDictionary(pair => pair.Key, pair => pair.Value);
        using RpcRequest request = new(AlibabaCalls.Named("ChangePassword", "2015-05-01"), Endpoint);
        using SecretText oldPassword = new(given["OldPassword"].AsSpan());
        using SecretText newPassword = new(given["NewPassword"].AsSpan());
        request.Parameters.Add("OldPassword", oldPassword);
        request.Parameters.Add("NewPassword", newPassword);

        RpcV1Signature.Sign(request, Credential(given["AccessKeyId"], vector["secret"]), given["Timestamp"], given["SignatureNonce"]);

        Dictionary<string, string> sent = FormDecoder.Decode(request.Body.WrittenSpan);
        Assert.Equal(vector["expected"], sent["Signature"]);
        sent.Remove("Signature");
        Assert.Equal(given.OrderBy(pair => pair.Key, StringComparer.Ordinal), sent.OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Assert.Equal("application/x-www-form-urlencoded", request.ContentType);
        Assert.Empty(request.Query);
    }

    [Fact]
    public async Task Every_attempt_has_its_own_nonce_and_the_given_time()
    {
        DateTimeOffset now = new(2026, 11, 20, 23, 59, 19, TimeSpan.FromHours(8));

        Dictionary<string, string> first = await SignedAsync(now);
        Dictionary<string, string> second = await SignedAsync(now);

        Assert.Equal("2026-11-20T15:59:19Z", first["Timestamp"]);
        Assert.Equal("JSON", first["Format"]);
        Assert.NotEqual(first["SignatureNonce"], second["SignatureNonce"]);
        Assert.NotEqual(first["Signature"], second["Signature"]);
    }

    [Fact]
    public void A_session_token_is_signed_as_a_parameter()
    {
        using RpcRequest request = new(AlibabaCalls.Named("ChangePassword", "2015-05-01"), Endpoint);
        CloudCredential credential = TestCredential.Of(AlibabaProvider.Descriptor, "secret", token: "to/ken+==");

        RpcV1Signature.Sign(request, credential, "2026-11-20T15:59:19Z", "nonce");

        Dictionary<string, string> sent = FormDecoder.Decode(request.Body.WrittenSpan);
        Assert.Equal("to/ken+==", sent["SecurityToken"]);
        Assert.Equal(sent["Signature"], Recomputed(sent, "secret"));
    }

    [Fact]
    public async Task A_request_that_needs_no_key_is_sent_without_a_signature()
    {
        using RpcRequest request = new(
            AlibabaCalls.Named("AssumeRoleWithOIDC", "2015-04-01") with { Signature = AlibabaSignature.Anonymous }, Endpoint);

        await new AlibabaSigner().SignAsync(request, Credential("key", "secret"), new(2026, 11, 20, 23, 59, 19, TimeSpan.FromHours(8)),
            TestContext.Current.CancellationToken);

        Assert.Equal("Action=AssumeRoleWithOIDC&Format=JSON&Timestamp=2026-11-20T15%3A59%3A19Z&Version=2015-04-01",
            Encoding.UTF8.GetString(request.Body.WrittenSpan));
        Assert.Equal("application/x-www-form-urlencoded", request.ContentType);
        Assert.Empty(request.Headers);
    }

    [Fact]
    public void Whatever_the_parameters_the_form_decodes_to_them_and_the_signature_verifies()
    {
        Prop.ForAll(Parameters().ToArbitrary(), given =>
        {
            using RpcRequest request = new(AlibabaCalls.Named("ChangePassword", "2015-05-01"), Endpoint);
            foreach ((string name, string value) in given)
            {
                // Odd ones are secrets, even ones text: the bytes must be the same.
                if (name.Length % 2 == 1)
                {
                    using SecretText secret = new(value.AsSpan());
                    request.Parameters.Add(name, secret);
                }
                else
                {
                    request.Parameters.Add(name, value);
                }
            }

            RpcV1Signature.Sign(request, Credential("testid", "test&secret=密"), "2026-11-20T15:59:19Z", "3156853299f313e2");

            Dictionary<string, string> sent = FormDecoder.Decode(request.Body.WrittenSpan);
            return given.All(pair => sent[pair.Key] == pair.Value)
                && sent.Count == given.Count + 9
                && sent["Signature"] == Recomputed(sent, "test&secret=密");
        }).QuickCheckThrowOnFailure();
    }

    // Names as APIs have them, none of them one of the common parameters; values of any valid text.
    private static Gen<Dictionary<string, string>> Parameters()
    {
        Gen<string> name = Gen.Elements("InstanceId", "OldPassword", "NewPassword", "Password", "UserName", "RegionId", "Tag.1.Key",
            "Tag.10.Key", "Tag.2.Key", "a", "Z", "_x", "x~y", "x-y");
        Gen<string> value = ArbMap.Default.GeneratorFor<string>()
            .Select(text => new string((text ?? string.Empty).Where(character => !char.IsSurrogate(character)).ToArray()));
        Gen<string> special = Gen.Elements(string.Empty, " ", "+", "%", "&=", "aw$2ad)d/密=&%!", "12 34+5*6~'(", "😀", "\r\n",
            "%2F", "a=b&c=d");
        return Gen.Zip(name, Gen.OneOf(value, special)).ListOf().Select(pairs =>
        {
            Dictionary<string, string> parameters = new(StringComparer.Ordinal);
            foreach ((string key, string text) in pairs)
            {
                parameters[key] = text;
            }

            return parameters;
        });
    }

    // The scheme once more, from its documentation and with nothing of the engine: sort, encode, join, encode, hash.
    private static string Recomputed(Dictionary<string, string> sent, string secret)
    {
        string canonical = string.Join("&", sent
            .Where(pair => pair.Key != "Signature")
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
        string stringToSign = $"POST&%2F&{Uri.EscapeDataString(canonical)}";
#pragma warning disable CA5350
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret + "&"), Encoding.UTF8.GetBytes(stringToSign)));
#pragma warning restore CA5350
    }

    private static async Task<Dictionary<string, string>> SignedAsync(DateTimeOffset now)
    {
        using RpcRequest request = new(AlibabaCalls.Named("GetPasswordPolicy", "2015-05-01"), Endpoint);
        await new AlibabaSigner().SignAsync(request, Credential("testid", "testsecret"), now, TestContext.Current.CancellationToken);
        return FormDecoder.Decode(request.Body.WrittenSpan);
    }

    private static CloudCredential Credential(string id, string secret) => TestCredential.Of(AlibabaProvider.Descriptor, secret, id: id);
}
