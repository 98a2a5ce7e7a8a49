using System;
using System.Collections.Generic;
using System.Linq;
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

    private const string Scope = "Tencent-CvmInstance";

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
        Assert.EndsWith("Put {InstanceId} or {UserName} into the template of -SecretName.", refusal, StringComparison.Ordinal);
        Assert.Null(vault.Claim(Target("ins-2", "admin")));
    }

    [Fact]
    public void A_target_that_comes_again_keeps_its_name()
    {
        RunVault vault = New("pw-{InstanceId}");

        Assert.Null(vault.Claim(Target("ins-1")));
        Assert.Null(vault.Claim(Target("ins-1")));
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

        Assert.Contains(SeedName, Assert.Throws<SecretStoreException>(() => New(null).StoreSeed(Scope)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(ChangeStatus.Succeeded))]
    [InlineData(nameof(ChangeStatus.Unknown))]
    public void A_vault_that_returns_without_storing_a_password_is_an_error_and_the_seed_stays(string status)
    {
        RunVault vault = New(null);
        vault.StoreSeed(Scope);

        // As a vault that does not replace an entry, and only warns.
        _store.Entries["Tencent-CvmInstance-ap-guangzhou-ins-1"] = "the previous password";
        _store.Keeps = static _ => null;
        Assert.Throws<SecretStoreException>(() => vault.Keep(Target("ins-1"), Enum.Parse<ChangeStatus>(status), _password));
        _store.Keeps = static secret => secret;

        Assert.NotNull(vault.Close());
        Assert.True(_store.Entries.ContainsKey(SeedName));
    }

    [Fact]
    public void A_vault_that_stores_another_text_is_an_error_that_does_not_show_it()
    {
        _store.Keeps = static secret => secret.Substring(1);

        string message = Assert.Throws<SecretStoreException>(() => New(null).StoreSeed(Scope)).Message;

        Assert.Contains($"does not return the seed that was stored in it as {SeedName}.", message, StringComparison.Ordinal);
        Assert.DoesNotContain(_store.Entries[SeedName], message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_seed_is_stored_once_and_removed_when_all_is_certain()
    {
        RunVault vault = New(null);
        vault.StoreSeed(Scope);
        vault.StoreSeed(Scope);
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
        vault.StoreSeed(Scope);

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
        vault.StoreSeed(Scope);

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
        vault.StoreSeed(Scope);

        vault.NeedSeed();

        AssertSeedStays(vault, "Restore-CloudPassword");
    }

    [Fact]
    public void A_password_that_the_vault_did_not_take_keeps_the_seed()
    {
        RunVault vault = New(null);
        vault.StoreSeed(Scope);
        _store.Fails = true;
        Assert.Throws<SecretStoreException>(() => vault.Keep(Target("ins-1"), ChangeStatus.Succeeded, _password));
        _store.Fails = false;

        AssertSeedStays(vault, "Restore-CloudPassword");
    }

    [Theory]
    [InlineData("20261120155959bbbbbb", "elsewhere", Scope, null, true)]
    [InlineData("20261119160001bbbbbb", "elsewhere", Scope, null, true)]
    [InlineData("20261119160000bbbbbb", "elsewhere", Scope, null, false)]
    [InlineData("20261120155959bbbbbb", "here", Scope, null, false)]
    [InlineData("20261120155959bbbbbb", "elsewhere", "Zenlayer-ZecInstance", null, false)]
    [InlineData("20261120155959bbbbbb", "elsewhere", Scope, 0, true)]
    [InlineData("20261120155959bbbbbb", "elsewhere", Scope, -1, false)]
    [InlineData("somebodys", "elsewhere", Scope, null, false)]
    public void Only_a_run_of_elsewhere_that_overlapped_and_changes_the_same_kind_keeps_the_seed(string other, string origin, string scope,
        int? ended, bool stays)
    {
        SeedNote note = new()
        {
            Origin = origin,
            Scopes = [scope],
            Ended = ended is { } seconds ? _time.GetUtcNow().AddSeconds(seconds) : null,
        };
        using RunSeed seed = RunSeed.Create();
        using SecretText text = seed.ToSecret(note.ToString());
        _store.Entries["PasswordCmdlets-run-" + other] = text.Reveal(0, static (characters, _) => characters.ToString());
        RunVault vault = New(null);
        vault.StoreSeed(Scope);

        if (stays)
        {
            AssertSeedStays(vault, $"the run {other} of another computer");
            Assert.Equal(_time.GetUtcNow(), Note().Ended);
        }
        else
        {
            Assert.Null(vault.Close());
            Assert.DoesNotContain(SeedName, _store.Entries.Keys);
        }
    }

    [Fact]
    public void A_seed_that_an_earlier_version_left_keeps_no_other()
    {
        using SecretText text = _seed.ToSecret();
        _store.Entries["PasswordCmdlets-run-20261120155959bbbbbb"] = text.Reveal(0, static (characters, _) => characters.ToString());
        RunVault vault = New(null);
        vault.StoreSeed(Scope);

        Assert.Null(vault.Close());
    }

    [Fact]
    public void The_seed_tells_what_its_run_changes_and_then_which_targets_need_it()
    {
        RunVault vault = New(null);
        vault.StoreSeed(Scope);
        vault.StoreSeed("Zenlayer-ZecInstance");
        SeedNote running = Note();
        vault.Keep(Target("ins-1"), ChangeStatus.Unknown, _password);
        vault.Keep(Target("ins-2"), ChangeStatus.Succeeded, _password);
        vault.Close();

        Assert.Null(running.Ended);
        Assert.Equal([Scope, "Zenlayer-ZecInstance"], running.Scopes);
        Assert.Equal(["Tencent-CvmInstance-ap-guangzhou-ins-1"], Note().Open);
        Assert.Equal(_time.GetUtcNow(), Note().Ended);
    }

    [Fact]
    public void A_million_targets_that_need_the_seed_do_not_lengthen_it()
    {
        RunVault vault = New(null);
        vault.StoreSeed(Scope);
        for (int i = 0; i < 1000; i++)
        {
            vault.Keep(Target($"ins-{i}"), ChangeStatus.Unknown, _password);
        }

        vault.Close();

        Assert.Null(Note().Open);
        Assert.True(_store.Entries[SeedName].Length < 200);
    }

    [Fact]
    public void A_vault_that_cannot_list_its_entries_keeps_the_seed_and_says_why()
    {
        RunVault vault = New(null);
        vault.StoreSeed(Scope);
        _store.Fails = true;

        AssertSeedStays(vault, "The vault is locked.");
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void A_note_names_a_hundred_targets_in_order_and_of_more_none(int count, bool areNamed)
    {
        RunVault vault = New(null);
        vault.StoreSeed(Scope);
        foreach (int number in Enumerable.Range(0, count).Reverse())
        {
            vault.Keep(Target($"ins-{number:000}"), ChangeStatus.Unknown, _password);
        }

        vault.Close();

        string[] names = [.. Enumerable.Range(0, count).Select(static number => $"Tencent-CvmInstance-ap-guangzhou-ins-{number:000}")];
        Assert.Equal(areNamed ? names : null, Note().Open);
    }

    [Theory]
    [InlineData("running.here..*.", null, 0, null)]
    [InlineData("1767225600.here.a,b..", 1767225600L, 2, 0)]
    [InlineData("4294967293.here.a.x.", 4294967293L, 1, 1)]
    [InlineData("4294967294.here.a.x.", -1L, 0, null)]
    [InlineData("ended.here.a.x.", -1L, 0, null)]
    [InlineData("running.here.a", -1L, 0, null)]
    public void A_note_is_read_as_it_was_written(string text, long? ended, int scopes, int? open)
    {
        SeedNote? note = SeedNote.Parse(text);

        Assert.Equal(ended == -1, note is null);
        if (note is not null)
        {
            Assert.Equal((ended, scopes, open), (note.Ended?.ToUnixTimeSeconds(), note.Scopes.Count, note.Open?.Count));
            Assert.Equal(text, note.ToString());
        }
    }

    [Fact]
    public void A_note_of_a_run_that_needs_its_seed_for_an_unknown_target_names_none()
    {
        RunVault vault = New(null);
        vault.StoreSeed(Scope);
        vault.NeedSeed();

        Assert.Contains("not every target ended certainly", vault.Close(), StringComparison.Ordinal);
        Assert.Equal((null, _time.GetUtcNow()), (Note().Open, Note().Ended));
    }

    [Fact]
    public void A_scope_whose_seed_is_not_stored_is_stored_when_it_is_asked_for_again()
    {
        RunVault vault = New(null);
        _store.Keeps = static _ => null;
        Assert.Throws<SecretStoreException>(() => vault.StoreSeed(Scope));
        _store.Keeps = static secret => secret;

        vault.StoreSeed("Zenlayer-ZecInstance");
        Assert.Equal(["Zenlayer-ZecInstance"], Note().Scopes);
        vault.StoreSeed(Scope);
        Assert.Equal([Scope, "Zenlayer-ZecInstance"], Note().Scopes);
    }

    [Theory]
    [InlineData("PasswordCmdlets-run-20261120160000aaaaaa-copy")]
    [InlineData(SeedName)]
    public void A_seed_survives_an_update_that_removes_an_entry_and_then_fails(string entry)
    {
        RunVault vault = New(null);
        vault.StoreSeed(Scope);
        Func<string, string?> keeps = _store.Keeps;
        _store.Keeps = secret =>
        {
            if (_store.Stored[^1] != entry)
            {
                return secret;
            }

            _store.Entries.Remove(entry);
            return null;
        };

        Assert.Throws<SecretStoreException>(() => vault.StoreSeed("Zenlayer-ZecInstance"));
        vault.NeedSeed();
        Assert.StartsWith("The seed of this run stays in the vault memory", vault.Close(), StringComparison.Ordinal);

        _store.Keeps = keeps;
        using SeedEntry found = SeedEntry.Read(_store, RunId);
        Assert.Equal(Characters(_seed), Characters(found.Seed));
        SeedEntry.Remove(_store, RunId);
        Assert.Empty(_store.Entries);

        static string Characters(RunSeed seed)
        {
            using SecretText text = seed.ToSecret();
            return text.Reveal(0, static (characters, _) => characters.ToString());
        }
    }

    [Fact]
    public void An_update_leaves_no_copy_of_the_seed()
    {
        RunVault vault = New(null);
        vault.StoreSeed(Scope);
        vault.StoreSeed("Zenlayer-ZecInstance");

        Assert.Equal([SeedName, SeedName + "-copy", SeedName], _store.Stored);
        Assert.Equal(SeedName, Assert.Single(_store.Entries).Key);
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
        Assert.Null(RunIds.StartOf("99991231235959aaaaaa"));
    }

    public void Dispose()
    {
        _open.ForEach(static vault => vault.Dispose());
        _seed.Dispose();
        _password.Dispose();
        _folder.Dispose();
    }

    private static SecretTarget Target(string? id, string? userName = null) => new()
    {
        Provider = "Tencent",
        Resource = "CvmInstance",
        Region = "ap-guangzhou",
        InstanceId = id,
        UserName = userName,
        Account = "key",
    };

    private RunVault New(string? template)
    {
        RunVault vault = new(_store, _seed, template, RunId,
            new VaultWait { Folder = _folder.FullName, Timeout = TimeSpan.FromMinutes(1), Time = _time, Origin = "here" });
        _open.Add(vault);
        return vault;
    }

    private SeedNote Note()
    {
        using SecretText text = new(_store.Entries[SeedName].AsSpan());
        return SeedNote.Parse(RunSeed.NoteOf(text))!;
    }

    private void AssertSeedStays(RunVault vault, string because)
    {
        string kept = vault.Close()!;

        Assert.Contains(because, kept, StringComparison.Ordinal);
        Assert.StartsWith($"The seed of this run stays in the vault memory as {SeedName}", kept, StringComparison.Ordinal);
        Assert.Contains(SeedName, _store.Entries.Keys);
    }
}
