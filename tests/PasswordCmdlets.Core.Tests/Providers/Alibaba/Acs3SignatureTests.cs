using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Providers.Alibaba;

public sealed class Acs3SignatureTests
{
    public static TheoryData<string> Vectors => SignatureVector.Ids("ACS3-HMAC-SHA256");

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Every_published_vector_is_reproduced(string id)
    {
        SignatureVector vector = SignatureVector.Named(id);
        Dictionary<string, string> headers = vector.Map("headers").ToDictionary(pair => pair.Key, pair => pair.Value);
        using WireRequest request = new(HttpMethod.Post, new Uri($"https://{headers["host"]}"), vector["uri"]);
        request.Query.AddRange(vector.Map("query"));
        foreach ((string name, string value) in headers.Where(header => header.Key != "host"))
        {
            request.AddHeader(name, value);
        }

        using SecretBuffer canonical = Acs3Signature.CanonicalRequest(request);

        using SecretBuffer stringToSign = Acs3Signature.StringToSign(canonical);
        Assert.Equal(vector["canonicalRequest"], SignatureVector.Text(canonical));
        Assert.Equal(vector["stringToSign"], SignatureVector.Text(stringToSign));
        Assert.Equal(vector["authorization"],
            Acs3Signature.Authorization(request, vector.Credential(AlibabaProvider.Descriptor, "accessKeyId", "secret")));
    }

    [Fact]
    public async Task A_contract_that_names_it_is_signed_by_it_with_the_parameters_in_the_body()
    {
        using RpcRequest request =
            await SignedAsync(AlibabaCalls.Named("ChangePassword", "2015-05-01") with { Signature = AlibabaSignature.Acs3 });

        Dictionary<string, string> headers = request.Headers.ToDictionary(header => header.Key, header => header.Value);
        Assert.Equal("NewPassword=n%2Bw&OldPassword=o%20d", System.Text.Encoding.UTF8.GetString(request.Body.WrittenSpan));
        Assert.Empty(request.Query);
        Assert.Equal("ChangePassword", headers["x-acs-action"]);
        Assert.Equal("2015-05-01", headers["x-acs-version"]);
        Assert.Equal("2026-11-20T15:59:19Z", headers["x-acs-date"]);
        Assert.Equal("session-token", headers["x-acs-security-token"]);
        Assert.Equal(Signing.Sha256Hex(request.Body.WrittenSpan), headers["x-acs-content-sha256"]);
        Assert.Contains(
            "SignedHeaders=content-type;host;x-acs-action;x-acs-content-sha256;x-acs-date;"
                + "x-acs-security-token;x-acs-signature-nonce;x-acs-version,",
            headers["Authorization"],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_attempt_has_its_own_nonce()
    {
        AlibabaCallContract contract = AlibabaCalls.Named("ChangePassword", "2015-05-01") with { Signature = AlibabaSignature.Acs3 };
        using RpcRequest first = await SignedAsync(contract);
        using RpcRequest second = await SignedAsync(contract);

        Assert.NotEqual(Nonce(first), Nonce(second));

        static string Nonce(RpcRequest request) => request.Headers.Single(header => header.Key == "x-acs-signature-nonce").Value;
    }

    private static async Task<RpcRequest> SignedAsync(AlibabaCallContract contract)
    {
        RpcRequest request = new(contract, new Uri("http://127.0.0.1:5080"));
        request.Parameters.Add("OldPassword", "o d");
        request.Parameters.Add("NewPassword", "n+w");
        CloudCredential credential = TestCredential.Of(AlibabaProvider.Descriptor, "secret", token: "session-token");
        await new AlibabaSigner().SignAsync(request, credential, new DateTimeOffset(2026, 11, 20, 15, 59, 19, TimeSpan.Zero),
            TestContext.Current.CancellationToken);
        return request;
    }
}
