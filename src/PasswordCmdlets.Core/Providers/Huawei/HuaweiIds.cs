using PasswordCmdlets.Core.Operations;

namespace PasswordCmdlets.Core.Providers.Huawei;

/// <summary>The forms of ids that the services have in common.</summary>
internal static class HuaweiIds
{
    /// <summary>The pattern of a UUID, with or without hyphens.</summary>
    public const string Uuid = "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}|[0-9A-Fa-f]{32}";

    /// <summary>The id that names a project, 32 hexadecimal digits on the public clouds.</summary>
    public static readonly TargetIdRule Projects = new("project id", "[0-9A-Za-z_-]{1,64}", "a4a5d4098fb4474fa22cd05f897d6b99");
}
