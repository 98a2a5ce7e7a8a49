using System;
using System.Globalization;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Tests.Sandbox;

/// <summary>Calls the sandbox's CVM the way an SDK does. What a test wants to be wrong, it sets.</summary>
internal sealed record TencentTestClient(SandboxFixture Sandbox)
{
    public string SecretId { get; init; } = "sandbox-tencent-id";

    public string SecretKey { get; init; } = "sandbox-tencent-secret";

    public string? Token { get; init; }

    public string? Region { get; init; } = "ap-guangzhou";

    public string? Version { get; init; } = "2017-03-12";

    public string Service { get; init; } = "cvm";

    public TimeSpan ClockError { get; init; }

    public string? ScopeDate { get; init; }

    public bool SignsPort { get; init; } = true;

    public bool SignsAction { get; init; }

    public Func<string, string> Tamper { get; init; } = authorization => authorization;

    public Task<SandboxResponse> CallAsync(string action, string body) => Sandbox.SendAsync(Request(action, body));

    public Task<SandboxResponse> ResetAsync(string ids, string password, bool? forceStop = null, string? userName = null)
    {
        string force = forceStop is null ? "" : $",\"ForceStop\":{(forceStop.Value ? "true" : "false")}";
        string user = userName is null ? "" : $",\"UserName\":\"{userName}\"";
        return CallAsync("ResetInstancesPassword",
            $$"""{"InstanceIds":["{{ids.Replace(",", "\",\"")}}"],"Password":"{{password}}"{{force}}{{user}}}""");
    }

    public Task<SandboxResponse> DescribeAsync(string ids) =>
        CallAsync("DescribeInstances", $$"""{"InstanceIds":["{{ids.Replace(",", "\",\"")}}"],"Limit":100}""");

    public HttpRequestMessage Request(string action, string body)
    {
        long timestamp = (Sandbox.Clock.GetUtcNow() + ClockError).ToUnixTimeSeconds();
        string date = ScopeDate ?? DateTimeOffset.FromUnixTimeSeconds(timestamp).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string host = SignsPort ? Sandbox.Server.BaseAddress.Authority : Sandbox.Server.BaseAddress.Host;
        string signed = SignsAction ? "content-type;host;x-tc-action" : "content-type;host";
        string canonical = TestSignature.Canonical(host, body, signed, SignsAction ? action : null);
        string toSign = $"TC3-HMAC-SHA256\n{timestamp}\n{date}/{Service}/tc3_request\n{TestSignature.Hash(canonical)}";
        byte[] key = TestSignature.Hmac(
            TestSignature.Hmac(TestSignature.Hmac(Encoding.UTF8.GetBytes("TC3" + SecretKey), date), Service), "tc3_request");
        string authorization =
            $"TC3-HMAC-SHA256 Credential={SecretId}/{date}/{Service}/tc3_request, SignedHeaders={signed}, "
                + $"Signature={TestSignature.HmacHex(key, toSign)}";

        return TestSignature.Post("/", body,
            ("Authorization", Tamper(authorization)), ("X-TC-Action", action),
            ("X-TC-Timestamp", timestamp.ToString(CultureInfo.InvariantCulture)),
            ("X-TC-Version", Version), ("X-TC-Region", Region), ("X-TC-Token", Token));
    }
}
