using System;
using System.Collections.Generic;

namespace PasswordCmdlets.Sandbox.Signing;

/// <summary>The forms in which clients sign the Host header.</summary>
internal static class HostNames
{
    /// <summary>
    /// As sent, then without the port: the official Tencent and Huawei SDKs sign the bare host although the header carries the port.
    /// </summary>
    /// <param name="host">The Host header.</param>
    public static IEnumerable<string> SignedForms(string host)
    {
        yield return host;
        int colon = host.LastIndexOf(':');
        if (colon > 0)
        {
            yield return host[..colon];
        }
    }

    /// <summary>Whether a text is the first label of a host name, which SDKs take for the service (127.0.0.1 gives 127).</summary>
    /// <param name="label">The text.</param>
    /// <param name="host">The Host header.</param>
    public static bool IsFirstLabel(string label, string host)
    {
        int dot = host.IndexOf('.', StringComparison.Ordinal);
        int colon = host.LastIndexOf(':');
        return label == (dot > 0 ? host[..dot] : host) || (dot < 0 && colon > 0 && label == host[..colon]);
    }
}
