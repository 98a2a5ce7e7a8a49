using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Threading.Channels;

namespace PasswordCmdlets.Interleavings.Rewriting;

/// <summary>Loads the engine, Polly and the runtime's channels in their rewritten form, in place of the engine beside the tests.</summary>
internal static class EngineLoader
{
    /// <summary>The variable that names a defect to plant: the tests show that it is found.</summary>
    public const string DefectVariable = "PASSWORDCMDLETS_PLANTED_DEFECT";

    private static readonly Dictionary<string, string> s_files = new(StringComparer.Ordinal)
    {
        ["PasswordCmdlets.Core"] = Path.Combine(AppContext.BaseDirectory, "engine", "PasswordCmdlets.Core.dll"),
        [EngineRewriter.Prefix + "Polly.Core"] = Path.Combine(AppContext.BaseDirectory, "Polly.Core.dll"),
        [EngineRewriter.Prefix + "System.Threading.Channels"] = typeof(Channel).Assembly.Location,
    };

    [ModuleInitializer]
    internal static void Initialize() => AssemblyLoadContext.Default.Resolving += static (context, name) => Load(context, name);

    private static Assembly? Load(AssemblyLoadContext context, AssemblyName name)
    {
        if (!s_files.TryGetValue(name.Name!, out string? file))
        {
            return null;
        }

        using MemoryStream rewritten = EngineRewriter.Rewrite(file, name.Name!, Environment.GetEnvironmentVariable(DefectVariable));
        return context.LoadFromStream(rewritten);
    }
}
