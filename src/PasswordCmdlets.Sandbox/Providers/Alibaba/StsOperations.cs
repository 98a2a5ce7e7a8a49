using PasswordCmdlets.Sandbox.Credentials;

namespace PasswordCmdlets.Sandbox.Providers.Alibaba;

/// <summary>The operation of STS.</summary>
internal static class StsOperations
{
    /// <summary>The operation: whose the access key is.</summary>
    public const string GetCallerIdentity = "GetCallerIdentity";

    /// <summary>Runs it.</summary>
    /// <param name="key">The caller's key.</param>
    /// <param name="response">The response.</param>
    public static void Run(AccessKey key, AlibabaDocument response)
    {
        string name = key.UserName ?? "root";
        (string type, string path) = key switch
        {
            { SecurityToken: not null } => ("AssumedRoleUser", $"assumed-role/{name}/session"),
            { UserName: null } => ("Account", name),
            _ => ("RAMUser", $"user/{name}"),
        };
        response.Write("IdentityType", type);
        response.Write("AccountId", AlibabaCloud.AccountId);
        response.Write("PrincipalId", key.UserName is null ? AlibabaCloud.AccountId : "2" + AlibabaCloud.AccountId);
        response.Write("UserId", key.UserName is null ? AlibabaCloud.AccountId : "2" + AlibabaCloud.AccountId);
        response.Write("Arn", $"acs:ram::{AlibabaCloud.AccountId}:{path}");
    }
}
