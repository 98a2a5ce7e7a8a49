using System;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Providers.Alibaba.Ecs;

/// <summary>Writes requests for the reset of login passwords.</summary>
internal static class EcsInstanceRequests
{
    /// <summary>
    /// Sends the password and no other attribute. RegionId is not in the API's list of parameters; the provider's own Terraform provider
    /// and OOS template ACS::ECS::ResetPassword send it, and an endpoint that serves several regions needs it.
    /// </summary>
    public static WireRequest ModifyInstanceAttribute(Uri endpoint, string region, string instanceId, SecretText password)
    {
        RpcRequest request = EcsRequests.Create(endpoint, EcsInstanceContracts.ModifyInstanceAttribute, region);
        request.Parameters.Add("InstanceId", instanceId);
        request.Parameters.Add("Password", password);
        return request;
    }
}
