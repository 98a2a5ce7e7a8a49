namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>How much a notice matters.</summary>
internal enum NoticeLevel
{
    Warning,
    Verbose,
    Debug,
}
