using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Operations.Discovery;
using PasswordCmdlets.Core.Operations.Redaction;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.Discovery;

public class ListedTargetTests
{
    [Theory]
    [InlineData("web-1", "web-1")]
    [InlineData("web\n1", "web 1")]
    [InlineData("", "")]
    [InlineData(" ", "")]
    [InlineData("\u2028", "")]
    [InlineData("\r\n", "")]
    public void Names_and_tags_are_on_one_line(string text, string shown)
    {
        using KnownSecrets secrets = new();
        ListedTarget target = new()
        {
            Id = "1",
            Name = text,
            Tags = [new KeyValuePair<string, string>(text, "value"), new KeyValuePair<string, string>("key", text)],
        };

        ListedTarget redacted = target.Redact(new Redactor(secrets));

        Assert.Equal(shown, redacted.Name);
        Assert.Equal([shown, "key"], redacted.Tags.Select(static tag => tag.Key));
        Assert.Equal(["value", shown], redacted.Tags.Select(static tag => tag.Value));
    }
}
