using System.Management.Automation;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Pipeline;

/// <summary>What driving a run needs of the cmdlet; every member is called on the pipeline thread only.</summary>
internal interface ICommandHost
{
    void Emit(PasswordChangeResult result);

    /// <summary>Adds to a result before it is written.</summary>
    /// <returns>An error that goes with it, besides the engine's own.</returns>
    ErrorRecord? Complete(PasswordChangeResult result, TargetResult engineResult);

    /// <summary>Every result was written; what remains is at most the error that was held back.</summary>
    void AllEmitted(bool withoutError);

    /// <summary>The pipeline ended before every target had its result.</summary>
    void Abandon();

    void Fail(ErrorRecord error);

    void Warn(string text);

    void Explain(string text);

    void Trace(string text);

    void ShowProgress(ProgressRecord progress);

    /// <summary>Asks yes or no; false when nobody can be asked.</summary>
    bool Ask(string question, string caption);
}
