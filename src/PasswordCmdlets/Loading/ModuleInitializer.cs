using System.Management.Automation;

namespace PasswordCmdlets.Loading;

/// <summary>Runs when PowerShell imports the module: from then on the engine can be found.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <summary>Called by PowerShell on import, again after <c>Import-Module -Force</c>.</summary>
    public void OnImport()
    {
#if NETFRAMEWORK
        const string key = @"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full";
        if (FrameworkRequirement.Problem(Microsoft.Win32.Registry.GetValue(key, "Release", null) as int?) is { } problem)
        {
            throw new PSNotSupportedException(problem);
        }
#endif
        DependencyResolver.Attach();
    }

    /// <summary>Called by PowerShell when the module is removed.</summary>
    /// <param name="psModuleInfo">The module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo) => DependencyResolver.Detach();
}
