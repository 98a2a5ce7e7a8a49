using System;
using System.Globalization;
using System.Net.Http;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Discovery;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Providers.Huawei.Dcs;

/// <summary>Writes DCS requests: JSON under /{version}/{project_id}/instances/{instance_id}.</summary>
internal static class DcsRequests
{
    private const string Json = "application/json";

    public static WireRequest Change(Uri endpoint, string version, string projectId, string instanceId, SecretText oldPassword,
        SecretText newPassword)
    {
        WireRequest request = Create(HttpMethod.Put, endpoint, version, projectId, instanceId, "password");
        JsonBody.Write(request, (oldPassword, newPassword), static (json, state) =>
        {
            json.WriteSecret("old_password", state.oldPassword);
            json.WriteSecret("new_password", state.newPassword);
        });
        return request;
    }

    /// <summary>Without <c>no_password_access</c>, which could open the instance to everybody.</summary>
    public static WireRequest Reset(Uri endpoint, string projectId, string instanceId, SecretText newPassword)
    {
        WireRequest request = Create(
            HttpMethod.Post, endpoint, DcsContracts.CurrentVersion, projectId, instanceId, "password/reset");
        JsonBody.Write(request, newPassword, static (json, newPassword) => json.WriteSecret("new_password", newPassword));
        return request;
    }

    /// <summary>One page of the list. The id goes without filters, and of a name the part that is certain: the API matches parts.</summary>
    public static WireRequest ListInstances(Uri endpoint, string projectId, ListingQuery query, int offset, int limit)
    {
        WireRequest request = new(
            HttpMethod.Get, endpoint, $"/{DcsContracts.CurrentVersion}/{PercentEncoding.Encode(projectId)}/instances");
        request.AddHeader(SdkHmacSigner.ProjectHeader, projectId);
        if (query.Ids.Count > 0)
        {
            request.Query.Add(new("instance_id", query.Ids[0]));
        }
        else
        {
            if (query.Filter.NamePart is { } part)
            {
                request.Query.Add(new("name", part));
            }

            if (query.Filter.States is [TargetState.Running])
            {
                request.Query.Add(new("status", "RUNNING"));
            }
        }

        request.Query.Add(new("offset", offset.ToString(CultureInfo.InvariantCulture)));
        request.Query.Add(new("limit", limit.ToString(CultureInfo.InvariantCulture)));
        return request;
    }

    private static WireRequest Create(HttpMethod method, Uri endpoint, string version, string projectId, string instanceId, string action)
    {
        string path = $"/{version}/{PercentEncoding.Encode(projectId)}/instances/{PercentEncoding.Encode(instanceId)}/{action}";
        WireRequest request = new(method, endpoint, path) { ContentType = Json };
        request.AddHeader(SdkHmacSigner.ProjectHeader, projectId);
        return request;
    }
}
