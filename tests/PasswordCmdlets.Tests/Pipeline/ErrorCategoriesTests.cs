using System.Linq;
using System.Management.Automation;
using System.Reflection;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Pipeline;
using Xunit;

namespace PasswordCmdlets.Tests.Pipeline;

public sealed class ErrorCategoriesTests
{
    public static TheoryData<string> Ids =>
        [.. typeof(ErrorIds).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static id => (string)id.GetValue(null)!)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_error_id_has_a_category(string errorId) =>
        Assert.NotEqual(ErrorCategory.NotSpecified, ErrorCategories.Of(errorId));
}
