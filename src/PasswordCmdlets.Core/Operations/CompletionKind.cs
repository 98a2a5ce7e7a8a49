namespace PasswordCmdlets.Core.Operations;

/// <summary>How an operation completes.</summary>
internal enum CompletionKind
{
    /// <summary>The response completes it.</summary>
    Immediate,

    /// <summary>The response accepts it; polling shows its completion.</summary>
    Polled,

    /// <summary>The response accepts it; nothing shows whether it took effect, so accepted is the best outcome.</summary>
    Unverified,
}
