using System;
using System.Net.Http;
using System.Text.Json;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;

namespace PasswordCmdlets.Core.Providers.Huawei.Iam;

/// <summary>Writes IAM requests.</summary>
internal static class IamRequests
{
    /// <summary>https://support.huaweicloud.com/intl/en-us/api-iam/iam_30_0001.html</summary>
    public static WireRequest CreateToken(Uri endpoint, CloudCredential user, TokenScope scope)
    {
        WireRequest request = new(HttpMethod.Post, endpoint, "/v3/auth/tokens") { ContentType = "application/json" };
        JsonBody.Write(request, (user, scope), static (json, state) =>
        {
            json.WriteStartObject("auth");
            WriteIdentity(json, state.user);
            json.WriteStartObject("scope");
            json.WriteStartObject("project");
            if (state.scope.ProjectId is { } id)
            {
                json.WriteString("id", id);
            }
            else
            {
                json.WriteString("name", state.scope.ProjectName);
            }

            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        });
        return request;
    }

    /// <summary>https://support.huaweicloud.com/intl/en-us/api-iam/iam_06_0001.html</summary>
    public static WireRequest ListProjects(Uri endpoint, string name)
    {
        WireRequest request = new(HttpMethod.Get, endpoint, "/v3/projects");
        request.Query.Add(new("name", name));
        return request;
    }

    private static void WriteIdentity(Utf8JsonWriter json, CloudCredential user)
    {
        json.WriteStartObject("identity");
        json.WriteStartArray("methods");
        json.WriteStringValue("password");
        json.WriteEndArray();
        json.WriteStartObject("password");
        json.WriteStartObject("user");
        json.WriteString("name", user.AccessKeyId);
        json.WriteSecret("password", user.Secret);
        json.WriteStartObject("domain");
        if (user.DomainName is { Length: > 0 } name)
        {
            json.WriteString("name", name);
        }
        else
        {
            json.WriteString("id", user.DomainId);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
