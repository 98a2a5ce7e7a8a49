using System;
using System.Globalization;
using System.IO;
using PasswordCmdlets.Core.Operations.Reports;

namespace PasswordCmdlets.Core.Tests.TestSupport;

/// <summary>Makes the entries of a report and writes its exports.</summary>
internal static class TestReport
{
    public static readonly DateTimeOffset Night = new(2026, 11, 27, 1, 58, 3, TimeSpan.Zero);

    public static ReportEntry Entry(string id, string status = "Succeeded") => new()
    {
        Time = Night,
        RunId = "run1",
        Provider = "Tencent",
        Resource = "CvmInstance",
        InstanceId = id,
        Region = "ap-guangzhou",
        Status = status,
        Attempts = 1,
    };

    public static string Write<T>(Action<T, TextWriter> write, T content)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture);
        write(content, output);
        return output.ToString();
    }
}
