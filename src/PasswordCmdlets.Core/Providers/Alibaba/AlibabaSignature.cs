namespace PasswordCmdlets.Core.Providers.Alibaba;

/// <summary>The signature schemes of Alibaba Cloud's RPC APIs.</summary>
internal enum AlibabaSignature
{
    /// <summary>
    /// Version 1.0, HMAC-SHA1 over the parameters. Proven with a form body: Alibaba's Terraform provider sets RAM passwords so.
    /// </summary>
    RpcV1,

    /// <summary>
    /// ACS3-HMAC-SHA256 over headers and body. The scheme allows a form body; that these calls take one is stated nowhere.
    /// </summary>
    Acs3,

    /// <summary>No signature and no access key: the call's token is its authorization.</summary>
    Anonymous,
}
