using System;
using System.Management.Automation;

namespace PasswordCmdlets.Pipeline;

/// <summary>A reason to end a command before anything is sent, or to fail one target unsent.</summary>
internal sealed class CommandFailure : Exception
{
    public CommandFailure(string errorId, ErrorCategory category, string message, object? target = null)
        : base(message)
    {
        ErrorId = errorId;
        Category = category;
        Target = target;
    }

    public string ErrorId { get; }

    public ErrorCategory Category { get; }

    public object? Target { get; }

    public ErrorRecord ToErrorRecord() =>
        new(new InvalidOperationException(Message), ErrorId, Category, Target) { ErrorDetails = new ErrorDetails(Message) };
}
