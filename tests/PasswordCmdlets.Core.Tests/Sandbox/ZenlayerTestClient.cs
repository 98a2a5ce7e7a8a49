using System;
using System.Globalization;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Tests.Sandbox;

/// <summary>Calls the sandbox's ZEC the way an SDK does. What a test wants to be wrong, it sets.</summary>
internal sealed record ZenlayerTestClient(SandboxFixture Sandbox)
{
    public string KeyId { get; init; } = "sandbox-zenlayer-id";

    public string Secret { get; init; } = "sandbox-zenlayer-secret";

    public string? Bearer { get; init; }

    public string? Version { get; init; } = "2025-09-01";

    public TimeSpan ClockError { get; init; }

    public Task<SandboxResponse> ResetAsync(string id, string password) =>
        CallAsync("ResetInstancePassword", $$"""{"instanceId":"{{id}}","password":"{{password}}"}""");

    public Task<SandboxResponse> CallAsync(string action, string body)
    {
        const string ContentType = "application/json; charset=utf-8";
        string timestamp = (Sandbox.Clock.GetUtcNow() + ClockError).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        string canonical =
            $"POST\n/\n\ncontent-type:{ContentType}\nhost:{Sandbox.Server.BaseAddress.Authority}\n\n"
            + $"content-type;host\n{TestSignature.Hash(body)}";
        string toSign = $"ZC2-HMAC-SHA256\n{timestamp}\n{TestSignature.Hash(canonical)}";
        string signature = TestSignature.HmacHex(Encoding.UTF8.GetBytes(Secret), toSign);

        HttpRequestMessage request = new(HttpMethod.Post, "/api/v2/zec") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType);
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            Bearer is null
                ? $"ZC2-HMAC-SHA256 Credential={KeyId}, SignedHeaders=content-type;host, Signature={signature}"
                : $"Bearer {Bearer}");
        request.Headers.TryAddWithoutValidation("X-ZC-Action", action);
        request.Headers.TryAddWithoutValidation("X-ZC-Timestamp", timestamp);
        request.Headers.TryAddWithoutValidation("X-ZC-Signature-Method", "ZC2-HMAC-SHA256");
        if (Version is not null)
        {
            request.Headers.TryAddWithoutValidation("X-ZC-Version", Version);
        }

        return Sandbox.SendAsync(request);
    }
}
