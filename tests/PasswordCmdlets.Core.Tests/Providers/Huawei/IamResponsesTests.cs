using System;
using System.Linq;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Providers.Huawei.Iam;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Providers.Huawei;

public sealed class IamResponsesTests
{
    private const string DocumentedToken =
        """
        {"token":{"catalog":[],"domain":{"id":"d","name":"acme"},"expires_at":"2026-11-21T09:05:22.701000Z",
        "issued_at":"2026-11-20T09:05:22.701000Z","methods":["password"],"project":{"domain":{"id":"d","name":"acme"},"id":"p1",
        "name":"eu-de"},"roles":[],"user":{"id":"u","name":"user"}}}
        """;

    [Fact]
    public void A_token_comes_in_the_header_and_says_when_it_ends_and_what_it_is_for()
    {
        ProviderReply reply = IamResponses.ReadToken(Wire.Response(201, DocumentedToken, ("X-Subject-Token", "MIIC-token")));

        IamToken token = Assert.IsType<IamToken>(reply.Content);
        Assert.Equal(Fault.None, reply.Fault);
        Assert.Equal("MIIC-token", token.Token.Reveal(0, static (text, _) => text.ToString()));
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 9, 5, 22, 701, TimeSpan.Zero), token.ExpiresAt);
        Assert.Equal("p1", token.ProjectId);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("<html/>")]
    public void A_201_without_a_token_is_no_token(string body) =>
        Assert.NotEqual(Fault.None, IamResponses.ReadToken(Wire.Response(201, body, ("X-Subject-Token", "MIIC-token"))).Fault);

    [Fact]
    public void A_token_without_its_header_is_no_token() =>
        Assert.NotEqual(Fault.None, IamResponses.ReadToken(Wire.Response(201, DocumentedToken)).Fault);

    [Fact]
    public void A_token_for_no_project_and_without_an_end_is_a_token_all_the_same()
    {
        ProviderReply reply =
            IamResponses.ReadToken(Wire.Response(201, """{"token":{"expires_at":"some day"}}""", ("X-Subject-Token", "t")));

        IamToken token = Assert.IsType<IamToken>(reply.Content);
        Assert.Equal((null, null), (token.ExpiresAt, token.ProjectId));
    }

    [Fact]
    public void Projects_that_are_disabled_or_nameless_are_left_out()
    {
        ProviderReply reply =
            IamResponses.ReadProjects(
                Wire.Response(200,
                    """
                    {"projects":[{"id":"1","name":"eu-de","enabled":true},{"id":"2","name":"eu-de","enabled":false},{"id":"3"},
                    {"name":"eu-de"},{"id":"4","name":"eu-nl"},7],"links":{}}
                    """));

        Assert.Equal(["eu-de=1", "eu-nl=4"], Assert.IsType<ProjectList>(reply.Content).Ids.Select(pair => $"{pair.Key}={pair.Value}"));
    }

    [Theory]
    [InlineData(200, "{}", nameof(Fault.Unreadable))]
    [InlineData(200, """{"projects":{}}""", nameof(Fault.Unreadable))]
    [InlineData(200, "", nameof(Fault.Unreadable))]
    [InlineData(403, """{"error_msg":"Policy doesn't allow iam:projects:listProjects to be performed.","error_code":"IAM.0003"}""",
        nameof(Fault.AccessDenied))]
    [InlineData(
        401,
        """
        {"error_msg":"Incorrect IAM authentication information: verify aksk signature fail","error_code":"APIGW.0301",
        "request_id":"r"}
        """,
        nameof(Fault.AuthenticationFailed))]
    public void What_is_no_list_of_projects_is_an_error(int statusCode, string body, string expected) =>
        Assert.Equal(expected, IamResponses.ReadProjects(Wire.Response(statusCode, body)).Fault.ToString());
}
