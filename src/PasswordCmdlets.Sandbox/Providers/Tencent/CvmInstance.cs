namespace PasswordCmdlets.Sandbox.Providers.Tencent;

/// <summary>A CVM instance.</summary>
/// <param name="id">The id.</param>
/// <param name="template">What it is like.</param>
internal sealed class CvmInstance(string id, CvmTemplate template) : TencentInstance(id, template)
{
    /// <summary>Whether charges stop while it is stopped.</summary>
    public string StopChargingMode => template.StopChargingMode;
}
