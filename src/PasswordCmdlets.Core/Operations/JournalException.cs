using System;

namespace PasswordCmdlets.Core.Operations;

/// <summary>The report cannot be written, so nothing more is sent.</summary>
internal sealed class JournalException : Exception
{
    public JournalException()
    {
    }

    public JournalException(string message)
        : base(message)
    {
    }

    public JournalException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
