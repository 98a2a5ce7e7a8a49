namespace PasswordCmdlets.Loading;

/// <summary>The oldest .NET Framework for the module. The manifest's own check does not know the versions after 4.5.</summary>
internal static class FrameworkRequirement
{
    // 4.7.2: https://learn.microsoft.com/dotnet/framework/install/how-to-determine-which-versions-are-installed
    private const int OldestRelease = 461808;

    /// <summary>Why the module cannot be imported; null where it can, or where the release is unknown.</summary>
    /// <param name="release">The value Release of the registry key of .NET Framework 4.</param>
    public static string? Problem(int? release) => release < OldestRelease
        ? "PasswordCmdlets needs .NET Framework 4.7.2 or later in Windows PowerShell 5.1. Install it, or use PowerShell 7.4 or later."
        : null;
}
