using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

/// <summary>The metadata of stored passwords: how it is written beside them, and what is read of a vault's entries.</summary>
public sealed class SecretMetadataTests : IDisposable
{
    private const string RunId = "20261120160000aaaaaa";
    private const string Entry = "Tencent-CvmInstance-ap-guangzhou-ins-1";

    private readonly FakeTimeProvider _time = new();
    private readonly RunSeed _seed = RunSeed.Create();
    private readonly MemoryVault _store = new();
    private readonly TemporaryFolder _folder = new();
    private readonly SecretText _password = new("Brand-New-Pass-7".AsSpan());
    private readonly List<(NoticeLevel Level, string Text)> _notices = [];

    private static SecretTarget Target =>
        new() { Provider = "Tencent", Resource = "CvmInstance", Region = "ap-guangzhou", InstanceId = "ins-1" };

    private DateTimeOffset Now => _time.GetUtcNow();

    [Fact]
    public void A_password_that_is_in_effect_gets_metadata_and_one_that_may_be_does_not()
    {
        using RunVault vault = New(lifetime: TimeSpan.FromDays(90));

        Assert.Equal(Entry, vault.Keep(Target, ChangeStatus.Succeeded, _password));
        vault.Keep(Target with { InstanceId = "ins-2" }, ChangeStatus.Unknown, _password);

        (string entry, IReadOnlyDictionary<string, string> metadata) = Assert.Single(_store.Metadata);
        Assert.Equal(Entry, entry);
        SecretMetadata facts = SecretMetadata.Read(metadata.GetValueOrDefault)!;
        Assert.Equal((RunId, Target), (facts.RunId, facts.Target));
        Assert.Equal((Seconds(Now), Seconds(Now.AddDays(90))), (facts.ChangedAt, facts.ExpiresAt));
        Assert.Empty(_notices);
    }

    [Theory]
    [InlineData(false, nameof(NoticeLevel.Verbose))]
    [InlineData(true, nameof(NoticeLevel.Warning))]
    public void A_vault_that_keeps_no_metadata_is_asked_once_and_costs_no_password(bool hasLifetime, string level)
    {
        _store.KeepsMetadata = false;
        using RunVault vault = New(hasLifetime ? TimeSpan.FromDays(90) : null);

        for (int i = 0; i < 3; i++)
        {
            string entry = vault.Keep(Target with { InstanceId = $"ins-{i}" }, ChangeStatus.Succeeded, _password);
            Assert.True(_store.Entries.ContainsKey(entry));
        }

        Assert.Equal(1, _store.Descriptions);
        Assert.Equal(level, Assert.Single(_notices).Level.ToString());
        Assert.Equal("The vault memory keeps no metadata. Passwords are stored, without the time of their change"
            + (hasLifetime ? " and without an expiry: -SecretLifetime has no effect." : ".")
            + " With -ReportPath, Get-CloudPasswordSecret reads their age from the report.", _notices[0].Text);
        Assert.Null(vault.Close());
    }

    [Fact]
    public void Metadata_that_cannot_be_written_is_one_warning_and_costs_no_password()
    {
        _store.FailsToDescribe = true;
        using RunVault vault = New();

        string first = vault.Keep(Target, ChangeStatus.Succeeded, _password);
        vault.Keep(Target with { InstanceId = "ins-2" }, ChangeStatus.Succeeded, _password);

        (NoticeLevel level, string text) = Assert.Single(_notices);
        Assert.Equal(NoticeLevel.Warning, level);
        Assert.Contains($"stored as {first}", text, StringComparison.Ordinal);
        Assert.Contains("The vault is busy.", text, StringComparison.Ordinal);
        Assert.Equal(2, _store.Descriptions);
        Assert.Null(vault.Close());
    }

