using System;
using System.Globalization;
using PasswordCmdlets.Core.Operations.Reports;

namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>Names of runs: the time (UTC) at which the run began, and six random digits.</summary>
internal static class RunIds
{
    private const string Time = "yyyyMMddHHmmss";

    public static string New(TimeProvider time) =>
        time.GetUtcNow().UtcDateTime.ToString(Time, CultureInfo.InvariantCulture) + Guid.NewGuid().ToString("N").Substring(0, 6);

    /// <summary>When the run began; null when the name is none of ours.</summary>
    public static DateTimeOffset? StartOf(string runId) =>
        runId.Length >= Time.Length
        && DateTimeOffset.TryParseExact(
            runId.Substring(0, Time.Length), Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset began)
            ? RecordedTime.Of(began)
            : null;
}
