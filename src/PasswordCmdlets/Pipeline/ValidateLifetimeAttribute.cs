using System;
using System.Management.Automation;

namespace PasswordCmdlets.Pipeline;

/// <summary>
/// Rejects a time span that nobody means. PowerShell converts a bare number to ticks: <c>90</c> is nine microseconds, not 90 days; and a
/// variable that is not set is null, which would be no limit.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateLifetimeAttribute : ValidateArgumentsAttribute
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    // A date after the year 9999 does not exist.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365 * 1000);

    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is null)
        {
            throw new ValidationMetadataException("It is null. Specify days, hours and minutes, '90.00:00:00' for 90 days.");
        }

        if (arguments is TimeSpan span && (span < Shortest || span > Longest))
        {
            throw new ValidationMetadataException(
                $"{span:c} is not between one minute and 1,000 years. Specify days, hours and minutes, '90.00:00:00' for 90 days.");
        }
    }
}
