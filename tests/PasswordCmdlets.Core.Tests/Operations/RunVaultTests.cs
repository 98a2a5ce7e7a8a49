using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

/// <summary>What one run does with the vault: names, the seed, and what is said when the seed stays.</summary>
public sealed class RunVaultTests : IDisposable
{
    private const string RunId = "20261120160000aaaaaa";
    private const string SeedName = "PasswordCmdlets-run-" + RunId;

    private readonly FakeTimeProvider _time = new();
    private readonly RunSeed _seed = RunSeed.Create();
    private readonly MemoryVault _store = new();
    private readonly TemporaryFolder _folder = new();
    private readonly List<RunVault> _open = [];
    private readonly SecretText _password = new("Brand-New-Pass-7".AsSpan());

    [Fact]
    public void Without_a_template_every_target_has_its_name()
    {
        RunVault vault = New(null);

        Assert.Null(vault.Claim(Target("ins-1")));
        Assert.Null(vault.Claim(Target("ins-1")));
    }

    [Fact]
    public void A_second_target_with_the_same_name_fails_whatever_the_case()
    {
        RunVault vault = New("prod-{Region}-{UserName}");

        Assert.Null(vault.Claim(Target("ins-1", "root")));
        string refusal = vault.Claim(Target("ins-2", "root"))!;

        Assert.Contains("ins-2", refusal, StringComparison.Ordinal);
        Assert.Contains("prod-ap-guangzhou-root", refusal, StringComparison.Ordinal);
        Assert.Contains("{InstanceId}", refusal, StringComparison.Ordinal);
        Assert.Null(vault.Claim(Target("ins-2", "admin")));
    }

