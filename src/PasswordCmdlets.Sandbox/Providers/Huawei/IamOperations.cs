using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using PasswordCmdlets.Sandbox.Credentials;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.Signing;

namespace PasswordCmdlets.Sandbox.Providers.Huawei;

/// <summary>The operations of IAM v3 that lead to a DCS call.</summary>
internal static class IamOperations
{
    /// <summary>Issues a token for a user's password, for one project or for the whole account.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="body">The parameters.</param>
    public static ApiResponse CreateToken(HuaweiCloud cloud, JsonDocument? body)
    {
        JsonElement auth = Member(body?.RootElement, "auth");
        JsonElement user = Member(Member(Member(auth, "identity"), "password"), "user");
        string? domain = Text(Member(user, "domain"), "name");
        string? name = Text(user, "name");
        string? password = Text(user, "password");
        if (domain is null || name is null || password is null)
        {
            return Reject(400, "Bad Request", "The request body is invalid.");
        }

        if (!cloud.Users.TryGetValue((domain, name), out HuaweiUser? known) || known.Password != password)
        {
            return Reject(401, "Unauthorized", "The username or password is wrong.");
        }

        JsonElement scope = Member(Member(auth, "scope"), "project");
        HuaweiProject? project = null;
        if (scope.ValueKind == JsonValueKind.Object)
        {
            string? projectId = Text(scope, "id");
            string? projectName = Text(scope, "name");
            project = cloud.Projects.Values.FirstOrDefault(
                candidate => candidate.BelongsTo(domain)
                    && (candidate.Id == projectId || (projectId is null && candidate.Name == projectName)));
            if (project is null)
            {
                return Reject(401, "Unauthorized", "The project does not exist.");
            }
        }

        AccessKey owner = new()
        {
            Provider = Cloud.Huawei,
            Id = name,
            Secret = string.Empty,
            Account = domain,
            DeniedActions = known.DeniedActions.ToFrozenSet(),
        };
        return Issue(cloud, owner, project, "password");
    }

    /// <summary>Issues a token.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="owner">Whom it stands for.</param>
    /// <param name="project">The project it is for; null for none.</param>
    /// <param name="method">How its owner was authenticated.</param>
    public static ApiResponse Issue(HuaweiCloud cloud, AccessKey owner, HuaweiProject? project, string method)
    {
        DateTimeOffset now = cloud.Clock.Now;
        HuaweiToken token = new(owner, project, now.AddSeconds(cloud.Options.TokenSeconds));
        string text = "MIISandbox" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(96));
        cloud.Tokens[text] = token;
        return JsonResponse.Write(201, (token, method, now), static (writer, state) => Write(writer, state.token, state.method, state.now))
            .WithHeader("X-Subject-Token", text);
    }

    /// <summary>Lists the projects of the caller's account.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="key">Who calls.</param>
    /// <param name="request">The request.</param>
    public static ApiResponse ListProjects(HuaweiCloud cloud, AccessKey key, ApiRequest request)
    {
        string? name = FormEncoding.Decode(request.Query).FirstOrDefault(pair => pair.Key == "name").Value;
        IEnumerable<HuaweiProject> projects = cloud.Projects.Values
            .Where(project => project.BelongsTo(key.Account) && (name is null || project.Name == name))
            .OrderBy(project => project.Name, StringComparer.Ordinal);
        return JsonResponse.Write(200, (projects, key.Account), static (writer, state) =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("projects"u8);
            foreach (HuaweiProject project in state.projects)
            {
                writer.WriteStartObject();
                writer.WriteString("id"u8, project.Id);
                writer.WriteString("name"u8, project.Name);
                writer.WriteString("domain_id"u8, state.Account);
                writer.WriteString("parent_id"u8, state.Account);
                writer.WriteBoolean("is_domain"u8, false);
                writer.WriteBoolean("enabled"u8, true);
                writer.WriteString("description"u8, string.Empty);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    /// <summary>A member of an object; undefined when there is none.</summary>
    /// <param name="element">The object.</param>
    /// <param name="name">The member.</param>
    public static JsonElement Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out JsonElement member) ? member : default;

    /// <summary>A member that is a text; null when there is none.</summary>
    /// <param name="element">The object.</param>
    /// <param name="name">The member.</param>
    public static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>A time as IAM writes it.</summary>
    /// <param name="time">The time.</param>
    public static string Format(DateTimeOffset time)
        => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static void Write(Utf8JsonWriter writer, HuaweiToken token, string method, DateTimeOffset now)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("token"u8);
        writer.WriteString("issued_at"u8, Format(now));
        writer.WriteString("expires_at"u8, Format(token.ExpiresAt));
        writer.WriteStartArray("methods"u8);
        writer.WriteStringValue(method);
        writer.WriteEndArray();
        writer.WriteStartArray("roles"u8);
        writer.WriteEndArray();
        writer.WriteStartArray("catalog"u8);
        writer.WriteEndArray();
        if (token.Project is HuaweiProject project)
        {
            writer.WriteStartObject("project"u8);
            writer.WriteString("id"u8, project.Id);
            writer.WriteString("name"u8, project.Name);
            WriteDomain(writer, token.Owner.Account);
            writer.WriteEndObject();
        }

        writer.WriteStartObject("user"u8);
        writer.WriteString("id"u8, token.Owner.Id);
        writer.WriteString("name"u8, token.Owner.Id);
        WriteDomain(writer, token.Owner.Account);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteDomain(Utf8JsonWriter writer, string domain)
    {
        writer.WriteStartObject("domain"u8);
        writer.WriteString("id"u8, domain);
        writer.WriteString("name"u8, domain);
        writer.WriteEndObject();
    }

    /// <summary>An error as IAM writes it.</summary>
    /// <param name="status">The HTTP status, which is the code too.</param>
    /// <param name="title">The title.</param>
    /// <param name="message">The message.</param>
    public static ApiResponse Reject(int status, string title, string message) =>
        JsonResponse.Write(status, (status, title, message), static (writer, state) =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("error"u8);
            writer.WriteNumber("code"u8, state.status);
            writer.WriteString("message"u8, state.message);
            writer.WriteString("title"u8, state.title);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }) with
        { ErrorCode = title };
}
