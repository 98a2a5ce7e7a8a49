using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>
/// What a run writes beside its seed, in the same entry, for other runs and for who cleans up: what the run changes, whether it has ended,
/// and which of its targets still need the seed. It holds names and no secret.
/// </summary>
/// <remarks>
/// Its length does not grow with the number of targets: what a run covers is written by provider and resource, of which there are few, and
/// the targets that need the seed by name up to <see cref="MaximumOpen"/>, above that by <c>*</c>. Names have letters, digits and hyphens
/// only; a template is in Base64.
/// </remarks>
internal sealed record SeedNote
{
    /// <summary>How many targets are written by name. With their names the entry stays below the 25 KB of Azure Key Vault.</summary>
    public const int MaximumOpen = 100;

    /// <summary>How many of them a message names.</summary>
    public const int MaximumShown = 5;

    private const string Running = "running";
    private const string Any = "*";

    /// <summary>The computer and account of the run.</summary>
    public required string Origin { get; init; }

    /// <summary>What the run changes: provider and resource.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>When the run ended; null while it has not, or when it was killed.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>The entries of the targets whose passwords are not certainly stored; null when they are not known.</summary>
    public IReadOnlyList<string>? Open { get; init; }

    /// <summary>The template of the entries' names; null where the run has none.</summary>
    public string? Template { get; init; }

    /// <summary>Whether the names of the entries contain the account.</summary>
    public bool NamesAccount => Template is not null && SecretNameTemplate.Parse(Template).Contains((SecretNameTemplate.Account, true));

    /// <summary>The note of a seed without one.</summary>
    public static SeedNote None { get; } = new() { Origin = string.Empty, Scopes = [] };

    /// <summary>Whether the run changes targets of a resource.</summary>
    public bool Covers(OperationDescriptor operation) =>
        Scopes.Contains(ScopeOf(ProviderCatalog.ProviderOf(operation).Name, operation.Resource), StringComparer.OrdinalIgnoreCase);

    /// <summary>What a run changes, as <see cref="Scopes"/> has it.</summary>
    public static string ScopeOf(string provider, string resource) => $"{provider}-{resource}";

    /// <summary>The account whose users a run changes, besides their resource.</summary>
    public static string AccountScopeOf(string provider, string resource, string accountId) =>
        $"{ScopeOf(provider, resource)}-{accountId}";

    /// <summary>The account of a run's users; null where the run does not say it.</summary>
    public string? AccountOf(string provider, string resource)
    {
        string prefix = ScopeOf(provider, resource) + "-";
        string? account = Scopes.FirstOrDefault(scope => scope.StartsWith(prefix, StringComparison.Ordinal))?.Substring(prefix.Length);
        return account;
    }

    /// <summary>Why the seed stays where another run overlapped.</summary>
    public static string OverlapReason(string otherRun) =>
        $"the run {otherRun} of another computer or account may have changed the same targets meanwhile. "
            + "Remove it when both have ended and their passwords work.";

    /// <summary>Whether the run may have changed a target at the same time as another that began then.</summary>
    public bool Overlaps(SeedNote other, DateTimeOffset? otherBegan) =>
        !string.Equals(Origin, other.Origin, StringComparison.Ordinal)
        && (Ended is null || otherBegan is null || Ended >= otherBegan)
        && Scopes.Intersect(other.Scopes, StringComparer.Ordinal).Any();

    public override string ToString()
    {
        string ended = Ended is { } time ? time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) : Running;
        string open = Open is null || Open.Count > MaximumOpen ? Any : string.Join(",", Open);
        string template = Convert.ToBase64String(Encoding.UTF8.GetBytes(Template ?? string.Empty));
        return string.Join(".", ended, Origin, string.Join(",", Scopes), open, template);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote; null when it is nothing of the kind.</summary>
    public static SeedNote? Parse(string? text)
    {
        if (text?.Split('.') is not { Length: 5 } fields)
        {
            return null;
        }

        DateTimeOffset? ended = long.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            && seconds < int.MaxValue * 2L
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
        return (ended is null && fields[0] != Running) || !TryDecode(fields[4], out string template) ? null : new SeedNote
        {
            Ended = ended,
            Origin = fields[1],
            Scopes = List(fields[2]),
            Open = fields[3] == Any ? null : List(fields[3]),
            Template = template.Length == 0 ? null : template,
        };
    }

    private static string[] List(string text) => text.Length == 0 ? [] : text.Split(',');

    private static bool TryDecode(string text, out string template)
    {
        try
        {
            template = Encoding.UTF8.GetString(Convert.FromBase64String(text));
            if (template.Length > 0)
            {
                SecretNames.CheckTemplate(template);
            }

            return true;
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException)
        {
            template = string.Empty;
            return false;
        }
    }
}
