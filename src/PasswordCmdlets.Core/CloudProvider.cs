namespace PasswordCmdlets.Core;

/// <summary>The clouds whose passwords the engine changes.</summary>
public enum CloudProvider
{
    /// <summary>Alibaba Cloud: ECS VNC passwords and RAM users.</summary>
    Alibaba,

    /// <summary>Tencent Cloud: CVM instances.</summary>
    Tencent,

    /// <summary>Huawei Cloud and its sister clouds: Distributed Cache Service instances.</summary>
    Huawei,

    /// <summary>Zenlayer: elastic compute (ZEC) instances.</summary>
    Zenlayer,
}
