using System.Collections.Generic;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Operations.Reports;

/// <summary>The report of a run without -ReportPath: it keeps nothing.</summary>
internal sealed class NullReport : IRunReport
{
    public void Planned(TargetWork work)
    {
    }

    public void Sent(IReadOnlyList<TargetWork> works)
    {
    }

    public void Finished(TargetResult result)
    {
    }
}
