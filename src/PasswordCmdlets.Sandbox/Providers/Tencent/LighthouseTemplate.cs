namespace PasswordCmdlets.Sandbox.Providers.Tencent;

/// <summary>What a Lighthouse instance is like; shared by all instances of a range.</summary>
internal record LighthouseTemplate : TencentTemplate;
