using System;
using System.Collections.Generic;

namespace PasswordCmdlets.Core.Operations.Reports;

/// <summary>Keeps one copy of each text that many entries of a large report have.</summary>
internal sealed class SharedTexts
{
    // More than the distinct values of any fleet. A report in which every message differs fills it, and the rest is not shared.
    private const int Most = 10_000;

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>The entry with shared texts.</summary>
    public ReportEntry Share(ReportEntry entry) => entry with
    {
        RunId = Share(entry.RunId)!,
        Provider = Share(entry.Provider)!,
        Resource = Share(entry.Resource)!,
        Status = Share(entry.Status)!,
        Region = Share(entry.Region),
        ProjectId = Share(entry.ProjectId),
        ProfileName = Share(entry.ProfileName),
        Account = Share(entry.Account),
        ErrorId = Share(entry.ErrorId),
        ErrorCode = Share(entry.ErrorCode),
        Message = Share(entry.Message),
        VaultName = Share(entry.VaultName),
    };

    private string? Share(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (_texts.TryGetValue(text, out string? shared))
        {
            return shared;
        }

        if (_texts.Count < Most)
        {
            _texts.Add(text, text);
        }

        return text;
    }
}
