using System;
using System.Linq;
using System.Net;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Providers;
using PasswordCmdlets.Fuzzing.Engine;

namespace PasswordCmdlets.Fuzzing.Targets;

/// <summary>
/// The variables of a proxy, its address and the list of hosts without it, and the endpoint of a provider in a settings file. Only the
/// documented exception leaves the reader, its message does not quote the address, which may have a password; the order of the list does
/// not matter; loopback has no proxy; an endpoint of a provider is https.
/// </summary>
internal sealed class ProxyTarget : FuzzTarget
{
    private static readonly char[] s_separators = [',', ';', ' ', '\t'];
    private static readonly Uri s_loopback = new("https://127.0.0.1:8443/");
    private static readonly Uri s_usual = new("https://ecs.aliyuncs.com/");

    private static readonly string s_message = MessageOf("://");

    public override string Name => "proxy";

    public override void Run(byte[] input)
    {
        string[] lines = InputParts.Lines(input, 3);
        (string address, string list, string endpoint) = (lines[0], lines[1], lines[2]);
        Uri destination = DestinationOf(endpoint);
        CheckList(list, destination);
        try
        {
            IWebProxy proxy = Create(address, list);
            Property.Holds(proxy.IsBypassed(s_loopback), "loopback has no proxy");
            Property.Holds(string.IsNullOrEmpty(proxy.GetProxy(destination)?.UserInfo), "the address of a proxy has no password");
            _ = proxy.IsBypassed(destination);
            _ = proxy.Credentials?.GetCredential(destination, "Basic");
        }
        catch (ArgumentException problem)
        {
            Property.Holds(problem.Message == s_message, "a message does not quote the address");
        }
    }

    private static IWebProxy Create(string address, string list) => ProxySettings.Create(null, null, name => name switch
    {
        "https_proxy" => address,
        "no_proxy" => list,
        _ => null,
    });

    private static string MessageOf(string address)
    {
        try
        {
            return $"{Create(address, string.Empty)} is a proxy";
        }
        catch (ArgumentException problem)
        {
            return problem.Message;
        }
    }

    // Requests go to an endpoint that was checked.
    private static Uri DestinationOf(string text)
    {
        if (!EndpointPolicy.TryParse(text, out Uri? endpoint))
        {
            return s_usual;
        }

        bool isAllowed = EndpointPolicy.Check(endpoint).Allowed;
        foreach (ProviderDescriptor provider in ProviderCatalog.Providers)
        {
            bool isOurs = EndpointPolicy.BelongsToProvider(provider, endpoint);
            Property.Holds(!isOurs || (isAllowed && endpoint.Scheme == Uri.UriSchemeHttps && endpoint.UserInfo.Length == 0),
                "an endpoint of a provider is https, without a password");
        }

        return isAllowed ? endpoint : s_usual;
    }

    private static void CheckList(string list, Uri destination)
    {
        bool contains = new NoProxyList(list).Contains(destination);
        string[] entries = list.Split(s_separators, StringSplitOptions.RemoveEmptyEntries);
        string reversed = string.Join(' ', entries.Reverse());
        Property.Holds(new NoProxyList(reversed).Contains(destination) == contains, "the order of the hosts does not matter");
        Property.Holds(contains || !entries.Contains("*"), "an asterisk is every host");
        Property.Holds(contains || !entries.Contains(destination.IdnHost, StringComparer.OrdinalIgnoreCase), "a host is itself");
        Property.Holds(!contains || entries.Length > 0, "an empty list has no host");
    }
}
