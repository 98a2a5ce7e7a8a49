using System;
using System.IO;
using System.Reflection;
#if !NETFRAMEWORK
using System.Runtime.InteropServices;
using System.Runtime.Loader;
#endif

namespace PasswordCmdlets.Loading;

/// <summary>
/// Finds the engine and what it needs in the <c>dependencies</c> folder beside this assembly, for this module alone: other modules
/// keep the versions they brought, and we keep ours.
/// </summary>
internal static class DependencyResolver
{
    private const string EngineName = "PasswordCmdlets.Core";

    private static readonly string Folder = Path.Combine(
        Path.GetDirectoryName(typeof(DependencyResolver).Assembly.Location)!, "dependencies");

    private static readonly object SyncRoot = new();
    private static int _imports;

    /// <summary>Called when a runspace imports the module.</summary>
    public static void Attach()
    {
        lock (SyncRoot)
        {
            if (++_imports > 1)
            {
                return;
            }

#if NETFRAMEWORK
            AppDomain.CurrentDomain.AssemblyResolve += ResolveForOurselves;
#else
            AssemblyLoadContext.Default.Resolving += ResolveEngine;
#endif
        }
    }

    /// <summary>Called when a runspace removes the module; other runspaces may still use it.</summary>
    public static void Detach()
    {
        lock (SyncRoot)
        {
            if (_imports == 0 || --_imports > 0)
            {
                return;
            }

#if NETFRAMEWORK
            AppDomain.CurrentDomain.AssemblyResolve -= ResolveForOurselves;
#else
            AssemblyLoadContext.Default.Resolving -= ResolveEngine;
#endif
        }
    }

#if NETFRAMEWORK
    // .NET Framework has no load contexts. LoadFile keeps each of our files apart from a file of the same name elsewhere.
    private static readonly OwnRequests Requests = new(typeof(DependencyResolver).Assembly, Folder, Assembly.LoadFile);

    private static Assembly? ResolveForOurselves(object sender, ResolveEventArgs request)
    {
        lock (SyncRoot)
        {
            return Requests.Resolve(request.RequestingAssembly, request.Name);
        }
    }
#else
    private static readonly ModuleLoadContext Context = new(Folder, Path.Combine(Folder, Platform));

    // The folder of the assemblies that are compiled ahead of time for this platform; empty where a release has none. A runtime of another
    // version than theirs loads them and ignores their native code.
    private static string Platform => RuntimeInformation.ProcessArchitecture != Architecture.X64 ? string.Empty
        : RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "win-x64"
        : RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? "linux-x64"
        : string.Empty;

    // PasswordCmdlets.dll is in the default context and refers to the engine alone; everything behind the engine resolves in our context.
    private static Assembly? ResolveEngine(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == EngineName ? Context.LoadFromAssemblyName(name) : null;

    private sealed class ModuleLoadContext(string folder, string images) : AssemblyLoadContext("PasswordCmdlets", isCollectible: false)
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            string file = assemblyName.Name + ".dll";
            string image = Path.Combine(images, file);
            string path = File.Exists(image) ? image : Path.Combine(folder, file);
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }
    }
#endif
}
