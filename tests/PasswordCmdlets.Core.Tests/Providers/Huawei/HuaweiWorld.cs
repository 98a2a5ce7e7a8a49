using System;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Lockout;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Huawei.Dcs;
using PasswordCmdlets.Core.Tests.TestSupport;

namespace PasswordCmdlets.Core.Tests.Providers.Huawei;

/// <summary>What the tests of DCS operations share: sessions, targets, responses.</summary>
internal static class HuaweiWorld
{
    public const string Region = "eu-de";
    public const string Old = "Old-Pass-1";
    public const string New = "New-Pass-2";

    public const string Success =
        """
        {"result":"success","message":"Modify DCSInstance password success.","retry_times_left":"5","lock_time":"0",
        "lock_time_left":"0"}
        """;

    /// <summary>A clock that stands still.</summary>
    public static TimeProvider Time { get; } = new FakeTimeProvider();

    public static SecretText Secret(string text) => new(text.AsSpan());

    public static string Id(int number) => $"00000000-0000-0000-0000-{number:x12}";

    public static string WrongPassword(int remainingAttempts) =>
        $$"""
        {"result":"passwordFailed","message":"verify password failed.","retry_times_left":"{{remainingAttempts}}",
        "lock_time":"5","lock_time_left":"5"}
        """;

    public static PasswordTarget Target(int number, string region = Region, string? projectId = "p1") =>
        new() { Id = Id(number), Region = region, ProjectId = projectId };

    public static CloudCredential Key(string? region = null, string? projectId = null, string? projectName = null) => new()
    {
        Provider = HuaweiProvider.Descriptor,
        AccessKeyId = "AK",
        Secret = Secret("secret-key"),
        Region = region,
        ProjectId = projectId,
        ProjectName = projectName,
        Source = "test",
    };

    public static CloudCredential User(string? domain = "acme", string? domainId = null, string? projectName = null) => new()
    {
        Provider = HuaweiProvider.Descriptor,
        Kind = CredentialKind.IamUser,
        AccessKeyId = "admin",
        Secret = Secret("User-Secret-1"),
        DomainName = domain,
        DomainId = domainId,
        ProjectName = projectName,
        Source = "test",
    };

    public static CloudCredential Token(string? projectId = null) => new()
    {
        Provider = HuaweiProvider.Descriptor,
        Kind = CredentialKind.IamToken,
        AccessKeyId = "token",
        Secret = Secret("MIIC-given-token"),
        ProjectId = projectId,
        Source = "test",
    };

    public static ProviderSession Session(CloudCredential? credential = null)
    {
        credential ??= Key();
        return ProviderSessions.Open(new FixedCredentialProvider(credential), credential, endpoint: null);
    }

    public static SharedPassword NewPassword(string text = New) => new(Secret(text));

    public static DcsChangeOperation Change(LockoutGuard? guard = null, bool force = false, string version = "v2",
        TimeProvider? time = null) =>
            new(version, Secret(Old), force, guard ?? new LockoutGuard(time ?? Time), time ?? Time);

    public static DcsResetOperation Reset(TimeProvider? time = null) => new(time ?? Time);

    public static HttpResponseMessage IssueToken(string token, string projectId = "p-token")
    {
        string expiry = Time.GetUtcNow().AddHours(24).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        return ScriptedServer.Json(
            201,
            $$"""{"token":{"expires_at":"{{expiry}}","project":{"id":"{{projectId}}","name":"eu-de"} } }""",
            ("X-Subject-Token", token));
    }

    public static HttpResponseMessage Projects(params (string Id, string Name)[] projects)
    {
        string list = string.Join(",",
            projects.Select(static project => $$"""{"id":"{{project.Id}}","name":"{{project.Name}}","enabled":true}"""));
        return ScriptedServer.Json(200, "{\"projects\":[" + list + "]}");
    }
}
