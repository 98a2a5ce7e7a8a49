using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace PasswordCmdlets.Core.Passwords;

/// <summary>The names under which runs, passwords and pending passwords are stored in a vault.</summary>
/// <remarks>
/// <para>Names have letters, digits and <c>-</c>, at most 127 of them, and are compared without regard to case: that is what Azure Key
/// Vault takes (learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates), the narrowest of the usual vaults. Two
/// different targets never share a name, even so; <see cref="SecretNameEncoding"/> says how.</para>
/// <para>
/// A name that would be too long, or that could be mistaken for another kind of entry, ends in <c>--5</c> and half of its SHA-256.
/// </para>
/// </remarks>
internal static class SecretNames
{
    /// <summary>The longest name.</summary>
    public const int MaximumLength = 127;

    private const string Reserved = "PasswordCmdlets-";
    private const string CopySuffix = "-copy";

    /// <summary>How the names of all seeds begin.</summary>
    internal const string RunPrefix = Reserved + "run-";
    private const string PendingInfix = "-pending-";
    private const string HashMark = "--5";
    private const int HashBytes = 16;
    private const int MaximumRunIdLength = 32;

    /// <summary>Whether two names are the same entry.</summary>
    public static StringComparer Comparer => StringComparer.OrdinalIgnoreCase;

    /// <summary>The entry of a run's seed.</summary>
    /// <param name="runId">The run: letters and digits.</param>
    public static string ForRun(string runId) => RunPrefix + CheckRunId(runId);

    /// <summary>The entry that has a run's seed while <see cref="ForRun"/> is replaced.</summary>
    /// <param name="runId">The run.</param>
    public static string ForCopy(string runId) => ForRun(runId) + CopySuffix;

    /// <summary>
    /// The entry of a target's password: provider, resource, region or <c>global</c>, instance (RAM: account) and, where there is one,
    /// user.
    /// </summary>
    /// <param name="target">The target.</param>
    public static string ForTarget(SecretTarget target) =>
        Fit(SecretNameEncoding.Encode(target));

    /// <summary>The entry of a target's password in a run: by the run's template where it has one.</summary>
    internal static string ForTargetOfRun(SecretTarget target, string? template, string runId) =>
        template is null ? ForTarget(target) : Expand(template, target, runId);

    /// <summary>The entry of a password that may or may not be in effect.</summary>
    /// <param name="name">The target's own entry.</param>
    /// <param name="runId">The run that drew the password.</param>
    public static string ForPending(string name, string runId)
    {
        string suffix = PendingInfix + CheckRunId(runId);
        return (name.Length + suffix.Length > MaximumLength ? EndInHash(name, MaximumLength - suffix.Length) : name) + suffix;
    }

    /// <summary>Reads the entry of a target's password, pending or not.</summary>
    /// <param name="name">The name of an entry, in any case.</param>
    /// <param name="entry">What <see cref="ForTarget"/> or <see cref="ForPending"/> wrote the name for.</param>
    /// <returns>Whether it is such a name; a name by a template or one that ends in a hash is not.</returns>
    public static bool TryParse(string name, [NotNullWhen(true)] out SecretEntry? entry)
    {
        int pending = name.LastIndexOf(PendingInfix, StringComparison.OrdinalIgnoreCase);
        string? runId = pending < 0 ? null : name.Substring(pending + PendingInfix.Length).ToLowerInvariant();
        SecretTarget? target = SecretNameEncoding.Read(pending < 0 ? name : name.Substring(0, pending));
        entry = target is null ? null : new SecretEntry(target, runId);
        if (entry is not null && !(IsRunId(runId ?? "0") && Comparer.Equals(name, entry.ToString())))
        {
            entry = null;
        }

        return entry is not null;
    }

    /// <summary>The entry of a target's password by the caller's own template.</summary>
    /// <param name="template">Text with the placeholders {Provider} {Resource} {Region} {InstanceId} {UserName} {Account} {RunId}.</param>
    /// <param name="target">The target.</param>
    /// <param name="runId">The run.</param>
    /// <remarks>
    /// Each value is escaped as in <see cref="ForTarget"/>; the caller checks that the template gives each target its own name
    /// (<see cref="Comparer"/>).
    /// </remarks>
    /// <exception cref="ArgumentException">The template has an unknown placeholder or an open brace, or is empty.</exception>
    public static string Expand(string template, SecretTarget target, string runId)
    {
        StringBuilder name = new();
        foreach ((string text, bool isPlaceholder) in SecretNameTemplate.Parse(template))
        {
            name.Append(isPlaceholder ? ValueOf(text, target, runId) : SecretNameEscapes.EscapeLiteral(text));
        }

        return Fit(name.ToString());
    }

    /// <summary>Rejects a template that <see cref="Expand"/> would reject, so that a command can do so at its start.</summary>
    /// <param name="template">The template.</param>
    /// <exception cref="ArgumentException">The template has an unknown placeholder or an open brace, or is empty.</exception>
    public static void CheckTemplate(string template) => SecretNameTemplate.Parse(template);

    private static string ValueOf(string placeholder, SecretTarget target, string runId) => placeholder switch
    {
        SecretNameTemplate.Provider => SecretNameEncoding.CheckWord(target.Provider),
        SecretNameTemplate.Resource => SecretNameEncoding.CheckWord(target.Resource),
        SecretNameTemplate.Region => SecretNameEscapes.EscapeValue(SecretNameEncoding.RegionOf(target)),
        SecretNameTemplate.InstanceId => SecretNameEscapes.EscapeValue(target.InstanceId),
        SecretNameTemplate.UserName => SecretNameEscapes.EscapeValue(target.UserName),
        SecretNameTemplate.Account => SecretNameEscapes.EscapeValue(target.Account),
        _ => CheckRunId(runId),
    };

    private static string Fit(string name)
    {
        // No password may overwrite a seed or a pending password.
        bool isMisleading = name.StartsWith(Reserved, StringComparison.OrdinalIgnoreCase)
            || name.Contains(PendingInfix, StringComparison.OrdinalIgnoreCase);
        if (isMisleading || name.Length > MaximumLength)
        {
            name = EndInHash(name, MaximumLength);
        }

        return name;
    }

    private static string EndInHash(string name, int limit)
    {
        byte[] hash = SHA256.HashData(Encoding.ASCII.GetBytes(name.ToLowerInvariant()));
        StringBuilder ending = new(HashMark);
        foreach (byte value in hash.Take(HashBytes))
        {
            ending.Append(value.ToString("x2", CultureInfo.InvariantCulture));
        }

        int kept = Math.Min(name.Length, limit - ending.Length);
        return name.Substring(0, kept).TrimEnd('-') + ending;
    }

    /// <summary>Whether a text has the form of a run id: 1 to 32 letters and digits.</summary>
    internal static bool IsRunId([NotNullWhen(true)] string? text) =>
        text?.Length is > 0 and <= MaximumRunIdLength && text.All(SecretNameEscapes.IsLetterOrDigit);

    private static string CheckRunId(string runId)
    {
        if (!IsRunId(runId))
        {
            throw new ArgumentException("A run id has 1 to 32 letters and digits.", nameof(runId));
        }

        return runId.ToLowerInvariant();
    }
}
