using System;
using System.Collections.Generic;
using System.Globalization;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>The metadata of a stored password: its target, the run that set it, and when. It holds no secret.</summary>
/// <param name="Target">The target; null where the metadata does not have it.</param>
/// <param name="RunId">The run that set the password.</param>
/// <param name="ChangedAt">When the password was set.</param>
/// <param name="ExpiresAt">When it should be replaced; null when nothing was specified.</param>
internal sealed record SecretMetadata(SecretTarget? Target, string RunId, DateTimeOffset ChangedAt, DateTimeOffset? ExpiresAt)
{
    private const string WrittenBy = nameof(WrittenBy);
    private const string Writer = "PasswordCmdlets";

    // Texts, because not every vault takes another type.
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>The metadata: names and texts.</summary>
    public IReadOnlyDictionary<string, string> ToMetadata()
    {
        Dictionary<string, string> metadata = new(StringComparer.Ordinal)
        {
            [WrittenBy] = Writer,
            [nameof(RunId)] = RunId,
            [nameof(ChangedAt)] = Text(ChangedAt),
        };
        Add(metadata, nameof(ExpiresAt), ExpiresAt is { } expires ? Text(expires) : null);
        Add(metadata, nameof(SecretTarget.Provider), Target?.Provider);
        Add(metadata, nameof(SecretTarget.Resource), Target?.Resource);
        Add(metadata, nameof(SecretTarget.Region), Target?.Region);
        Add(metadata, nameof(SecretTarget.InstanceId), Target?.InstanceId);
        Add(metadata, nameof(SecretTarget.UserName), Target?.UserName);
        Add(metadata, nameof(SecretTarget.Account), Target is { InstanceId: null } ? Target.Account : null);
        return metadata;
    }

    /// <summary>Reads the metadata of an entry; null when this module did not write it.</summary>
    /// <param name="value">Returns the text of a name; null when there is none.</param>
    public static SecretMetadata? Read(Func<string, string?> value)
    {
        if (value(WrittenBy) != Writer || value(nameof(RunId)) is not { } runId || Time(value(nameof(ChangedAt))) is not { } changed)
        {
            return null;
        }

        SecretTarget? target = (value(nameof(SecretTarget.Provider)), value(nameof(SecretTarget.Resource))) is ({ } provider, { } resource)
            ? new SecretTarget
            {
                Provider = provider,
                Resource = resource,
                Region = value(nameof(SecretTarget.Region)),
                InstanceId = value(nameof(SecretTarget.InstanceId)),
                UserName = value(nameof(SecretTarget.UserName)),
                Account = value(nameof(SecretTarget.Account)),
            }
            : null;
        return new SecretMetadata(target, runId, changed, Time(value(nameof(ExpiresAt))));
    }

    private static void Add(Dictionary<string, string> metadata, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            metadata[name] = text!;
        }
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static DateTimeOffset? Time(string? text) => DateTimeOffset.TryParseExact(
        text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
        ? time
        : null;
}
