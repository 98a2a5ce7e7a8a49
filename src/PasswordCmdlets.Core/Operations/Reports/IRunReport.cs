using System.Collections.Generic;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Operations.Reports;

/// <summary>The report of a run. Each method returns when its entries are with the operating system.</summary>
internal interface IRunReport
{
    /// <summary>A target was approved.</summary>
    void Planned(TargetWork work);

    /// <summary>
    /// The change of these targets is about to be sent; an exception prevents that. Returns when the entries are on the disk.
    /// </summary>
    void Sent(IReadOnlyList<TargetWork> works);

    /// <summary>A target has its result.</summary>
    void Finished(TargetResult result);
}
