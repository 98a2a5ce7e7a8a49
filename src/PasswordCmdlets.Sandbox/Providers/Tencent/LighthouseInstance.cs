namespace PasswordCmdlets.Sandbox.Providers.Tencent;

/// <summary>A Lighthouse instance. A reset shuts a running one down without being asked.</summary>
/// <param name="id">The id.</param>
/// <param name="template">What it is like.</param>
internal sealed class LighthouseInstance(string id, LighthouseTemplate template) : TencentInstance(id, template);
