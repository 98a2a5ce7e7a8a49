namespace PasswordCmdlets.Core.Providers.Alibaba;

/// <summary>What every RPC response has in common.</summary>
internal sealed record RpcEnvelope(string? RequestId, string? Code, string? Message);