    [Fact]
    public void A_name_by_a_template_has_its_target_in_the_metadata()
    {
        using RunVault vault = New(template: "web-{InstanceId}");
        string entry = vault.Keep(Target, ChangeStatus.Succeeded, _password);

        StoredPassword read = StoredPassword.Read(entry, _store.Metadata[entry].GetValueOrDefault, reported: null, Now)!;

        Assert.Equal(("web-ins-1", Target, RunId), (read.Name, read.Target, read.RunId));
        Assert.Null(StoredPassword.Read(entry, static _ => null, reported: null, Now));
    }

    [Fact]
    public void A_user_of_an_account_is_read_with_the_account()
    {
        SecretTarget alice = new() { Provider = "Alibaba", Resource = "RamUser", UserName = "alice", Account = "1234567890123456" };
        string name = SecretNames.ForTarget(alice);

        Assert.Equal(alice, StoredPassword.Read(name, static _ => null, reported: null, Now)!.Target);
        Assert.Equal(alice, SecretMetadata.Read(new SecretMetadata(alice, RunId, Now, null).ToMetadata().GetValueOrDefault)!.Target);
    }

    [Theory]
    [InlineData("acs:ram::1234567890123456:role/ops")]
    [InlineData("acs:ram::1234567890123456:role/a-role-with-a-name-that-is-as-long-as-the-name-of-a-role-may-be")]
    public void A_user_is_read_with_the_role_where_only_that_is_known(string role)
    {
        SecretTarget alice = new() { Provider = "Alibaba", Resource = "RamUser", UserName = "alice", Account = role };
        string name = SecretNames.ForTarget(alice);
        IReadOnlyDictionary<string, string> metadata = new SecretMetadata(alice, RunId, Now, null).ToMetadata();

        Assert.Equal(alice, StoredPassword.Read(name, metadata.GetValueOrDefault, reported: null, Now)!.Target);
    }

    [Theory]
    [InlineData(Entry, true)]
    [InlineData("tencent-cvminstance-AP-guangzhou-ins-1", true)]
    [InlineData(Entry + "-pending-" + RunId, false)]
    [InlineData("PasswordCmdlets-run-" + RunId, false)]
    [InlineData("Tencent-Nosuch-ap-guangzhou-ins-1", false)]
    [InlineData("Alibaba-CvmInstance-ap-guangzhou-ins-1", false)]
    [InlineData("database", false)]
    [InlineData("", false)]
    public void Only_passwords_of_known_resources_are_read(string name, bool expected)
    {
        StoredPassword? read = StoredPassword.Read(name, static _ => null, reported: null, Now);

        Assert.Equal(expected, read is not null);
        Assert.Equal(expected ? ("Tencent", "CvmInstance") : default, (read?.Target.Provider, read?.Target.Resource)!);
    }

    [Fact]
    public void The_later_of_metadata_and_report_counts_and_a_change_in_the_future_does_not()
    {
        ReportEntry reported = new()
        {
            Time = Now.AddDays(-3),
            RunId = "reported",
            Provider = "Tencent",
            Resource = "CvmInstance",
            Status = "Succeeded",
            VaultName = "Fleet",
            SecretName = Entry,
        };

        Assert.Equal(("reported", -3), Change(Facts(-5), reported));
        Assert.Equal((RunId, -1), Change(Facts(-1), reported));
        Assert.Equal(("reported", -3), Change(Facts(2), reported));
        Assert.Equal((null, null), Change(Facts(2), reported: null));
        Assert.Equal((null, null), Change(static _ => null, reported with { Time = Now.AddDays(2) }));
    }

