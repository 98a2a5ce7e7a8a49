using System;
using System.Globalization;
using System.Net;

namespace PasswordCmdlets.Core.Http;

/// <summary>
/// The hosts of NO_PROXY, read as curl does (lib/noproxy.c): entries separated by commas, semicolons or blanks; a domain with or without
/// a leading dot matches itself and all below it; IP addresses match as addresses, IPv6 with or without brackets, or by CIDR; <c>*</c>
/// matches everything. Besides, <c>*.domain</c>, and a port, which then has to be the request's.
/// </summary>
internal sealed class NoProxyList(string text)
{
    private static readonly char[] s_separators = [',', ';', ' ', '\t'];

    private readonly string[] _entries = text.Split(s_separators, StringSplitOptions.RemoveEmptyEntries);

    public bool Contains(Uri host)
    {
        string name = host.IdnHost.Trim('[', ']').TrimEnd('.');
        IPAddress? address = IPAddress.TryParse(name, out IPAddress? parsed) ? parsed : null;
        return Array.Exists(_entries, entry => entry == "*" || Matches(entry, name, address, host.Port));
    }

    private static bool Matches(string entry, string name, IPAddress? address, int port)
    {
        string wanted = entry;
        int colon = entry.LastIndexOf(':');
        bool hasPort = colon > 0 && (entry[colon - 1] == ']' || entry.IndexOf(':') == colon);
        if (hasPort)
        {
            if (entry.Substring(colon + 1) != port.ToString(CultureInfo.InvariantCulture))
            {
                return false;
            }

            wanted = entry.Substring(0, colon);
        }

        if (address is not null)
        {
            return IsInNetwork(address, wanted);
        }

        string domain = wanted.StartsWith("*.", StringComparison.Ordinal) ? wanted.Substring(2) : wanted.TrimStart('.');
        domain = domain.TrimEnd('.');
        return domain.Length > 0
            && (string.Equals(name, domain, StringComparison.OrdinalIgnoreCase)
                || name.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase));
    }

    // 10.0.0.0/8, fe80::/10, [::1]: the first bits of both addresses are equal; without a length, all of them.
    private static bool IsInNetwork(IPAddress address, string network)
    {
        string[] parts = network.Split('/');
        if (!IPAddress.TryParse(parts[0].Trim('[', ']'), out IPAddress? first) || first.AddressFamily != address.AddressFamily)
        {
            return false;
        }

        byte[] left = address.GetAddressBytes();
        byte[] right = first.GetAddressBytes();
        int bits = left.Length * 8;
        if (parts.Length > 1
            && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out bits) || bits > left.Length * 8))
        {
            return false;
        }

        for (int bit = 0; bit < bits; bit++)
        {
            if (((left[bit / 8] ^ right[bit / 8]) & (0x80 >> (bit % 8))) != 0)
            {
                return false;
            }
        }

        return true;
    }
}
