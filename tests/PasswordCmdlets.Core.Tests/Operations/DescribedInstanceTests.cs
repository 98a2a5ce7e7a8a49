using System;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Passwords;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public sealed class DescribedInstanceTests
{
    [Fact]
    public void What_a_look_shows_is_made_safe_like_any_word_of_a_provider()
    {
        using SecretText password = new("Cl0ud-Tour-1".AsSpan());
        DescribedInstance view = new()
        {
            Id = "ins-1",
            State = "RUN\u001b[31mNING",
            OperationName = "##vso[task.setvariable]x",
            OperationState = "FAILED\n",
            OperationRequestId = "a\r\nb",
            OperationError = "Cl0ud%2DTour-1 is refused",
        };

        DescribedInstance clean = view.Clean([password]);

        Assert.Equal(
            ("RUN [31mNING", "# #vso[task.setvariable]x", "FAILED", "a  b", "[redacted] is refused"),
            (clean.State, clean.OperationName, clean.OperationState, clean.OperationRequestId, clean.OperationError));
    }
}
