using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Discovery;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Providers.Huawei.Ecs;

/// <summary>Writes ECS requests: paths under /{version}/{project_id}, JSON in the body.</summary>
internal static class EcsServerRequests
{
    /// <summary>Without <c>is_check_password</c> the server accepts a password that its system then rejects.</summary>
    public static WireRequest ResetServerPassword(Uri endpoint, string projectId, string serverId, SecretText password)
    {
        string path = $"cloudservers/{PercentEncoding.Encode(serverId)}/os-reset-password";
        WireRequest request = Create(HttpMethod.Put, endpoint, EcsServerContracts.ResetServerPassword, projectId, path);
        JsonBody.Write(request, password, static (json, password) =>
        {
            json.WriteStartObject("reset-password");
            json.WriteSecret("new_password", password);
            json.WriteBoolean("is_check_password", true);
            json.WriteEndObject();
        });
        return request;
    }

    /// <summary>The server checks the password of a batch without being asked.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="projectId">The project.</param>
    /// <param name="ids">The servers.</param>
    /// <param name="password">The password; null in a dry run that is about no certain one.</param>
    /// <param name="dryRun">Whether the request is only checked.</param>
    public static WireRequest BatchResetServersPassword(
        Uri endpoint, string projectId, IReadOnlyList<string> ids, SecretText? password, bool dryRun = false)
    {
        WireRequest request = Create(
            HttpMethod.Put, endpoint, EcsServerContracts.BatchResetServersPassword, projectId, "cloudservers/os-reset-passwords");
        JsonBody.Write(request, (ids, password, dryRun), static (json, state) =>
        {
            if (state.password is { } password)
            {
                json.WriteSecret("new_password", password);
            }

            if (state.dryRun)
            {
                json.WriteBoolean("dry_run", true);
            }

            WriteServers(json, state.ids);
        });
        return request;
    }

    public static WireRequest ListCloudServers(Uri endpoint, string projectId, string serverId)
    {
        WireRequest request = Create(HttpMethod.Get, endpoint, EcsServerContracts.ListCloudServers, projectId, "cloudservers/detail");
        request.Query.Add(new("id", serverId));

        // Comma-separated: collection format csv of ListCloudServers in huaweicloud-sdk-python-v3.
        request.Query.Add(new("expect-fields", "locked,metadata"));
        return request;
    }

    public static WireRequest ListServersDetails(Uri endpoint, string projectId, IReadOnlyList<string> ids)
    {
        CallContract contract = EcsServerContracts.ListServersDetails;
        WireRequest request = Create(HttpMethod.Get, endpoint, contract, projectId, "cloudservers/detail");
        request.Query.Add(new("server_id", string.Join(",", ids)));

        // A page has 25 servers unless the request says otherwise; whether ids are paged too is not documented.
        request.Query.Add(new("limit", ids.Count.ToString(CultureInfo.InvariantCulture)));
        return request;
    }

    /// <summary>One page of the list of version 1.1. An id goes without filters.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="projectId">The project.</param>
    /// <param name="query">What is listed.</param>
    /// <param name="marker">The last server of the page before; null for the first page.</param>
    /// <param name="limit">How many servers.</param>
    public static WireRequest ListCloudServers(Uri endpoint, string projectId, ListingQuery query, string? marker, int limit)
    {
        WireRequest request = Create(HttpMethod.Get, endpoint, EcsServerContracts.ListCloudServers, projectId, "cloudservers/detail");
        if (query.Ids.Count > 0)
        {
            request.Query.Add(new("id", query.Ids[0]));
        }
        else
        {
            AddFilters(request, query.Filter);
        }

        request.Query.Add(new("expect-fields", "tags,metadata,addresses,market_info"));
        request.Query.Add(new("limit", limit.ToString(CultureInfo.InvariantCulture)));
        if (marker is not null)
        {
            request.Query.Add(new("marker", marker));
        }

        return request;
    }

    /// <summary>One page of the list of version 1; the offset is the number of the page.</summary>
    public static WireRequest ListServersDetails(Uri endpoint, string projectId, ListingFilter filter, int page, int limit)
    {
        CallContract contract = EcsServerContracts.ListServersDetails;
        WireRequest request = Create(HttpMethod.Get, endpoint, contract, projectId, "cloudservers/detail");
        AddFilters(request, filter);
        foreach (TagFilter tag in filter.Tags.Where(static tag => tag.Value is not null))
        {
            request.Query.Add(new("tags", $"{tag.Key}={tag.Value}"));
        }

        request.Query.Add(new("offset", page.ToString(CultureInfo.InvariantCulture)));
        request.Query.Add(new("limit", limit.ToString(CultureInfo.InvariantCulture)));
        return request;
    }

    public static WireRequest ShowResetPasswordFlag(Uri endpoint, string projectId, string serverId)
    {
        string path = $"cloudservers/{PercentEncoding.Encode(serverId)}/os-resetpwd-flag";
        return Create(HttpMethod.Get, endpoint, EcsServerContracts.ShowResetPasswordFlag, projectId, path);
    }

    /// <param name="endpoint">The endpoint.</param>
    /// <param name="projectId">The project.</param>
    /// <param name="serverId">The server.</param>
    /// <param name="type">SOFT, or HARD to power it off.</param>
    public static WireRequest BatchRebootServers(Uri endpoint, string projectId, string serverId, string type)
    {
        WireRequest request = Create(
            HttpMethod.Post, endpoint, EcsServerContracts.BatchRebootServers, projectId, "cloudservers/action");
        JsonBody.Write(request, (serverId, type), static (json, state) =>
        {
            json.WriteStartObject("reboot");
            json.WriteString("type", state.type);
            WriteServers(json, [state.serverId]);
            json.WriteEndObject();
        });
        return request;
    }

    public static WireRequest ShowJob(Uri endpoint, string projectId, string jobId) =>
        Create(HttpMethod.Get, endpoint, EcsServerContracts.ShowJob, projectId, $"jobs/{PercentEncoding.Encode(jobId)}");

    // Both versions match a part of a name, version 1 as a regular expression; ACTIVE shows servers that are restarting too.
    private static void AddFilters(WireRequest request, ListingFilter filter)
    {
        if (filter.NamePart is { } part)
        {
            request.Query.Add(new("name", part));
        }

        if (filter.States is [TargetState.Running or TargetState.Stopped])
        {
            request.Query.Add(new("status", filter.States[0] == TargetState.Running ? "ACTIVE" : "SHUTOFF"));
        }
    }

    private static WireRequest Create(HttpMethod method, Uri endpoint, CallContract contract, string projectId, string path)
    {
        WireRequest request = new(method, endpoint, $"/{contract.Version}/{PercentEncoding.Encode(projectId)}/{path}")
        {
            ContentType = method == HttpMethod.Get ? null : "application/json",
        };
        request.AddHeader(SdkHmacSigner.ProjectHeader, projectId);
        return request;
    }

    private static void WriteServers(Utf8JsonWriter json, IReadOnlyList<string> ids)
    {
        json.WriteStartArray("servers");
        foreach (string id in ids)
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
