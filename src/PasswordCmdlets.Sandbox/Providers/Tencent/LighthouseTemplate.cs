namespace PasswordCmdlets.Sandbox.Providers.Tencent;

/// <summary>What a Lighthouse instance is like; shared by all instances of a range.</summary>
internal record LighthouseTemplate : TencentTemplate
{
    /// <summary>Whether it stays off after a reset that shut it down: whether the real one starts it again is not documented.</summary>
    public bool StaysOff { get; init; }
}
