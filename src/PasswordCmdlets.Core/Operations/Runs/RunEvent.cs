namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>Something the engine has to say; events are handled one at a time by the caller of the run.</summary>
internal abstract class RunEvent
{
}
