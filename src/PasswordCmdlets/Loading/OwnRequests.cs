using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;

namespace PasswordCmdlets.Loading;

/// <summary>
/// Which requests for an assembly are this module's to answer: those that come from the module itself or from a library it loaded, for a file in
/// its own folder. Whatever version is asked for, the one in the folder is the one the module was built with.
/// </summary>
internal sealed class OwnRequests(Assembly module, string folder, Func<string, Assembly> load)
{
    private readonly Dictionary<string, Assembly> _loaded = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="requester">Who asks; null where the runtime does not say.</param>
    /// <param name="requested">The full name asked for.</param>
    /// <returns>The assembly; null where the request is somebody else's.</returns>
    public Assembly? Answer(Assembly? requester, string requested)
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
