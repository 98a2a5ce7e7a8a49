using System;
using System.Runtime.CompilerServices;
using System.Threading;
using Xunit;

namespace PasswordCmdlets.Core.Tests.TestSupport;

/// <summary>Waits for what the engine does on threads of its own.</summary>
internal static class Wait
{
    /// <summary>Returns when the condition holds, and fails the test when it does not hold within a minute.</summary>
    public static void Until(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? text = null) =>
        Assert.True(SpinWait.SpinUntil(condition, TimeSpan.FromMinutes(1)), $"Within a minute this did not hold: {text}");
}
