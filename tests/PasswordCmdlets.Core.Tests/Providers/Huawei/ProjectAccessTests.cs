using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;
using static PasswordCmdlets.Core.Tests.Providers.Huawei.HuaweiWorld;
using static PasswordCmdlets.Core.Tests.TestSupport.ScriptedServer;

namespace PasswordCmdlets.Core.Tests.Providers.Huawei;

public sealed class ProjectAccessTests
{
    private const string Done = """{"code":"1","message":"success","ext_message":null}""";

    [Fact]
    public void The_targets_own_project_counts_before_the_credentials()
    {
        using ScriptedServer server = new(static _ => Json(200, Done));

        Run(server, Key(projectId: "p-profile"), Target(1, projectId: "p-given"));

        Assert.Equal("/v2/p-given/instances/" + Id(1) + "/password/reset", Assert.Single(server.Calls).Path);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Region)]
    public void The_project_of_the_profile_is_used_for_its_region(string? regionOfProfile)
    {
        using ScriptedServer server = new(static _ => Json(200, Done));

        Run(server, Key(regionOfProfile, "p-profile"), Target(1, projectId: null));

        Assert.StartsWith("/v2/p-profile/", Assert.Single(server.Calls).Path, StringComparison.Ordinal);
    }

    [Fact]
    public void The_project_of_the_profile_says_nothing_about_another_region()
    {
        using ScriptedServer server = new(static call => call.Path == "/v3/projects" ? Projects(("p-found", Region)) : Json(200, Done));

        Run(server, Key("eu-nl", "p-profile"), Target(1, projectId: null));

        Assert.StartsWith("/v2/p-found/", server.Calls[1].Path, StringComparison.Ordinal);
    }

    [Fact]
    public void The_project_is_queried_once_for_a_region_however_many_targets_wait()
    {
        using ScriptedServer server = new(static async (call, _) =>
        {
            await Task.Yield();
            return call.Path == "/v3/projects" ? Projects(("p-" + call.Address.Query[^5..], call.Address.Query[6..])) : Json(200, Done);
        });
        PasswordTarget[] targets =
        [
            .. Enumerable.Range(1, 250).Select(static number => Target(number, number % 2 == 0 ? "eu-de" : "eu-nl", projectId: null)),
        ];

        IReadOnlyList<TargetResult> results = Run(server, Key(), targets);

        Assert.All(results, static result => Assert.Equal(ChangeStatus.Succeeded, result.Status));
        string[] lookups =
        [
            .. server.Calls.Where(static call => call.Path == "/v3/projects").Select(static call => call.Address.ToString()).Order(),
        ];
        Assert.Equal(
        [
            "https://iam.eu-de.otc.t-systems.com/v3/projects?name=eu-de",
            "https://iam.eu-nl.otc.t-systems.com/v3/projects?name=eu-nl",
        ], lookups);
    }

    [Fact]
    public void The_project_query_is_signed()
    {
        using ScriptedServer server = new(static call => call.Path == "/v3/projects" ? Projects(("p", Region)) : Json(200, Done));

        Run(server, Key(), Target(1, projectId: null));

        Assert.StartsWith("SDK-HMAC-SHA256 Access=AK, SignedHeaders=host;x-sdk-date, ", server.Calls[0].Headers["Authorization"],
            StringComparison.Ordinal);
    }

    [Fact]
    public void No_project_or_several_is_an_error_that_says_what_to_give()
    {
        foreach ((string Id, string Name)[] found in new (string, string)[][]
        {
            [],
            [("1", "eu-nl"), ("2", "eu-de_team")],
            [("1", Region), ("2", Region)],
        })
        {
            using ScriptedServer server = new(_ => Projects(found));

            TargetResult result = Assert.Single(Run(server, Key(), Target(1, projectId: null)));

            Assert.Equal((ChangeStatus.Failed, ErrorIds.InvalidTarget, 0), (result.Status, result.ErrorId, result.Attempts));
            Assert.Contains("-ProjectId", result.Message, StringComparison.Ordinal);
            Assert.Single(server.Calls);
        }
    }

    [Fact]
    public void Without_the_permission_to_list_projects_it_says_what_to_specify_and_queries_once()
    {
        using ScriptedServer server =
            new(static _ =>
                Json(403, """{"error_msg":"Policy doesn't allow iam:projects:listProjects to be performed.","error_code":"IAM.0003"}"""));

        IReadOnlyList<TargetResult> results =
            Run(server, Key(), [.. Enumerable.Range(1, 150).Select(static number => Target(number, projectId: null))]);

        Assert.Single(server.Calls);
        Assert.All(results,
            static result => Assert.Equal((ErrorIds.AccessDenied, true),
                (result.ErrorId, result.Message.Contains("-ProjectId", StringComparison.Ordinal))));
    }

    [Fact]
    public void A_key_that_the_project_query_rejects_is_sent_once_for_all_regions()
    {
        using ScriptedServer server = new(static async (_, _) =>
        {
            await Task.Yield();
            return Json(401,
                """{"error_msg":"Incorrect IAM authentication information: verify aksk signature fail","error_code":"APIGW.0301"}""");
        });
        string[] regions = ["eu-de", "eu-nl", "cn-north-4", "cn-north-1", "cn-east-3", "la-south-2", "eu-west-0"];

        IReadOnlyList<TargetResult> results =
            Run(server, Key(), [.. Enumerable.Range(1, 70).Select(number => Target(number, regions[number % 7], projectId: null))]);

        Assert.Single(server.Calls);
        Assert.Single(results, static result => result.ErrorId == ErrorIds.AuthenticationFailed);
        Assert.Equal(69, results.Count(static result => result.Status == ChangeStatus.Cancelled));
    }

    [Fact]
    public void A_user_gets_a_token_for_the_project_and_sends_it()
    {
        using ScriptedServer server =
            new(static call => call.Path == "/v3/auth/tokens" ? IssueToken("MIIC-1") : Json(200, Done));

        IReadOnlyList<TargetResult> results =
            Run(server, User(), [.. Enumerable.Range(1, 150).Select(static number => Target(number, projectId: null))]);

        Assert.All(results, static result => Assert.Equal((ChangeStatus.Succeeded, "admin"), (result.Status, result.Account)));
        ServerCall login = Assert.Single(server.Calls, static call => call.Path == "/v3/auth/tokens");
        Assert.Equal(("POST", "iam.eu-de.otc.t-systems.com"), (login.Method, login.Address.Host));
        using JsonDocument body = JsonDocument.Parse(login.Body);
        JsonElement auth = body.RootElement.GetProperty("auth");
        Assert.Equal(
            """{"methods":["password"],"password":{"user":{"name":"admin","password":"User-Secret-1","domain":{"name":"acme"}}}}""",
            auth.GetProperty("identity").GetRawText());
        Assert.Equal("""{"project":{"name":"eu-de"}}""", auth.GetProperty("scope").GetRawText());
        Assert.DoesNotContain("Authorization", login.Headers.Keys);
        Assert.All(server.Calls.Where(static call => call.Path != "/v3/auth/tokens"), static call =>
        {
            Assert.StartsWith("/v2/p-token/", call.Path, StringComparison.Ordinal);
            Assert.Equal("MIIC-1", call.Headers["X-Auth-Token"]);
            Assert.DoesNotContain("Authorization", call.Headers.Keys);
        });
    }

    [Fact]
    public void A_given_project_is_what_the_token_is_for()
    {
        using ScriptedServer server =
            new(static call => call.Path == "/v3/auth/tokens"
                ? IssueToken("MIIC-1", "p1")
                : Json(200, Done));

        Run(server, User(), Target(1, projectId: "p1"));

        Assert.Contains("\"scope\":{\"project\":{\"id\":\"p1\"}}", server.Calls[0].Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eu-de_team", "eu-de_team")]
    [InlineData("eu-nl_team", "eu-de")]
    [InlineData("eu-de-2_team", "eu-de")]
    public void The_project_name_of_the_profile_counts_in_its_own_region(string named, string wanted)
    {
        using ScriptedServer server = new(call => call.Path == "/v3/projects" ? Projects(("p-found", wanted)) : Json(200, Done));

        Run(server, Key(projectName: named), Target(1, projectId: null));

        Assert.Equal($"?name={wanted}", server.Calls[0].Address.Query);
        Assert.StartsWith("/v2/p-found/", server.Calls[1].Path, StringComparison.Ordinal);
    }

    [Fact]
    public void An_account_may_be_known_by_its_id_and_a_project_below_the_regions_by_its_name()
    {
        using ScriptedServer server =
            new(static call => call.Path == "/v3/auth/tokens" ? IssueToken("MIIC-1") : Json(200, Done));

        Run(server, User(domain: null, domainId: "d-1", projectName: "eu-de_team"), Target(1, projectId: null));

        Assert.Contains("\"domain\":{\"id\":\"d-1\"}", server.Calls[0].Body, StringComparison.Ordinal);
        Assert.Contains("\"project\":{\"name\":\"eu-de_team\"}", server.Calls[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_user_password_is_tried_once_and_ends_the_account()
    {
        using ScriptedServer server =
            new(static _ => Json(401,
                """{"error":{"code":401,"message":"The username or password is wrong: User-Secret-1","title":"Unauthorized"}}"""));
        string[] regions = ["eu-de", "eu-nl", "cn-north-4"];

        IReadOnlyList<TargetResult> results =
            Run(server, User(), [.. Enumerable.Range(1, 30).Select(number => Target(number, regions[number % 3], projectId: null))]);

        Assert.Single(server.Calls);
        TargetResult failed = Assert.Single(results, static result => result.ErrorId == ErrorIds.AuthenticationFailed);
        Assert.DoesNotContain("User-Secret-1", failed.Message, StringComparison.Ordinal);
        Assert.Equal(29, results.Count(static result => result.Status == ChangeStatus.Cancelled));
    }

    [Fact]
    public void A_user_without_an_account_name_is_never_sent()
    {
        using ScriptedServer server = new(static _ => Json(200, Done));

        TargetResult result = Assert.Single(Run(server, User(domain: null), Target(1)));

        Assert.Equal(ErrorIds.CredentialNotFound, result.ErrorId);
        Assert.Contains("-DomainName", result.Message, StringComparison.Ordinal);
        Assert.Empty(server.Calls);
    }

    [Theory]
    [InlineData("APIGW.0307", 1)]
    [InlineData("DCS.1001", 16)]
    [InlineData("DCS.1002", 1)]
    [InlineData("111401002", 16)]
    [InlineData("APIGW.0301", 16)]
    public void A_token_that_is_rejected_is_renewed_once_for_all(string code, int throttleLimit)
    {
        int tokens = 0;
        using ScriptedServer server = new(async (call, _) =>
        {
            await Task.Yield();
            if (call.Path == "/v3/auth/tokens")
            {
                return IssueToken($"MIIC-{Interlocked.Increment(ref tokens)}");
            }

            return call.Headers["X-Auth-Token"] == "MIIC-1"
                ? Json(401, $$"""{"error_code":"{{code}}","error_msg":"The token must be updated."}""")
                : Json(200, Done);
        });

        IReadOnlyList<TargetResult> results = Run(server, User(), new RunOptions { ThrottleLimit = throttleLimit },
            [.. Enumerable.Range(1, 150).Select(static number => Target(number))]);

        Assert.All(results, static result => Assert.Equal(ChangeStatus.Succeeded, result.Status));
        Assert.Equal(2, tokens);
    }

    [Fact]
    public void A_token_that_is_rejected_although_it_is_new_ends_the_account()
    {
        int tokens = 0;
        using ScriptedServer server = new(call => call.Path == "/v3/auth/tokens"
            ? IssueToken($"MIIC-{Interlocked.Increment(ref tokens)}")
            : Json(401, """{"error_code":"APIGW.0307","error_msg":"The token must be updated."}"""));

        TargetResult result = Assert.Single(Run(server, User(), Target(1)));

        Assert.Equal((ChangeStatus.Failed, ErrorIds.AuthenticationFailed, 2), (result.Status, result.ErrorId, result.Attempts));
        Assert.Equal(2, tokens);
    }

    [Fact]
    public void A_token_that_cannot_be_renewed_gives_its_reason()
    {
        int tokens = 0;
        using ScriptedServer server = new(call => call.Path == "/v3/auth/tokens"
            ? Interlocked.Increment(ref tokens) == 1
                ? IssueToken("MIIC-1")
                : Json(403, """{"error":{"code":403,"message":"The account is frozen.","title":"Forbidden"}}""")
            : Json(401, """{"error_code":"APIGW.0307","error_msg":"The token must be updated."}"""));

        TargetResult result = Assert.Single(Run(server, User(), Target(1)));

        Assert.Equal(ChangeStatus.Failed, result.Status);
        Assert.Contains("The account is frozen.", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_given_token_is_sent_as_it_is_and_cannot_be_renewed()
    {
        using ScriptedServer server =
            new(static _ => Json(401, """{"error_code":"DCS.1002","error_msg":"Token expired: MIIC-given-token"}"""));

        TargetResult result = Assert.Single(Run(server, Token("p1"), Target(1, projectId: null)));

        ServerCall call = Assert.Single(server.Calls);
        Assert.Equal("MIIC-given-token", call.Headers["X-Auth-Token"]);
        Assert.Equal((ChangeStatus.Failed, ErrorIds.AuthenticationFailed), (result.Status, result.ErrorId));
        Assert.DoesNotContain("MIIC-given-token", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_given_token_finds_its_project_too()
    {
        using ScriptedServer server = new(static call => call.Path == "/v3/projects" ? Projects(("p-found", Region)) : Json(200, Done));

        Run(server, Token(), Target(1, projectId: null));

        Assert.All(server.Calls, static call => Assert.Equal("MIIC-given-token", call.Headers["X-Auth-Token"]));
        Assert.StartsWith("/v2/p-found/", server.Calls[1].Path, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_query_with_a_transient_error_is_repeated_for_the_next()
    {
        int lookups = 0;
        using ScriptedServer server = new(call => call.Path != "/v3/projects" ? Json(200, Done)
            : ++lookups == 1 ? Drop()
            : Projects(("p-found", Region)));
        using RunDriver run = new(server, new RunOptions { MaximumRetryCount = 0 });
        ProviderSession session = Session(Key());
        ProviderOperation operation = Reset();
        SharedPassword password = NewPassword();

        run.Submit(Target(1, projectId: null), session, operation, password);
        run.HandleUntil(() => run.Results.Count == 1);
        run.Submit(Target(2, projectId: null), session, operation, password);
        run.Finish();

        Assert.Equal((ChangeStatus.Failed, ErrorIds.ProviderUnavailable), (run.ResultOf(Id(1)).Status, run.ResultOf(Id(1)).ErrorId));
        Assert.Equal(ChangeStatus.Succeeded, run.ResultOf(Id(2)).Status);
    }

    [Theory]
    [InlineData(false, "The project eu-de could not be found: Huawei throttled every KeystoneListProjects request")]
    [InlineData(true, "IAM user admin got no token: Huawei throttled every KeystoneCreateUserTokenByPassword request")]
    public void A_call_that_is_throttled_for_too_long_ends_its_targets_as_throttled(bool asUser, string message)
    {
        using ScriptedServer server = new(static _ => Json(429, """{"error_msg":"Slow down.","error_code":"APIGW.0308"}"""));
        using RunDriver run = new(
            server, new RunOptions { ThrottleTimeout = TimeSpan.FromSeconds(3) }, new AutoAdvancingTimeProvider());
        run.Submit(Target(1, projectId: null), Session(asUser ? User() : Key()), Reset(), NewPassword());

        TargetResult result = Assert.Single(run.Finish());

        Assert.Equal((ChangeStatus.Cancelled, ErrorIds.Throttled), (result.Status, result.ErrorId));
        Assert.Equal($"Never sent: {message} for 3 seconds. Run the command again later, or set a longer -ThrottleTimeoutSec.",
            result.Message);
    }

    [Fact]
    public void A_stop_during_the_project_query_cancels_all()
    {
        using ScriptedServer server = new(static async (_, cancelled) =>
        {
            await Task.Delay(Timeout.Infinite, cancelled);
            return Drop();
        });
        using RunDriver run = new(server, new RunOptions { StopTimeout = TimeSpan.Zero });
        ProviderSession session = Session(Key());
        ProviderOperation operation = Reset();
        SharedPassword password = NewPassword();
        foreach (int number in Enumerable.Range(1, 150))
        {
            run.Submit(Target(number, projectId: null), session, operation, password);
        }

        Wait.Until(() => server.Calls.Count > 0);
        run.Stop();

        Assert.All(run.Finish(), static result => Assert.Equal((ChangeStatus.Cancelled, 0), (result.Status, result.Attempts)));
    }

    private static IReadOnlyList<TargetResult> Run(HttpMessageHandler server, CloudCredential credential,
        params PasswordTarget[] targets) => Run(server, credential, new RunOptions(), targets);

    private static IReadOnlyList<TargetResult> Run(HttpMessageHandler server, CloudCredential credential, RunOptions options,
        PasswordTarget[] targets)
    {
        using RunDriver run = new(server, options);
        ProviderSession session = Session(credential);
        ProviderOperation operation = Reset();
        SharedPassword password = NewPassword();
        foreach (PasswordTarget target in targets)
        {
            run.Submit(target, session, operation, password);
        }

        return run.Finish();
    }
}
