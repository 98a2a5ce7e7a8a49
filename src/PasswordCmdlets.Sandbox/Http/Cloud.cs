namespace PasswordCmdlets.Sandbox.Http;

/// <summary>The providers whose APIs the sandbox speaks.</summary>
internal enum Cloud
{
    /// <summary>Alibaba Cloud: ECS and RAM.</summary>
    Alibaba,

    /// <summary>Tencent Cloud: CVM and Lighthouse.</summary>
    Tencent,

    /// <summary>Huawei Cloud and its relatives: DCS and IAM.</summary>
    Huawei,

    /// <summary>Zenlayer: ZEC.</summary>
    Zenlayer,
}
