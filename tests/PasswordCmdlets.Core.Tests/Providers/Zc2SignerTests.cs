using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Providers;

public sealed class Zc2SignerTests
{
    public static TheoryData<string> Vectors => SignatureVector.Ids("ZC2-HMAC-SHA256");

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Every_published_vector_is_reproduced(string id)
    {
        SignatureVector vector = SignatureVector.Named(id);
        using WireRequest request = vector.JsonRequest();

        using SecretBuffer canonical = Zc2Signer.CanonicalRequest(request);
        string authorization = Zc2Signer.Authorization(request, vector.Credential(ZenlayerProvider.Descriptor, "accessKeyId", "secret"),
            vector["timestamp"]);

        using SecretBuffer stringToSign = Zc2Signer.StringToSign(canonical, vector["timestamp"]);
        Assert.Equal(vector["canonicalRequest"], SignatureVector.Text(canonical));
        Assert.Equal(vector["stringToSign"], SignatureVector.Text(stringToSign));
        Assert.Equal(vector["authorization"], authorization);
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public async Task What_is_sent_carries_the_vectors_signature(string id)
    {
        SignatureVector vector = SignatureVector.Named(id);
        using WireRequest request = vector.JsonRequest();
        DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(long.Parse(vector["timestamp"], CultureInfo.InvariantCulture));

        await new Zc2Signer().SignAsync(request, vector.Credential(ZenlayerProvider.Descriptor, "accessKeyId", "secret"), now,
            TestContext.Current.CancellationToken);

        Assert.Equal(
            [("Authorization", vector["authorization"]), ("X-ZC-Signature-Method",
                "ZC2-HMAC-SHA256"), ("X-ZC-Timestamp", vector["timestamp"])],
            request.Headers.Select(static header => (header.Key, header.Value)).Order());
    }

    [Fact]
    public async Task A_personal_access_token_is_sent_as_a_bearer_and_nothing_is_signed()
    {
        using WireRequest request = SignatureVector.Named("zc2-doc").JsonRequest();
        CloudCredential credential = TestCredential.Of(ZenlayerProvider.Descriptor, "personal-token", CredentialKind.BearerToken);

        await new Zc2Signer().SignAsync(request, credential, DateTimeOffset.UnixEpoch, TestContext.Current.CancellationToken);

        Assert.Equal(new KeyValuePair<string, string>("Authorization", "Bearer personal-token"), Assert.Single(request.Headers));
    }
}
