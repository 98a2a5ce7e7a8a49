using System;

namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>A vault operation failed. The message says what to do and holds no secret.</summary>
internal sealed class SecretStoreException : Exception
{
    /// <summary>Whether the vault, or SecretManagement, does not have the function.</summary>
    public bool IsUnsupported { get; init; }

    public SecretStoreException()
    {
    }

    public SecretStoreException(string message)
        : base(message)
    {
    }

    public SecretStoreException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
