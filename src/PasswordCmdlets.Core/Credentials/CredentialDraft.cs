using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Core.Credentials;

/// <summary>The parts of a credential as a source has them, before validation.</summary>
internal sealed class CredentialDraft
{
    public required string Source { get; init; }

    public CredentialKind Kind { get; init; }

    public string? AccessKeyId { get; init; }

    public SecretText? Secret { get; init; }

    public SecretText? SecurityToken { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public string? DomainName { get; init; }

    public string? DomainId { get; init; }

    public string? Region { get; init; }

    public string? ProjectId { get; init; }

    public string? ProjectName { get; init; }

    public string? Endpoint { get; init; }

    public string? IamEndpoint { get; init; }

    public string? Role { get; init; }

    public IReadOnlyList<string>? Chain { get; init; }

    /// <summary>The source's names for the access key id and the secret, for messages.</summary>
    public (string Id, string Secret) Names { get; init; } = ("the access key id", "the secret");

    /// <summary>Whether the secrets belong to this draft and are disposed with it when it is invalid.</summary>
    public bool OwnsSecrets { get; init; } = true;

    /// <summary>
    /// Creates the credential, or returns why it cannot be created. The message contains no value of a secret or beside one.
    /// </summary>
    public CloudCredential? Build(CredentialSearch search, out string problem)
    {
        problem = Problem(search.Provider, out Uri? endpoint, out Uri? iamEndpoint);
        if (problem.Length > 0)
        {
            if (OwnsSecrets)
            {
                Secret?.Dispose();
                SecurityToken?.Dispose();
            }

            return null;
        }

        return new CloudCredential
        {
            Provider = search.Provider,
            Kind = Kind,
            AccessKeyId = AccessKeyId!,
            Secret = Secret!,
            SecurityToken = SecurityToken,
            ExpiresAt = ExpiresAt,
            DomainName = DomainName,
            DomainId = DomainId,
            Region = CheckedRegion(search),
            ProjectId = CheckedProjectId(search),
            ProjectName = ProjectName,
            Endpoint = endpoint,
            IamEndpoint = iamEndpoint,
            Role = Role,
            Chain = Chain,
            Source = PrintableText.Line(Source),
        };
    }

    private static bool IsHeaderSafe(SecretText? secret) => secret is null || secret.Reveal(0, static (text, _) =>
    {
        // Keys and tokens travel in headers or sign them; a line break or a byte order mark in one is a copying mistake.
        foreach (char character in text)
        {
            if (character is < '!' or > '~')
            {
                return false;
            }
        }

        return true;
    });

    private string Problem(ProviderDescriptor provider, out Uri? endpoint, out Uri? iamEndpoint)
    {
        endpoint = iamEndpoint = null;
        if (string.IsNullOrEmpty(AccessKeyId))
        {
            return $"{Names.Id} is missing";
        }

        if (Secret is not { Length: > 0 })
        {
            return $"{Names.Secret} is missing";
        }

        bool isSound = Kind == CredentialKind.AccessKey
            ? Array.TrueForAll(AccessKeyId!.ToCharArray(), static character => character is >= '!' and <= '~')
            : Array.TrueForAll(AccessKeyId!.ToCharArray(), PrintableText.IsHarmless);
        if (!isSound)
        {
            return $"{Names.Id} contains characters that are not allowed";
        }

        if (Kind != CredentialKind.IamUser && !IsHeaderSafe(Secret))
        {
            return $"{Names.Secret} contains characters that are not allowed, such as a line break";
        }

        if (!IsHeaderSafe(SecurityToken))
        {
            return "the security token contains characters that are not allowed, such as a line break";
        }

        return EndpointProblem(provider, Endpoint, "endpoint", ref endpoint)
            ?? EndpointProblem(provider, IamEndpoint, "IAM endpoint", ref iamEndpoint)
            ?? string.Empty;
    }

    private static string? EndpointProblem(ProviderDescriptor provider, string? text, string what, ref Uri? endpoint)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (!EndpointPolicy.TryParse(text!, out Uri? parsed))
        {
            return $"its {what} is not a valid address";
        }

        if (!EndpointPolicy.BelongsToProvider(provider, parsed))
        {
            EndpointValidationResult result = EndpointPolicy.CheckOrigin(parsed);
            if (!result.Allowed)
            {
                return $"its {what} cannot be used: {result.Message}";
            }

            string parameter = what == "endpoint" ? "-Endpoint" : "-IamEndpoint";
            return parsed.Scheme == Uri.UriSchemeHttps
                ? $"its {what} {PrintableText.Of(parsed.Host)} is not a service host of {provider}; to use that host, specify {parameter}"
                : $"its {what} is plain http; to use it, specify {parameter}";
        }

        // Some are written with a path, identity addresses with the version: https://iam.eu-de.otc.t-systems.com/v3.
        endpoint = new Uri(parsed.GetLeftPart(UriPartial.Authority));
        return null;
    }

    private string? CheckedRegion(CredentialSearch search)
    {
        if (string.IsNullOrEmpty(Region) || EndpointTable.IsRegionId(Region))
        {
            return string.IsNullOrEmpty(Region) ? null : Region;
        }

        search.Warn($"The region '{PrintableText.Of(Region!)}' of {Source} is not a region id and is ignored.");
        return null;
    }

    private string? CheckedProjectId(CredentialSearch search)
    {
        if (string.IsNullOrEmpty(ProjectId))
        {
            return null;
        }

        static bool IsAllowed(char c) => c is (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '-' or '_';
        if (ProjectId!.Length <= 64 && Array.TrueForAll(ProjectId.ToCharArray(), IsAllowed))
        {
            return ProjectId;
        }

        search.Warn($"The project id of {Source} is invalid and is ignored.");
        return null;
    }
}
