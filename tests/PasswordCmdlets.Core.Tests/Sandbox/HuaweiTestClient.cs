using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Tests.Sandbox;

/// <summary>Calls the sandbox's DCS the way an SDK does. What a test wants to be wrong, it sets.</summary>
internal sealed record HuaweiTestClient(SandboxFixture Sandbox)
{
    public const string Project = "5a4db0c50000000000000000000000a1";
    public const string OtherProject = "5a4db0c50000000000000000000000b2";

    public string AccessKey { get; init; } = "sandbox-huawei-id";

    public string Secret { get; init; } = "sandbox-huawei-secret";

    public string? SecurityToken { get; init; }

    public bool SignsSecurityToken { get; init; } = true;

    public string? AuthToken { get; init; }

    public bool IsAnonymous { get; init; }

    public string ProjectId { get; init; } = Project;

    public string Version { get; init; } = "v2";

    public string[] SignedHeaders { get; init; } = ["content-type", "host", "x-project-id", "x-sdk-date"];

    public bool SignsPort { get; init; } = true;

    public TimeSpan ClockError { get; init; }

    public Func<string, string> Tamper { get; init; } = authorization => authorization;

    public Task<SandboxResponse> ChangeAsync(string id, string oldPassword, string newPassword) => CallAsync(
        HttpMethod.Put, $"/{Version}/{ProjectId}/instances/{id}/password",
        $$"""{"old_password":"{{oldPassword}}","new_password":"{{newPassword}}"}""");

    public Task<SandboxResponse> ResetAsync(string id, string body) =>
        CallAsync(HttpMethod.Post, $"/{Version}/{ProjectId}/instances/{id}/password/reset", body);

    public Task<SandboxResponse> ShowAsync(string id) => CallAsync(HttpMethod.Get, $"/{Version}/{ProjectId}/instances/{id}");

    public Task<SandboxResponse> CallAsync(HttpMethod method, string path, string body = "")
    {
        (string route, string query) = path.Split('?') is [string left, string right] ? (left, right) : (path, "");
        string date = (Sandbox.Clock.GetUtcNow() + ClockError).UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        Dictionary<string, string> headers = new()
        {
            ["content-type"] = "application/json",
            ["host"] = SignsPort ? Sandbox.Server.BaseAddress.Authority : Sandbox.Server.BaseAddress.Host,
            ["x-project-id"] = ProjectId,
            ["x-sdk-date"] = date,
        };
        List<string> signed = [.. SignedHeaders];
        if (SecurityToken is not null)
        {
            headers["x-security-token"] = SecurityToken;
            if (SignsSecurityToken)
            {
                signed.Add("x-security-token");
            }
        }

        signed.Sort(StringComparer.Ordinal);
        string sortedQuery = string.Join('&', query.Split('&', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        string canonical =
            $"{method}\n{route}/\n{sortedQuery}\n{string.Concat(signed.Select(name => $"{name}:{headers[name]}\n"))}\n"
            + $"{string.Join(';', signed)}\n{TestSignature.Hash(body)}";
        string signature = TestSignature.HmacHex(Encoding.UTF8.GetBytes(Secret),
            $"SDK-HMAC-SHA256\n{date}\n{TestSignature.Hash(canonical)}");

        HttpRequestMessage request = new(method, path);
        if (body.Length > 0 || SignedHeaders.Contains("content-type"))
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json");
        }

        request.Headers.TryAddWithoutValidation("X-Project-Id", ProjectId);
        if (AuthToken is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Auth-Token", AuthToken);
        }
        else if (!IsAnonymous)
        {
            request.Headers.TryAddWithoutValidation("X-Sdk-Date", date);
            request.Headers.TryAddWithoutValidation(
                "Authorization",
                Tamper($"SDK-HMAC-SHA256 Access={AccessKey}, SignedHeaders={string.Join(';', signed)}, Signature={signature}"));
        }

        if (SecurityToken is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Security-Token", SecurityToken);
        }

        return Sandbox.SendAsync(request);
    }

    public Task<SandboxResponse> TokenAsync(string password = "sandbox-password", string? scope = """{"project":{"name":"cn-north-4"}}""")
    {
        string user = $$"""{"name":"sandbox-user","password":"{{password}}","domain":{"name":"sandbox-domain"} }""";
        string identity = $$"""{"methods":["password"],"password":{"user":{{user}} } }""";
        string auth = scope is null ? $$"""{"identity":{{identity}} }""" : $$"""{"identity":{{identity}},"scope":{{scope}} }""";
        return Sandbox.PostAsync("/v3/auth/tokens", $$"""{"auth":{{auth}} }""");
    }
}
