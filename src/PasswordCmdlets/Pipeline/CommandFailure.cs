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

    /// <summary>
    /// A name is not known, or an id is not found. It is the target of the error where it is a plain word, which may be shown.
    /// </summary>
    public static CommandFailure Unknown(string message, string? name) => new(
        ErrorIds.InvalidTarget,
        ErrorCategory.InvalidArgument,
        message,
        name is { Length: > 0 } && TargetText.IsPlainWord(name) ? name : null);

    public string ErrorId { get; }

    public ErrorCategory Category { get; }

    public object? Target { get; }

    public ErrorRecord ToErrorRecord() => Record(Message, ErrorId, Category, Target);

    /// <summary>An error record without a recommended action: the message says what to do, and PowerShell would show both.</summary>
    public static ErrorRecord Record(string message, string errorId, ErrorCategory category, object? target) =>
        new(new InvalidOperationException(message), errorId, category, target) { ErrorDetails = new ErrorDetails(message) };
}
