using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Providers.Tencent.Lighthouse;

/// <summary>Writes Lighthouse requests.</summary>
internal static class LighthouseRequests
{
    public static WireRequest ResetInstancesPassword(
        Uri endpoint, string region, IReadOnlyList<TargetWork> targets, string? userName, SecretText password)
    {
        WireRequest request = TencentRequests.Create(endpoint, region, LighthouseContracts.ResetInstancesPassword);
        JsonBody.Write(request, (targets, userName, password), static (json, state) =>
        {
            TencentRequests.WriteIds(json, state.targets.Select(static work => work.Target.Id));
            json.WriteSecret("Password", state.password);
            if (state.userName is not null)
            {
                json.WriteString("UserName", state.userName);
            }
        });
        return request;
    }

    public static WireRequest DescribeInstances(Uri endpoint, string region, IReadOnlyList<string> ids)
    {
        CallContract contract = LighthouseContracts.DescribeInstances;
        WireRequest request = TencentRequests.Create(endpoint, region, contract);
        JsonBody.Write(request, (ids, contract.BatchSize), static (json, state) =>
        {
            TencentRequests.WriteIds(json, state.ids);

            // Without it the API returns 20 of them and says nothing.
            json.WriteNumber("Limit", state.BatchSize);
        });
        return request;
    }

    public static WireRequest DescribeInstancesDeniedActions(Uri endpoint, string region, IReadOnlyList<string> ids)
    {
        WireRequest request = TencentRequests.Create(endpoint, region, LighthouseContracts.DescribeInstancesDeniedActions);
        JsonBody.Write(request, ids, static (json, ids) => TencentRequests.WriteIds(json, ids));
        return request;
    }
}
