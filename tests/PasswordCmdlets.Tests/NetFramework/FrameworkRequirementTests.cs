using PasswordCmdlets.Loading;
using Xunit;

namespace PasswordCmdlets.Tests.NetFramework;

/// <summary>Windows PowerShell on a .NET Framework that is too old gets a sentence that says what is needed.</summary>
public sealed class FrameworkRequirementTests
{
    [Theory]
    [InlineData(461310)]
    [InlineData(378389)]
    public void An_older_framework_is_rejected_with_what_is_needed(int release) =>
        Assert.Equal(
            "PasswordCmdlets needs .NET Framework 4.7.2 or later in Windows PowerShell 5.1. Install it, or use PowerShell 7.4 or later.",
            FrameworkRequirement.Problem(release));

    [Theory]
    [InlineData(461808)]
    [InlineData(533320)]
    [InlineData(null)]
    public void Version_4_7_2_or_later_or_an_unknown_one_is_accepted(int? release) => Assert.Null(FrameworkRequirement.Problem(release));
}
