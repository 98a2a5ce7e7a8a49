using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Providers;
using PasswordCmdlets.Fuzzing.Engine;

namespace PasswordCmdlets.Fuzzing.Targets;

/// <summary>
/// The responses of a metadata service, one after the other, for the instance role of each provider. No exception leaves the reader, and no
/// text shows a key.
/// </summary>
internal sealed partial class MetadataTarget : FuzzTarget
{
    public override string Name => "metadata-response";

    public override void Run(byte[] input)
    {
        List<WireResponse> responses = [.. InputParts.Split(input).Select(HttpInput.Read)];
        foreach (ProviderDescriptor provider in ProviderCatalog.Providers.Where(static one => one.Credentials.Role is not null))
        {
            CredentialChainOptions options = new()
            {
                Environment = static _ => null,
                HomeDirectory = string.Empty,
                SystemSettingsDirectory = null,
                MetadataHandler = () => new Handler(responses),
            };
            CredentialQuery query = new() { Provider = provider };
            CredentialResolution resolution =
                new CredentialChain(options).ResolveAsync(query, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            SecretMark.IsNotShown(input, SecretOf(), [resolution.Describe(), .. resolution.Warnings, resolution.Credential?.ToString()]);
            Property.Holds(!resolution.Describe().Any(static c => c != '\n' && !PrintableText.IsHarmless(c)), "a description is printable");
        }
    }

    [GeneratedRegex(
        $@"(?i)""(?:AccessKeySecret|SecurityToken|TmpSecretKey|Token|secret|secretAccessKey|securitytoken)""\s*:\s*""{SecretMark.Text}")]
    private static partial Regex SecretOf();

    private sealed class Handler(List<WireResponse> responses) : HttpMessageHandler
    {
        private int _next;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            WireResponse response = responses[Math.Min(_next++, responses.Count - 1)];
            return Task.FromResult(new HttpResponseMessage((HttpStatusCode)response.StatusCode)
            {
                Content = new ByteArrayContent(response.Body.ToArray()),
            });
        }
    }
}
