using System;
using System.Linq;
using System.Text.Json;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Alibaba.Sts;

/// <summary>GetCallerIdentity of STS 2015-04-01, which needs no permission.</summary>
internal static class StsIdentity
{
    private const int LongestAccountId = 32;

    // The rate is not published.
    public static readonly AlibabaCallContract Contract = new()
    {
        Service = AlibabaEndpoints.Sts,
        Action = "GetCallerIdentity",
        Version = "2015-04-01",
        Idempotency = Idempotency.ReadOnly,
        Rate = new RateContract(PerSecond: null, TimeSpan.FromSeconds(1)),
    };

    /// <summary>The call; its reply has a <see cref="CallerIdentity"/>.</summary>
    public static ApiCall Call { get; } = new()
    {
        Contract = Contract,
        Region = null,
        Write = static endpoint => new RpcRequest(Contract, endpoint),
        Read = Read,
    };

    public static ProviderReply Read(WireResponse response) => AlibabaResponses.Read(response, static answer => Identity(answer));

    private static CallerIdentity? Identity(JsonElement answer)
    {
        if (answer.Text("AccountId") is not { Length: > 0 and <= LongestAccountId } account
            || !account.All(static c => c is >= '0' and <= '9'))
        {
            return null;
        }

        // acs:ram::<account>:user/<name>; the account itself is "root", a role session "assumed-role/<role>/<session>".
        string prefix = $"acs:ram::{account}:user/";
        string arn = answer.Text("Arn") ?? string.Empty;
        string? user = arn.StartsWith(prefix, StringComparison.Ordinal) ? arn.Substring(prefix.Length) : null;
        return new CallerIdentity(account, user is not null && Ram.RamContracts.UserNames.IsValid(user) ? user : null);
    }
}
