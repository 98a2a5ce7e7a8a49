using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Providers.Tencent.Cvm;

/// <summary>Writes CVM requests.</summary>
internal static class CvmRequests
{
    public static WireRequest ResetInstancesPassword(
        Uri endpoint, string region, IReadOnlyList<TargetWork> targets, string? userName, SecretText password, bool forceStop)
    {
        WireRequest request = TencentRequests.Create(endpoint, region, CvmContracts.ResetInstancesPassword);
        JsonBody.Write(request, (targets, userName, password, forceStop), static (json, state) =>
        {
            TencentRequests.WriteIds(json, state.targets.Select(static work => work.Target.Id));
            json.WriteSecret("Password", state.password);
            if (state.userName is not null)
            {
                json.WriteString("UserName", state.userName);
            }

            if (state.forceStop)
            {
                json.WriteBoolean("ForceStop", true);
            }
        });
        return request;
    }

    public static WireRequest DescribeInstances(Uri endpoint, string region, IReadOnlyList<string> ids)
    {
        WireRequest request = TencentRequests.Create(endpoint, region, CvmContracts.DescribeInstances);
        JsonBody.Write(request, ids, static (json, ids) =>
        {
            TencentRequests.WriteIds(json, ids);

            // Without it the API returns 20 of them and says nothing.
            json.WriteNumber("Limit", CvmContracts.DescribeInstances.BatchSize);
        });
        return request;
    }
}
