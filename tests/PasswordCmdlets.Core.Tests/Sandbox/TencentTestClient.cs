using System;
using System.Globalization;
using System.Net.Http;
using System.Net.Http.Headers;
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
        const string ContentType = "application/json; charset=utf-8";
        long timestamp = (Sandbox.Clock.GetUtcNow() + ClockError).ToUnixTimeSeconds();
        string date = ScopeDate ?? DateTimeOffset.FromUnixTimeSeconds(timestamp).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string host = SignsPort ? Sandbox.Server.BaseAddress.Authority : Sandbox.Server.BaseAddress.Host;
        string signed = SignsAction ? "content-type;host;x-tc-action" : "content-type;host";
        string actionLine = SignsAction ? $"x-tc-action:{action.ToLowerInvariant()}\n" : "";
        string canonical = $"POST\n/\n\ncontent-type:{ContentType}\nhost:{host}\n{actionLine}\n{signed}\n{TestSignature.Hash(body)}";
        string toSign = $"TC3-HMAC-SHA256\n{timestamp}\n{date}/{Service}/tc3_request\n{TestSignature.Hash(canonical)}";
        byte[] key = TestSignature.Hmac(
            TestSignature.Hmac(TestSignature.Hmac(Encoding.UTF8.GetBytes("TC3" + SecretKey), date), Service), "tc3_request");
        string authorization =
            $"TC3-HMAC-SHA256 Credential={SecretId}/{date}/{Service}/tc3_request, SignedHeaders={signed}, "
                + $"Signature={TestSignature.HmacHex(key, toSign)}";

        HttpRequestMessage request = new(HttpMethod.Post, "/") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType);
        request.Headers.TryAddWithoutValidation("Authorization", Tamper(authorization));
        request.Headers.TryAddWithoutValidation("X-TC-Action", action);
        request.Headers.TryAddWithoutValidation("X-TC-Timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        Add("X-TC-Version", Version);
        Add("X-TC-Region", Region);
        Add("X-TC-Token", Token);
        return request;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }
}
