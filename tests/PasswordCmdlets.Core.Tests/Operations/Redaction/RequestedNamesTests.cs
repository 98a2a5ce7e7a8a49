using System;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Tencent.Cvm;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.Redaction;

/// <summary>A provider's message may quote the names that the request specified, although they look like encoded characters.</summary>
public sealed class RequestedNamesTests
{
    [Theory]
    [InlineData("ins-Xq7wzKp9", true)]
    [InlineData("Qz4vXj8kWp2n", true)]
    [InlineData("7f0d9c2ekq31", true)]
    [InlineData("Kq9xZv3jTw5p", false)]
    public void A_message_is_shown_when_it_quotes_the_id_the_user_or_the_project_of_the_request(string name, bool isShown)
    {
        string message = $"The request for {name} is not allowed.";
        ScriptedServer server = new(call => ScriptedTencent.Action(call) == ScriptedTencent.Reset
            ? ScriptedTencent.Error("InvalidParameterValue", message)
            : ScriptedTencent.Response(call));
        using RunDriver run = new(server, time: new AutoAdvancingTimeProvider());
        using SecretText password = new("Brand-New-Pass-7".AsSpan());
        run.Submit(
            new PasswordTarget { Id = "ins-Xq7wzKp9", Region = "ap-one", UserName = "Qz4vXj8kWp2n", ProjectId = "7f0d9c2ekq31" },
            ScriptedTencent.Session(),
            new CvmResetOperation(),
            new SharedPassword(password));

        TargetResult result = Assert.Single(run.Finish());

        Assert.Equal(ChangeStatus.Failed, result.Status);
        Assert.Equal(isShown, result.Message.Contains(message, StringComparison.Ordinal));
    }
}
