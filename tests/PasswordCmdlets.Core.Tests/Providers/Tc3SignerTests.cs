using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Providers;

public sealed class Tc3SignerTests
{
    public static TheoryData<string> Vectors => SignatureVector.Ids("TC3-HMAC-SHA256");

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Every_published_vector_is_reproduced(string id)
    {
        SignatureVector vector = SignatureVector.Named(id);
        using WireRequest request = vector.JsonRequest();
        string? action = vector["action"] is { Length: > 0 } signed ? signed : null;
        long timestamp = long.Parse(vector["timestamp"], CultureInfo.InvariantCulture);

        using SecretBuffer canonical = Tc3Signer.CanonicalRequest(request, action);
        string authorization = Tc3Signer.Authorization(request, vector.Credential(TencentProvider.Descriptor, "secretId", "secretKey"),
            timestamp, action);

        Assert.Equal(vector["canonicalRequest"], SignatureVector.Text(canonical));
        Assert.Equal(vector["authorization"], authorization);
    }

    [Fact]
    public async Task What_is_sent_carries_the_signature_of_its_own_time()
    {
        SignatureVector vector = SignatureVector.Named("tc3-sdk-describe");
        using WireRequest request = vector.JsonRequest();
        CloudCredential credential = vector.Credential(TencentProvider.Descriptor, "secretId", "secretKey");
        long timestamp = long.Parse(vector["timestamp"], CultureInfo.InvariantCulture);

        await new Tc3Signer().SignAsync(request, credential, DateTimeOffset.FromUnixTimeSeconds(timestamp),
            TestContext.Current.CancellationToken);

        Assert.Equal(
            [("Authorization", Tc3Signer.Authorization(request, credential, timestamp, signedAction: null)), ("X-TC-Timestamp",
                vector["timestamp"])],
            request.Headers.Select(static header => (header.Key, header.Value)).Order());
    }

    [Fact]
    public async Task A_session_token_travels_in_its_header()
    {
        using WireRequest request = SignatureVector.Named("tc3-sdk-describe").JsonRequest();
        CloudCredential credential = TestCredential.Of(TencentProvider.Descriptor, "secret", token: "session-token");

        await new Tc3Signer().SignAsync(request, credential, DateTimeOffset.UnixEpoch, TestContext.Current.CancellationToken);

        Assert.Contains(request.Headers, header => header is { Key: "X-TC-Token", Value: "session-token" });
        Assert.Contains(request.Headers, header => header is { Key: "X-TC-Timestamp", Value: "0" });
    }

    [Fact]
    public void The_date_of_the_scope_is_the_timestamps_own_day_in_utc()
    {
        using WireRequest request = SignatureVector.Named("tc3-sdk-describe").JsonRequest();
        CloudCredential credential = SignatureVector.Named("tc3-sdk-describe")
            .Credential(TencentProvider.Descriptor, "secretId", "secretKey");
        long lastSecond = new DateTimeOffset(2026, 1, 1, 23, 59, 59, TimeSpan.Zero).ToUnixTimeSeconds();

        Assert.Contains("/2026-01-01/cvm/", Tc3Signer.Authorization(request, credential, lastSecond, null), StringComparison.Ordinal);
        Assert.Contains("/2026-01-02/cvm/", Tc3Signer.Authorization(request, credential, lastSecond + 1, null), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_identity_token_is_proof_enough_and_nothing_is_signed()
    {
        using WireRequest request = SignatureVector.Named("tc3-sdk-describe").JsonRequest();
        CloudCredential token = TestCredential.Of(TencentProvider.Descriptor, "identity-token", CredentialKind.IdentityToken);

        await new Tc3Signer().SignAsync(request, token, DateTimeOffset.FromUnixTimeSeconds(7), TestContext.Current.CancellationToken);

        Assert.Equal([("Authorization", "SKIP"), ("X-TC-Timestamp", "7")],
            request.Headers.Select(static header => (header.Key, header.Value)).Order());
    }
}
