using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.Reports;

public sealed class ReportEntryTests
{
    private static readonly DateTimeOffset Night = new(2026, 11, 27, 2, 0, 0, TimeSpan.FromHours(1));

    private static readonly ReportEntry Whole = ReportEntry.Of(
        new TargetResult
        {
            Target = new PasswordTarget
            {
                Id = "i-1",
                UserName = "alice",
                Region = "cn-north-4",
                ProjectId = "project",
                ProfileName = "ops",
            },
            Provider = "Huawei",
            Resource = "DcsInstance",
            Account = "account",
            Status = ChangeStatus.Failed,
            RequestId = "request",
            ErrorId = "AccountLocked",
            ErrorCode = "DCS.1",
            Message = "Locked.",
            Attempts = 2,
            StartedAt = Night.AddSeconds(-90),
            Duration = TimeSpan.FromSeconds(90.5),
            RestartRequired = false,
            RetryTimesLeft = 0,
            LockTimeLeft = 5,
        },
        "run",
        Night);

    [Theory]
    [InlineData("Planned", false, true, true)]
    [InlineData("Sent", true, false, true)]
    [InlineData("Accepted", true, false, false)]
    [InlineData("Unknown", true, false, true)]
    [InlineData("Succeeded", false, false, false)]
    [InlineData("Failed", false, true, true)]
    [InlineData("Cancelled", false, true, true)]
    [InlineData("Edited", false, false, true)]
    public void A_status_says_what_may_be_done(string status, bool isUncertain, bool isResumable, bool needsAttention)
    {
        ReportEntry entry = Whole with { Status = status, ErrorId = null };

        Assert.Equal((isUncertain, isResumable, needsAttention), (entry.IsUncertain, entry.IsResumable, entry.NeedsAttention));
        Assert.True((entry with { ErrorId = "VaultWriteFailed" }).NeedsAttention);
    }

    [Theory]
    [InlineData("i-1", "alice", "account", "i-1")]
    [InlineData(null, "alice", "account", "alice")]
    [InlineData(null, null, "account", "account")]
    [InlineData(null, null, null, null)]
    public void A_target_is_named_by_instance_user_or_account_and_is_resumable_only_with_a_name(
        string? instance, string? user, string? account, string? name)
    {
        ReportEntry entry = Whole with { InstanceId = instance, UserName = user, Account = account };

        Assert.Equal((name, name is not null), (entry.Name, entry.IsResumable));
    }

    [Theory]
    [InlineData("TargetNotFound", true)]
    [InlineData("InvalidTarget", true)]
    [InlineData("DuplicateTarget", true)]
    [InlineData("TargetBusy", false)]
    [InlineData(null, false)]
    public void A_target_that_does_not_exist_would_fail_again(string? errorId, bool wouldFailAgain) =>
        Assert.Equal(wouldFailAgain, (Whole with { ErrorId = errorId }).WouldFailAgain);

    [Theory]
    [InlineData("Failed", "request", true)]
    [InlineData("Failed", "other", false)]
    [InlineData("Succeeded", "request", false)]
    public void A_failure_ends_the_request_that_it_belongs_to(string status, string request, bool ends) =>
        Assert.Equal(ends, (Whole with { Status = status }).Ends(Whole with { RequestId = request }));

    [Fact]
    public void A_failure_without_a_request_ends_none() =>
        Assert.False((Whole with { RequestId = null }).Ends(Whole with { RequestId = null }));

    [Fact]
    public void An_entry_is_one_JSON_object_without_what_has_no_value()
    {
        Assert.Equal(
            """
            {"Time":"2026-11-27T01:00:00Z","RunId":"run","Status":"Failed","Provider":"Huawei","Resource":"DcsInstance",
            "InstanceId":"i-1","UserName":"alice","Region":"cn-north-4","ProjectId":"project","ProfileName":"ops","Account":"account",
            "RequestId":"request","ErrorId":"AccountLocked","ErrorCode":"DCS.1","Message":"Locked.","Attempts":2,
            "StartedAt":"2026-11-27T00:58:30Z","Duration":"00:01:30.5000000","RestartRequired":false,"RetryTimesLeft":0,
            "LockTimeLeft":5,"VaultName":"fleet","SecretName":"entry"}
            """.ReplaceLineEndings(string.Empty),
            Written(Whole with { VaultName = "fleet", SecretName = "entry" }));
        Assert.Equal(
            """{"Time":"2026-11-27T01:00:00Z","RunId":"run","Status":"Planned","Provider":"P","Resource":"R","Attempts":0}""",
            Written(new ReportEntry { Time = Night, RunId = "run", Status = "Planned", Provider = "P", Resource = "R" }));
    }

    [Theory]
    [InlineData("RunId")]
    [InlineData("Provider")]
    [InlineData("Resource")]
    [InlineData("Status")]
    public void An_entry_without_a_required_property_is_not_read(string missing)
    {
        string[] members = ["RunId", "Provider", "Resource", "Status"];
        string others = string.Join(",", members.Where(name => name != missing).Select(static name => $"\"{name}\":\"x\""));

        Assert.Null(ReportEntry.Parse($"{{{others}}}"));
        Assert.NotNull(ReportEntry.Parse($"{{{others},\"{missing}\":\"x\"}}"));
    }

    private static string Written(ReportEntry entry)
    {
        using MemoryStream written = new();
        using (Utf8JsonWriter json = new(written))
        {
            entry.WriteTo(json);
        }

        return Encoding.UTF8.GetString(written.ToArray());
    }
}
