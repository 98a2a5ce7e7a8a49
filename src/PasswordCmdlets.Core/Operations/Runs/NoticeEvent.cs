namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>Something for the warning, verbose or debug stream. Never holds a secret or a URL with a query.</summary>
internal sealed class NoticeEvent(NoticeLevel level, string text) : RunEvent
{
    public NoticeLevel Level { get; } = level;

    public string Text { get; } = text;
}
