using System;

namespace PasswordCmdlets.Core.Credentials;

/// <summary>A credential could not be had, or not be renewed. The message says why and holds no secret.</summary>
public sealed class CredentialUnavailableException : Exception
{
    /// <summary>Without a reason.</summary>
    public CredentialUnavailableException()
        : this("The credential is not available.")
    {
    }

    /// <summary>With the reason.</summary>
    /// <param name="message">Why, for people.</param>
    public CredentialUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>With the reason and what led to it.</summary>
    /// <param name="message">Why, for people.</param>
    /// <param name="innerException">What led to it.</param>
    public CredentialUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
