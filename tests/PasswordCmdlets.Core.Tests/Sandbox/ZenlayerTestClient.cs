using System;
using System.Globalization;
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
        string timestamp = (Sandbox.Clock.GetUtcNow() + ClockError).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        string canonical = TestSignature.Canonical(Sandbox.Server.BaseAddress.Authority, body);
        string toSign = $"ZC2-HMAC-SHA256\n{timestamp}\n{TestSignature.Hash(canonical)}";
        string signature = TestSignature.HmacHex(Encoding.UTF8.GetBytes(Secret), toSign);
        string authorization = Bearer is null
            ? $"ZC2-HMAC-SHA256 Credential={KeyId}, SignedHeaders=content-type;host, Signature={signature}"
            : $"Bearer {Bearer}";
        return Sandbox.SendAsync(TestSignature.Post("/api/v2/zec", body,
            ("Authorization", authorization), ("X-ZC-Action", action), ("X-ZC-Timestamp", timestamp),
            ("X-ZC-Signature-Method", "ZC2-HMAC-SHA256"), ("X-ZC-Version", Version)));
    }
}
