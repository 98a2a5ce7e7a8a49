using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Operations;

/// <summary>Something the engine has to say; events are handled one at a time by whoever drives the run.</summary>
internal abstract class RunEvent
{
}

/// <summary>A target came to its end.</summary>
internal sealed class ResultEvent(TargetResult result, bool freesPlace) : RunEvent
{
    /// <summary>Whether reading this event makes room for another target.</summary>
    public bool FreesPlace { get; } = freesPlace;

    public TargetResult Result { get; } = result;
}

/// <summary>The run needs a yes or a no before it goes on; no answer is a no.</summary>
internal sealed class QuestionEvent(string caption, string question) : RunEvent
{
    private readonly TaskCompletionSource<bool> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Caption { get; } = caption;

    public string Question { get; } = question;

    public Task<bool> Answered => _answer.Task;

    public void Answer(bool yes) => _answer.TrySetResult(yes);
}

/// <summary>How much a notice matters.</summary>
internal enum NoticeLevel
{
    Warning,
    Verbose,
    Debug,
}

/// <summary>Something for the warning, verbose or debug stream. Never holds a secret or a URL with a query.</summary>
internal sealed class NoticeEvent(NoticeLevel level, string text) : RunEvent
{
    public NoticeLevel Level { get; } = level;

    public string Text { get; } = text;
}
