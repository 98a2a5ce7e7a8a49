using System;
using System.Diagnostics;
using System.Linq;

namespace PasswordCmdlets.Fuzzing.Engine;

/// <summary>An input for which a property does not hold.</summary>
/// <param name="Input">The input.</param>
/// <param name="Problem">What is wrong, and where: the same for inputs that show the same defect.</param>
internal sealed record Finding(byte[] Input, string Problem)
{
    /// <summary>
    /// The finding of an exception: its type, or its message where it is a property's; and the first method outside of the fuzzer's
    /// engine.
    /// </summary>
    public static Finding Of(byte[] input, Exception failure)
    {
        string? method = new StackTrace(failure).GetFrames()
            .Select(static frame => frame.GetMethod())
            .Where(static method => method?.DeclaringType?.Namespace is { } name && !name.EndsWith(".Engine", StringComparison.Ordinal)
                && name.StartsWith("PasswordCmdlets.", StringComparison.Ordinal))
            .Select(static method => $"{method!.DeclaringType!.Name}.{method.Name}")
            .FirstOrDefault();
        string what = failure is PropertyException ? failure.Message : $"{failure.GetType().Name}.";
        return new Finding(input, $"{what} In {method}.");
    }
}
