using System.Collections.Generic;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Operations.Reports;

/// <summary>Keeps a lasting account of a run; each call returns only when its line is with the operating system.</summary>
internal interface IRunReport
{
    /// <summary>Targets were approved.</summary>
    void Planned(TargetWork work);

    /// <summary>The change of these targets is about to be sent; throwing prevents it.</summary>
    void Sent(IReadOnlyList<TargetWork> works);

    /// <summary>A target has its result.</summary>
    void Finished(TargetResult result);
}
