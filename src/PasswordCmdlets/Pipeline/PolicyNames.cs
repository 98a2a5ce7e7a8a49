namespace PasswordCmdlets.Pipeline;

/// <summary>The names of the password policies, as constants that attributes can use.</summary>
internal static class PolicyNames
{
    public const string TencentLinux = "TencentLinux";
    public const string TencentWindows = "TencentWindows";
    public const string Zenlayer = "Zenlayer";
    public const string EcsVnc = "EcsVnc";
    public const string Dcs = "Dcs";
    public const string Ram = "Ram";
}
