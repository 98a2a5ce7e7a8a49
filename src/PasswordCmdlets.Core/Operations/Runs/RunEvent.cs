namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>An event of a run. Events are handled one at a time by the caller of the run.</summary>
internal abstract class RunEvent
{
}
