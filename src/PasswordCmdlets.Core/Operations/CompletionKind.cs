using System;

namespace PasswordCmdlets.Core.Operations;

/// <summary>How an operation comes to its end.</summary>
internal enum CompletionKind
{
    /// <summary>The provider's answer is the end of it.</summary>
    Immediate,

    /// <summary>The answer accepts the work; its end is seen by polling.</summary>
    Polled,
}
