using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>The run needs a yes or a no before it goes on; without a response it is a no.</summary>
internal sealed class QuestionEvent(string caption, string question) : RunEvent
{
    private readonly TaskCompletionSource<bool> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Caption { get; } = caption;

    public string Question { get; } = question;

    public Task<bool> Answered => _answer.Task;

    public void Answer(bool yes) => _answer.TrySetResult(yes);
}
