using System;
using System.Globalization;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Fuzzing.Engine;

namespace PasswordCmdlets.Fuzzing.Targets;

/// <summary>
/// The headers with which a server asks to pause. A pause is limited, and a whole number of seconds below the limit is kept.
/// </summary>
internal sealed class RetryAfterTarget : FuzzTarget
{
    public override string Name => "retry-after";

    public override void Run(byte[] input)
    {
        WireResponse response = HttpInput.Read(input);
        TimeSpan? pause = RetryAfter.Of(response);
        Property.Holds(pause is null || (pause >= TimeSpan.Zero && pause <= RetryAfter.Longest), "a pause is limited");
        if (response.Header("x-acs-retry-after") is null
            && int.TryParse(response.Header("Retry-After"), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
            && seconds <= RetryAfter.Longest.TotalSeconds)
        {
            Property.Holds(pause == TimeSpan.FromSeconds(seconds), "whole seconds are kept");
        }
    }
}
