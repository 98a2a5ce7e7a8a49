namespace PasswordCmdlets.Sandbox.Providers.Tencent;

/// <summary>What a CVM instance is like; shared by all instances of a range.</summary>
internal record CvmTemplate : TencentTemplate
{
    /// <summary>NOT_APPLICABLE, KEEP_CHARGING or STOP_CHARGING.</summary>
    public string StopChargingMode { get; init; } = "NOT_APPLICABLE";
}
