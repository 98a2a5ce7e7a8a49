using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Core.Credentials;

/// <summary>One search along the chain: the query, the options, and the results so far.</summary>
internal sealed class CredentialSearch(CredentialQuery query, CredentialChainOptions options)
{
    private const string MetadataVariable = "PASSWORDCMDLETS_METADATA_ENDPOINT";

    private readonly List<CredentialAttempt> _tried = [];
    private readonly List<string> _warnings = [];
    private readonly List<CredentialAttempt> _passedOver = [];
    private CredentialAttempt? _failedRole;
    private string _errorId = ErrorIds.CredentialNotFound;

    public CredentialQuery Query => query;

    public ProviderDescriptor Provider => query.Provider;

    public CredentialChainOptions Options => options;

    /// <summary>A variable's value without white space around it; null when it is not set or blank.</summary>
    public string? Variable(string name) => options.Environment(name)?.Trim() is { Length: > 0 } value ? value : null;

    /// <summary>The first of some variables that is set.</summary>
    public string? FirstVariable(params IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            if (Variable(name) is { } value)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>
    /// The address of a metadata service: its own, or one of this machine that the variable specifies. No other is accepted, because
    /// the response contains keys.
    /// </summary>
    /// <param name="service">The service's own address.</param>
    /// <exception cref="CredentialUnavailableException">The variable specifies another address.</exception>
    public Uri Metadata(Uri service)
    {
        if (Variable(MetadataVariable) is not { } named)
        {
            return options.MetadataAddress ?? service;
        }

        bool isLocal = Uri.TryCreate(named, UriKind.Absolute, out Uri? local)
            && local.Scheme == Uri.UriSchemeHttp
            && EndpointPolicy.IsLoopback(local)
            && local.PathAndQuery == "/"
            && local.UserInfo.Length == 0;
        return isLocal
            ? local!
            : throw new CredentialUnavailableException($"skipped: {MetadataVariable} is not an http address of this machine");
    }

    /// <summary>A variable's value as a secret; not trimmed, because a password may begin or end with a space.</summary>
    public SecretText? Password(string name)
        => options.Environment(name) is { Length: > 0 } value ? new SecretText(value.AsSpan()) : null;

    /// <summary>A path with a leading <c>~</c> expanded, because a shell does not expand it within quotes.</summary>
    public string Expand(string path)
        => path == "~" || path.StartsWith("~/", StringComparison.Ordinal) || path.StartsWith("~\\", StringComparison.Ordinal)
            ? Path.Combine(options.HomeDirectory, path.Substring(1).TrimStart('/', '\\'))
            : path;

    /// <summary>The source has nothing.</summary>
    public void NotThere(string source, string why) => _tried.Add(Attempt(source, why));

    /// <summary>The source cannot be used. If another one is used instead, there is a warning.</summary>
    public void Unusable(string source, string why)
    {
        CredentialAttempt attempt = Attempt(source, why);
        _tried.Add(attempt);
        _passedOver.Add(attempt);
    }

    /// <summary>The source that was specified cannot be used, so the search ends.</summary>
    public CredentialFinding Reject(string source, string why)
    {
        _tried.Add(Attempt(source, why));
        return CredentialFinding.Stop;
    }

    /// <summary>The role that was specified cannot be assumed, so the search ends.</summary>
    public CredentialFinding RejectRole(string source, string why, string errorId)
    {
        _failedRole = Attempt(source, why);
        _errorId = errorId;
        return Reject(source, why);
    }

    public CredentialFinding Found(CloudCredential credential) => Served(credential.Source, CredentialFinding.Of(credential));

    public CredentialFinding Found(CloudCredential credential, ICredentialProvider source)
        => Served(credential.Source, CredentialFinding.Of(credential, source));

    public void Warn(string warning)
    {
        string line = PrintableText.Line(warning);
        if (!_warnings.Contains(line))
        {
            _warnings.Add(line);
        }
    }

    public CredentialResolution Close(CredentialFinding? finding)
    {
        if (finding?.Credential is { } credential)
        {
            foreach (CredentialAttempt attempt in _passedOver)
            {
                string used = $"The one of {credential.Source} is used instead.";
                Warn($"The credential of {attempt.Source} cannot be used ({attempt.Outcome}). {used}");
            }

            WarnOfRole(credential);
        }

        return new CredentialResolution
        {
            Provider = query.Provider,
            Credential = finding?.Credential,
            Source = finding?.Source,
            ErrorId = _errorId,
            FailedRole = _failedRole,
            Tried = [.. _tried],
            Warnings = [.. _warnings],
        };
    }

    // The official tools use the credential all the same. What the command specifies is meant, whatever the variables ask for.
    private void WarnOfRole(CloudCredential credential)
    {
        CredentialSources sources = query.Provider.Credentials;
        string[] set = [.. sources.RoleVariables.Where(name => Variable(name) is not null)];
        bool isSpecified = query.ProfileName is not null || query.AccessKeyId is not null;
        if (credential.Role is null && set.Length > 0 && !isSpecified)
        {
            string names = $"{string.Join(", ", set)} {(set.Length == 1 ? "is" : "are")} set";
            Warn($"{names}, and no role is assumed: the credential of {credential.Source} is used as it is. {sources.RoleAdvice}.");
        }
    }

    private static CredentialAttempt Attempt(string source, string why)
        => new(PrintableText.Line(source), PrintableText.Line(why), Served: false);

    private CredentialFinding Served(string source, CredentialFinding finding)
    {
        _tried.Add(new(source, "used", Served: true));
        return finding;
    }
}