    [Fact]
    public void The_error_of_a_user_without_an_instance_has_the_user_name()
    {
        RunVault vault = New("one");
        vault.Claim(Target(null, "alice"));

        Assert.Contains("bob", vault.Claim(Target(null, "bob")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_vault_that_returns_without_storing_the_seed_is_an_error()
    {
        _store.Keeps = static _ => null;

        Assert.Contains(SeedName, Assert.Throws<SecretStoreException>(() => New(null).StoreSeed()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vault_that_stores_another_text_is_an_error_that_does_not_show_it()
    {
        _store.Keeps = static secret => secret.Substring(1);

        string message = Assert.Throws<SecretStoreException>(() => New(null).StoreSeed()).Message;

        Assert.Contains($"does not return the seed that was stored in it as {SeedName}. Nothing was sent.", message, StringComparison.Ordinal);
        Assert.DoesNotContain(_store.Entries[SeedName], message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_seed_is_stored_once_and_removed_when_all_is_certain()
    {
        RunVault vault = New(null);
        vault.StoreSeed();
        vault.StoreSeed();
        string entry = vault.Keep(Target("ins-1"), ChangeStatus.Succeeded, _password);

        Assert.Null(vault.Close());
        Assert.Equal("Tencent-CvmInstance-ap-guangzhou-ins-1", entry);
        Assert.Equal([SeedName, entry], _store.Stored);
        Assert.Equal(entry, Assert.Single(_store.Entries).Key);
    }

    [Fact]
    public void A_template_sets_the_entry_name()
    {
        RunVault vault = New("prod-{InstanceId}");
        vault.StoreSeed();

        Assert.Equal("prod-ins-1", vault.Keep(Target("ins-1"), ChangeStatus.Succeeded, _password));
        Assert.Equal($"prod-ins-2-pending-{RunId}", vault.Keep(Target("ins-2"), ChangeStatus.Unknown, _password));
    }

    [Fact]
    public void A_seed_that_was_never_stored_is_not_read()
    {
        _store.Fails = true;

        Assert.Null(New(null).Close());
    }

    [Theory]
    [InlineData(nameof(ChangeStatus.Unknown))]
    [InlineData(nameof(ChangeStatus.Accepted))]
    public void What_is_not_certain_is_pending_and_keeps_the_seed(string status)
    {
        RunVault vault = New(null);
        vault.StoreSeed();

        string entry = vault.Keep(Target("ins-1"), Enum.Parse<ChangeStatus>(status), _password);

        Assert.Equal("Tencent-CvmInstance-ap-guangzhou-ins-1-pending-" + RunId, entry);
        vault.Keep(Target("ins-2"), Enum.Parse<ChangeStatus>(status), _password);
        vault.Keep(Target("ins-3"), ChangeStatus.Succeeded, _password);
        AssertSeedStays(vault, $"Restore-CloudPassword -VaultName memory -RunId {RunId}");
    }

    [Fact]
    public void A_target_with_an_unknown_outcome_keeps_the_seed()
    {
        RunVault vault = New(null);
        vault.StoreSeed();

        vault.NeedSeed();

        AssertSeedStays(vault, "Restore-CloudPassword");
    }

    [Fact]
    public void A_password_that_the_vault_did_not_take_keeps_the_seed()
    {
        RunVault vault = New(null);
        vault.StoreSeed();
        _store.Fails = true;
        Assert.Throws<SecretStoreException>(() => vault.Keep(Target("ins-1"), ChangeStatus.Succeeded, _password));
        _store.Fails = false;

        AssertSeedStays(vault, "Restore-CloudPassword");
    }

    [Theory]
    [InlineData("20261120155959bbbbbb", true)]
    [InlineData("20261119160001bbbbbb", true)]
    [InlineData("20261119160000bbbbbb", false)]
    [InlineData("20261101000000bbbbbb", false)]
    [InlineData("somebodys", true)]
    public void Another_run_of_the_last_day_keeps_the_seed(string other, bool stays)
    {
        _store.Entries["PasswordCmdlets-run-" + other] = "seed";
        RunVault vault = New(null);
        vault.StoreSeed();

        if (stays)
        {
            AssertSeedStays(vault, $"the run {other} may have changed the same targets");
        }
        else
        {
            Assert.Null(vault.Close());
            Assert.DoesNotContain(SeedName, _store.Entries.Keys);
        }
    }

    [Fact]
    public void A_vault_that_cannot_list_its_entries_keeps_the_seed_and_says_why()
    {
        RunVault vault = New(null);
        vault.StoreSeed();
        _store.Fails = true;

        AssertSeedStays(vault, "The vault is locked.");
    }

    [Fact]
    public void A_run_is_named_by_its_beginning_and_at_random()
    {
        string one = RunIds.New(_time);
        string other = RunIds.New(_time);

        Assert.Equal(_time.GetUtcNow(), RunIds.StartOf(one));
        Assert.Matches("^20261120160000[0-9a-f]{6}$", one);
        Assert.NotEqual(one, other);
        Assert.NotNull(RunIds.StartOf("20261120160000"));
        Assert.Null(RunIds.StartOf("2026112016000"));
        Assert.Null(RunIds.StartOf("20261399160000aaaaaa"));
    }

    public void Dispose()
    {
        _open.ForEach(static vault => vault.Dispose());
        _seed.Dispose();
        _password.Dispose();
        _folder.Dispose();
    }

    private static SecretTarget Target(string? id, string? userName = null) => new() { Provider = "Tencent", Resource = "CvmInstance", Region = "ap-guangzhou", InstanceId = id, UserName = userName, Account = "key" };

    private RunVault New(string? template)
    {
        RunVault vault = new(_store, _seed, template, RunId, new VaultWait { Folder = _folder.FullName, Timeout = TimeSpan.FromMinutes(1), Time = _time });
        _open.Add(vault);
        return vault;
    }

    private void AssertSeedStays(RunVault vault, string because)
    {
        string kept = vault.Close()!;

        Assert.Contains(because, kept, StringComparison.Ordinal);
        Assert.StartsWith($"The seed of this run stays in the vault memory as {SeedName}", kept, StringComparison.Ordinal);
        Assert.Contains(SeedName, _store.Entries.Keys);
    }
}
