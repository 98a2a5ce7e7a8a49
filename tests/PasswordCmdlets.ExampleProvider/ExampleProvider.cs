using System;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Providers;
using PasswordCmdlets.ExampleProvider.Fleet;
using PasswordCmdlets.ExampleProvider.Router;

namespace PasswordCmdlets.ExampleProvider;

/// <summary>A provider that no file of the product knows.</summary>
public static class ExampleProvider
{
    internal static ProviderDescriptor Descriptor { get; } = new()
    {
        Name = "Example",
        Signer = new ExampleSigner(),
        Endpoints = new EndpointTable(
            "Example",
            [new("moon-1", "Moon (Near Side)"), new("moon-2", "Moon (Far Side)")],
            ["example.com"],
            new ServiceEndpoints("fleet", new EndpointRule("*", "fleet.{region}.example.com")),
            new ServiceEndpoints("router", new EndpointRule("*", "router.example.com"))),
        Credentials = ExampleCredentialSources.All,
        CredentialRemedy = "Set EXAMPLE_KEY and EXAMPLE_SECRET, or write ~/.example/keys.ini.",
        Operations = [FleetContracts.ResetPassword, RouterContracts.ResetPassword],
    };

    /// <summary>Adds the provider to the catalog until the result is disposed of.</summary>
    public static IDisposable Register() => ProviderCatalog.Register(Descriptor);
}
