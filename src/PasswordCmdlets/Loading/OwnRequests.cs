using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;

namespace PasswordCmdlets.Loading;

/// <summary>
/// Finds the assemblies of this module. It resolves only requests that come from the module or from a library it loaded, for a file in its
/// own folder. The version in the folder is the one that the module was built with, whatever version is requested.
/// </summary>
internal sealed class OwnRequests(Assembly module, string folder, Func<string, Assembly> load)
{
    private readonly Dictionary<string, Assembly> _loaded = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="requester">The assembly that requests it; null where the runtime does not pass it.</param>
    /// <param name="requested">The full name of the requested assembly.</param>
    /// <returns>The assembly; null when the request is not one of this module's.</returns>
    public Assembly? Resolve(Assembly? requester, string requested)
    {
        if (requester is null || (requester != module && !_loaded.ContainsValue(requester)))
        {
            return null;
        }

        string name = new AssemblyName(requested).Name!;
        if (_loaded.TryGetValue(name, out Assembly? known))
        {
            return known;
        }

        string path = Path.Combine(folder, name + ".dll");
        return File.Exists(path) ? _loaded[name] = load(path) : null;
    }
}
