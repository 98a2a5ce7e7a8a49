using System;
using System.Collections.Generic;

namespace PasswordCmdlets.Core.Operations.Reports.Export;

/// <summary>A status as an export shows it.</summary>
/// <param name="Name">The status as the report has it.</param>
/// <param name="Meaning">What it means, in a few words.</param>
internal sealed record Outcome(string Name, string Meaning)
{
    /// <summary>What a status that the module never writes is counted as.</summary>
    public static readonly Outcome Other = new(nameof(Other), "Not a status of this module");

    /// <summary>Every outcome; those that need a person come first.</summary>
    public static readonly IReadOnlyList<Outcome> All =
    [
        new(nameof(ChangeStatus.Failed), "Certainly not changed"),
        new(nameof(ChangeStatus.Unknown), "May or may not have taken effect"),
        new(ReportEntry.Sent, "Sent, no result was written"),
        Other,
        new(nameof(ChangeStatus.Cancelled), "Stopped before it was changed"),
        new(ReportEntry.Planned, "Confirmed, not sent yet"),
        new(nameof(ChangeStatus.Accepted), "Accepted by the provider, completion not seen"),
        new(nameof(ChangeStatus.Succeeded), "In effect, according to the provider"),
    ];

    private static readonly Dictionary<string, int> Positions = Index();

    /// <summary>The position in <see cref="All"/> of the outcome that a status is.</summary>
    public static int IndexOf(string status) => Positions.TryGetValue(status, out int index) ? index : Positions[nameof(Other)];

    private static Dictionary<string, int> Index()
    {
        Dictionary<string, int> positions = new(StringComparer.Ordinal);
        for (int i = 0; i < All.Count; i++)
        {
            positions[All[i].Name] = i;
        }

        return positions;
    }
}
