using System;

namespace PasswordCmdlets.Core.Operations.Reports;

/// <summary>The report cannot be written, so nothing more is sent.</summary>
internal sealed class ReportException : Exception
{
    public ReportException()
    {
    }

    public ReportException(string message)
        : base(message)
    {
    }

    public ReportException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
