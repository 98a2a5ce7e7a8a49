using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.Json;
using PasswordCmdlets.Sandbox.Credentials;
using PasswordCmdlets.Sandbox.Http;

namespace PasswordCmdlets.Sandbox.Metadata;

/// <summary>
/// A request to a metadata service. Alibaba: 100.100.100.200, Tencent: metadata.tencentyun.com, Huawei: 169.254.169.254; here all of them
/// are distinguished by their paths.
/// </summary>
internal sealed class MetadataCall : ApiCall
{
    private const string AlibabaCredentials = "/latest/meta-data/ram/security-credentials";
    private const string TencentCredentials = "/latest/meta-data/cam/security-credentials";
    private const string HuaweiCredentials = "/openstack/latest/securitykey";
    private const string AlibabaToken = "/latest/api/token";
    private const string HuaweiToken = "/meta-data/latest/api/token";
    private const int MaximumTokenSeconds = 21600;

    private readonly MetadataService _service;
    private readonly InstanceRole? _role;
    private readonly bool _asksToken;

    private MetadataCall(MetadataService service, ApiRequest request, Cloud provider, bool asksToken)
        : base(provider, request)
    {
        _service = service;
        _asksToken = asksToken;
        _role = service.Roles.GetValueOrDefault(provider);
        Action = asksToken ? "MetadataToken" : "Metadata";
        RequestId = Guid.NewGuid().ToString();
    }

    private string TokenHeader => Provider == Cloud.Huawei ? "X-Metadata-Token" : "X-aliyun-ecs-metadata-token";

    private string LifetimeHeader => Provider == Cloud.Huawei ? "X-Metadata-Token-Ttl-Seconds" : "X-aliyun-ecs-metadata-token-ttl-seconds";

    /// <summary>Opens a request; null when the path is none of a metadata service.</summary>
    /// <param name="service">The service.</param>
    /// <param name="request">The request.</param>
    public static MetadataCall? TryOpen(MetadataService service, ApiRequest request) => (request.Method, request.Path) switch
    {
        ("PUT", AlibabaToken) => new MetadataCall(service, request, Cloud.Alibaba, asksToken: true),
        ("PUT", HuaweiToken) => new MetadataCall(service, request, Cloud.Huawei, asksToken: true),
        ("GET", HuaweiCredentials) => new MetadataCall(service, request, Cloud.Huawei, asksToken: false),
        ("GET", string path) when path.StartsWith(AlibabaCredentials, StringComparison.Ordinal)
            => new MetadataCall(service, request, Cloud.Alibaba, asksToken: false),
        ("GET", string path) when path.StartsWith(TencentCredentials, StringComparison.Ordinal)
            => new MetadataCall(service, request, Cloud.Tencent, asksToken: false),
        _ => null,
    };

    /// <inheritdoc/>
    public override ApiResponse? Authenticate()
    {
        if (_asksToken || Provider == Cloud.Tencent)
        {
            return null;
        }

        // A machine may be hardened so that only requests with a token are accepted; a wrong token is always rejected.
        bool isRight = Request.Header(TokenHeader) is { Length: > 0 } token
            ? _service.Accepts(Provider, token)
            : _role is not { RequiresToken: true };
        return isRight ? null : Text(Provider == Cloud.Huawei ? 401 : 403, "Forbidden");
    }

    /// <inheritdoc/>
    public override ApiResponse Execute()
    {
        ApiResponse response = _asksToken ? IssueToken() : Credentials();
        Executed = response.Status == 200;
        return response;
    }

    /// <inheritdoc/>
    public override ApiResponse Throttle(ThrottleNotice limit) => Text(429, "Too Many Requests");

    /// <inheritdoc/>
    public override ApiResponse Reject(string code, string? message, int? status) => Text(status ?? 400, message ?? code);

    /// <inheritdoc/>
    public override ApiResponse FailInternally(int status) => Text(status, "Internal Server Error");

    private static ApiResponse Text(int status, string text) =>
        new(status, "text/plain", Encoding.UTF8.GetBytes(text)) { ErrorCode = status == 200 ? null : text };

    private static string Format(DateTimeOffset time)
        => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static void WriteAlibaba(Utf8JsonWriter writer, AccessKey key)
    {
        writer.WriteString("AccessKeyId"u8, key.Id);
        writer.WriteString("AccessKeySecret"u8, key.Secret);
        writer.WriteString("SecurityToken"u8, key.SecurityToken);
        writer.WriteString("Expiration"u8, Format(key.ExpiresAt!.Value));
        writer.WriteString("Code"u8, "Success"u8);
    }

    private static void WriteTencent(Utf8JsonWriter writer, AccessKey key)
    {
        writer.WriteString("TmpSecretId"u8, key.Id);
        writer.WriteString("TmpSecretKey"u8, key.Secret);
        writer.WriteString("Token"u8, key.SecurityToken);
        writer.WriteNumber("ExpiredTime"u8, key.ExpiresAt!.Value.ToUnixTimeSeconds());
        writer.WriteString("Expiration"u8, Format(key.ExpiresAt.Value));
        writer.WriteString("Code"u8, "Success"u8);
    }

    private static void WriteHuawei(Utf8JsonWriter writer, AccessKey key)
    {
        writer.WriteStartObject("credential"u8);
        writer.WriteString("access"u8, key.Id);
        writer.WriteString("secret"u8, key.Secret);
        writer.WriteString("securitytoken"u8, key.SecurityToken);
        writer.WriteString(
            "expires_at"u8, key.ExpiresAt!.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
        writer.WriteEndObject();
    }

    private ApiResponse IssueToken() =>
        int.TryParse(Request.Header(LifetimeHeader), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
        && seconds is >= 1 and <= MaximumTokenSeconds
            ? Text(200, _service.IssueToken(Provider, TimeSpan.FromSeconds(seconds)))
            : Text(400, "Bad Request");

    private ApiResponse Credentials()
    {
        if (_role is null)
        {
            return Text(404, "Not Found");
        }

        string roleName = Provider switch
        {
            Cloud.Alibaba => Request.Path[AlibabaCredentials.Length..].Trim('/'),
            Cloud.Tencent => Request.Path[TencentCredentials.Length..].Trim('/'),
            _ => _role.Name,
        };
        if (roleName.Length == 0)
        {
            return Text(200, _role.Name);
        }

        if (roleName != _role.Name)
        {
            return Text(404, "Not Found");
        }

        return JsonResponse.Write(200, _role.KeyAt(_service.Clock.Now), static (writer, key) =>
        {
            Action<Utf8JsonWriter, AccessKey> write = key.Provider switch
            {
                Cloud.Alibaba => WriteAlibaba,
                Cloud.Tencent => WriteTencent,
                _ => WriteHuawei,
            };
            writer.WriteStartObject();
            write(writer, key);
            writer.WriteEndObject();
        });
    }
}
