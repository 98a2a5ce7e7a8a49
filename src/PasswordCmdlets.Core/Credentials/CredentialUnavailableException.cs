using System;
using PasswordCmdlets.Core.Operations;

namespace PasswordCmdlets.Core.Credentials;

/// <summary>A credential is not available or could not be renewed. The message says why and holds no secret.</summary>
internal sealed class CredentialUnavailableException : Exception
{
    /// <summary>Without a reason.</summary>
    public CredentialUnavailableException()
        : this("The credential is not available.")
    {
    }

    /// <summary>With the reason.</summary>
    /// <param name="message">The reason, for people.</param>
    public CredentialUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Whether there is no usable credential, or the provider rejected the one there is.</summary>
    public string ErrorId { get; init; } = ErrorIds.CredentialNotFound;

    /// <summary>With the reason and its cause.</summary>
    /// <param name="message">The reason, for people.</param>
    /// <param name="innerException">The cause.</param>
    public CredentialUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
