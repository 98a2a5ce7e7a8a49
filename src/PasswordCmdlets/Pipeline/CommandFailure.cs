using System;
using System.Management.Automation;
using PasswordCmdlets.Core.Operations;

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

    /// <summary>A parameter or a target is invalid.</summary>
    public static CommandFailure Invalid(string message) => new(ErrorIds.InvalidTarget, ErrorCategory.InvalidArgument, message);

    public string ErrorId { get; }

    public ErrorCategory Category { get; }

    public object? Target { get; }

    public ErrorRecord ToErrorRecord() =>
        new(new InvalidOperationException(Message), ErrorId, Category, Target) { ErrorDetails = new ErrorDetails(Message) };
}
