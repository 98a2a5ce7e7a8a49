namespace PasswordCmdlets.Sandbox.Http;

/// <summary>The providers whose APIs the sandbox speaks.</summary>
internal enum Cloud
{
    /// <summary>Alibaba Cloud.</summary>
    Alibaba,

    /// <summary>Tencent Cloud.</summary>
    Tencent,

    /// <summary>Huawei Cloud.</summary>
    Huawei,

    /// <summary>Zenlayer.</summary>
    Zenlayer,
}
