using System.Collections.Generic;

namespace PasswordCmdlets.Core.Operations;

/// <summary>Keeps a lasting account of a run; each call returns only when its line is with the operating system.</summary>
internal interface IRunJournal
{
    /// <summary>Targets were approved.</summary>
    void Planned(TargetWork work);

    /// <summary>The change of these targets is about to be sent; throwing prevents it.</summary>
    void Sent(IReadOnlyList<TargetWork> works);

    /// <summary>A target has its result.</summary>
    void Finished(TargetResult result);
}

/// <summary>Keeps nothing.</summary>
internal sealed class NoJournal : IRunJournal
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
