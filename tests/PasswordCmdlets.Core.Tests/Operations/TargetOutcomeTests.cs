using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public class TargetOutcomeTests
{
    [Theory]
    [InlineData("No permission", "Grant it.", "No permission. Grant it.")]
    [InlineData("No permission.", "Grant it.", "No permission. Grant it.")]
    [InlineData("\u6ca1\u6709\u6743\u9650\u3002", "Grant it.", "\u6ca1\u6709\u6743\u9650\u3002 Grant it.")]
    [InlineData("No permission", null, "No permission")]
    [InlineData(null, "Grant it.", "Grant it.")]
    [InlineData("", "Grant it.", "Grant it.")]
    [InlineData(null, null, "The response has no reason.")]
    public void A_message_and_its_advice_are_two_sentences(string? message, string? advice, string expected) =>
        Assert.Equal(expected, TargetOutcome.Sentence(new() { Fault = Fault.AccessDenied, Message = message, Advice = advice }));
}