    [Fact]
    public void The_name_tells_the_target_before_the_metadata_and_the_metadata_before_the_report()
    {
        ReportEntry reported = new()
        {
            Time = Now,
            RunId = "reported",
            Provider = "Tencent",
            Resource = "CvmInstance",
            Region = "ap-guangzhou",
            InstanceId = "ins-3",
            UserName = "root",
            Status = "Succeeded",
        };
        Func<string, string?> metadata =
            new SecretMetadata(Target with { InstanceId = "ins-2" }, RunId, Now, null).ToMetadata().GetValueOrDefault;

        Assert.Equal("ins-1", StoredPassword.Read(Entry, metadata, reported, Now)!.Target.InstanceId);
        Assert.Equal("ins-2", StoredPassword.Read("web", metadata, reported, Now)!.Target.InstanceId);
        Assert.Equal(Target with { InstanceId = "ins-3", UserName = "root" },
            StoredPassword.Read("web", static _ => null, reported, Now)!.Target);
        Assert.Null(StoredPassword.Read("web", static _ => null, reported with { Resource = "Nosuch" }, Now));
        Assert.Null(StoredPassword.Read("web", static _ => null, reported with { Provider = "Alibaba" }, Now));
        Assert.Null(StoredPassword.Read("web", static _ => null, reported with { InstanceId = null, UserName = null }, Now));
        Assert.Null(StoredPassword.Read("web", static _ => null, reported with { UserName = "two words" }, Now));
        Assert.Null(StoredPassword.Read("web", static _ => null, reported with { Region = "two words" }, Now));
        Assert.NotNull(StoredPassword.Read("web", static _ => null, reported with { InstanceId = null }, Now));
    }

    [Fact]
    public void A_user_is_not_read_with_an_account_that_is_none()
    {
        SecretTarget alice = new() { Provider = "Alibaba", Resource = "RamUser", UserName = "alice", Account = "two words" };

        Assert.Null(StoredPassword.Read("web", new SecretMetadata(alice, RunId, Now, null).ToMetadata().GetValueOrDefault, null, Now));
    }

    [Fact]
    public void An_instance_has_no_account_in_its_metadata() => Assert.DoesNotContain(
        "Account", new SecretMetadata(Target with { Account = "key" }, RunId, Now, null).ToMetadata().Keys);

    [Fact]
    public void The_last_success_in_the_vault_counts_in_a_report()
    {
        ReportEntry stored = new()
        {
            Time = Now,
            RunId = "a",
            Provider = "Tencent",
            Resource = "CvmInstance",
            Status = "Succeeded",
            VaultName = "fleet",
            SecretName = Entry,
        };
        ReportedSecrets reported = new("Fleet");
        reported.Add(stored);
        reported.Add(stored with { Time = Now.AddDays(-1), RunId = "earlier" });
        reported.Add(stored with { RunId = "repeated" });
        reported.Add(stored with { Time = Now.AddDays(1), RunId = "failed", Status = "Failed" });
        reported.Add(stored with { Time = Now.AddDays(1), RunId = "elsewhere", VaultName = "Other" });
        reported.Add(stored with { Time = Now.AddDays(1), RunId = "unstored", SecretName = null });

        Assert.Equal("a", reported.Find(Entry.ToUpperInvariant())!.RunId);
        Assert.Null(reported.Find("other"));
    }

    public void Dispose()
    {
        _password.Dispose();
        _seed.Dispose();
        _folder.Dispose();
    }

    private static DateTimeOffset Seconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());

    private Func<string, string?> Facts(int days) =>
        new SecretMetadata(Target, RunId, Now.AddDays(days), null).ToMetadata().GetValueOrDefault;

    private (string? RunId, int? Days) Change(Func<string, string?> metadata, ReportEntry? reported)
    {
        StoredPassword read = StoredPassword.Read(Entry, metadata, reported, Now)!;
        return (read.RunId, read.ChangedAt is { } changed ? (int)Math.Round((changed - Now).TotalDays) : null);
    }

    private RunVault New(TimeSpan? lifetime = null, string? template = null)
    {
        VaultWait wait = new()
        {
            Timeout = TimeSpan.FromMinutes(1),
            Time = _time,
            Folder = _folder.FullName,
            Notice = (level, text) => _notices.Add((level, text)),
        };
        RunVault vault = new(_store, _seed, template, RunId, wait, lifetime);
        vault.StoreSeed("Tencent-CvmInstance");
        return vault;
    }
}
