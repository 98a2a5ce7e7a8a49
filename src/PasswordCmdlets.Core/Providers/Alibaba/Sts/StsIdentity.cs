using System;
using System.Linq;
using System.Text.Json;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Alibaba.Sts;

/// <summary>GetCallerIdentity of STS 2015-04-01, which needs no permission.</summary>
internal static class StsIdentity
{
    private const int LongestAccountId = 32;

    /// <summary>The call; its reply has a <see cref="CallerIdentity"/>.</summary>
    public static ApiCall Call { get; } = new()
    {
        Contract = StsContracts.GetCallerIdentity,
        Region = null,
        Write = static endpoint => new RpcRequest(StsContracts.GetCallerIdentity, endpoint),
        Read = Read,
    };

    public static ProviderReply Read(WireResponse response) => AlibabaResponses.Read(response, static json => Identity(json));

    private static CallerIdentity? Identity(JsonElement json)
    {
        if (json.Text("AccountId") is not { Length: > 0 and <= LongestAccountId } account
            || !account.All(static c => c is >= '0' and <= '9'))
        {
            return null;
        }

        // acs:ram::<account>:user/<name>; the account itself is "root", a role session "assumed-role/<role>/<session>".
        string arn = json.Text("Arn") ?? string.Empty;
        string? user = After(arn, $"acs:ram::{account}:user/");
        string? role = After(arn, $"acs:ram::{account}:assumed-role/")?.Split('/')[0];
        return new CallerIdentity(
            account,
            user is not null && Ram.RamContracts.UserNames.IsValid(user) ? user : null,
            role is not null && Ram.RamContracts.UserNames.IsValid(role) ? $"acs:ram::{account}:role/{role}" : null);
    }

    private static string? After(string arn, string prefix) =>
        arn.StartsWith(prefix, StringComparison.Ordinal) ? arn.Substring(prefix.Length) : null;
}
