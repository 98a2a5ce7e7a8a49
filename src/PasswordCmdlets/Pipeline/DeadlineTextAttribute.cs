using System;
using System.Globalization;
using System.Management.Automation;

namespace PasswordCmdlets.Pipeline;

/// <summary>
/// Writes a DateTime and a TimeSpan as the text that -NotAfter reads. PowerShell itself would turn a TimeSpan of four hours into the text
/// 04:00:00, which is a time of day.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DeadlineTextAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            TimeSpan span when span >= TimeSpan.Zero => $"{Math.Ceiling(span.TotalSeconds).ToString("0", CultureInfo.InvariantCulture)}s",
            DateTime { Kind: DateTimeKind.Utc } utc => utc.ToString("o", CultureInfo.InvariantCulture),
            DateTime local => DateTime.SpecifyKind(local, DateTimeKind.Unspecified).ToString("o", CultureInfo.InvariantCulture),
            DateTimeOffset instant => instant.ToString("o", CultureInfo.InvariantCulture),
            _ => inputData,
        };
}
