using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Lockout;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Operations.State;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Alibaba.Ram;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;
using static PasswordCmdlets.Core.Tests.TestSupport.AlibabaTestResponses;

namespace PasswordCmdlets.Core.Tests.Providers.Alibaba;

public sealed class RamOperationTests
{
    private static readonly PasswordTarget Self = new() { Id = string.Empty, IsUser = true };
    private readonly FakeTimeProvider _guardTime = new();
    private readonly LockoutGuard _guard;

    public RamOperationTests() => _guard = new LockoutGuard(_guardTime);

    [Fact]
    public void The_keys_own_user_changes_its_password()
    {
        Ram ram = new();

        TargetResult result = ChangeOwn(ram, "Old-Pass-1", "New-Pass-1");

        ReceivedCall sent = Assert.Single(ram.Server.Of("ChangePassword"));
        Assert.Equal(ChangeStatus.Succeeded, result.Status);
        Assert.Equal("Old-Pass-1", sent["OldPassword"]);
        Assert.Equal("New-Pass-1", sent["NewPassword"]);
        Assert.Equal("https://ram.aliyuncs.com/", sent.Address.ToString());
    }

    [Fact]
    public void A_change_whose_response_was_lost_is_unknown_and_never_sent_again()
    {
        Ram ram = new() { OnChange = _ => ScriptedAlibaba.Drop() };

        TargetResult result = ChangeOwn(ram, "Old-Pass-1", "New-Pass-1");

        Assert.Equal((ChangeStatus.Unknown, ErrorIds.OutcomeUnknown), (result.Status, result.ErrorId));
        Assert.Contains("Log on to the console", result.Message, StringComparison.Ordinal);
        Assert.Single(ram.Server.Of("ChangePassword"));
    }

    [Fact]
    public void A_change_that_met_a_server_error_is_unknown_too()
    {
        Ram ram = new() { OnChange = _ => Error(500, "InternalError") };

        TargetResult result = ChangeOwn(ram, "Old-Pass-1", "New-Pass-1");

        Assert.Equal(ChangeStatus.Unknown, result.Status);
        Assert.Single(ram.Server.Of("ChangePassword"));
    }

    [Fact]
    public void A_throttled_change_is_sent_again()
    {
        int attempts = 0;
        Ram ram = new() { OnChange = _ => ++attempts == 1 ? Error(400, "Throttling.User") : Done() };

        Assert.Equal(ChangeStatus.Succeeded, ChangeOwn(ram, "Old-Pass-1", "New-Pass-1").Status);
    }

    [Fact]
    public void The_error_of_the_root_account_says_what_to_do_instead()
    {
        Ram ram = new() { OnChange = _ => Error(400, "NotSupport.Account", "This method can be only invoked by sub user.") };

        TargetResult result = ChangeOwn(ram, "Old-Pass-1", "New-Pass-1");

        Assert.Equal((ChangeStatus.Failed, ErrorIds.AccessDenied, "NotSupport.Account"), (result.Status, result.ErrorId, result.ErrorCode));
        Assert.Contains("-UserName", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_that_the_accounts_own_policy_rejects_is_not_sent()
    {
        Ram ram = new() { OnPolicy = _ => PasswordPolicy(minimumLength: 14, symbols: true) };

        TargetResult result = ChangeOwn(ram, "Old-Pass-1", "NewPass12");

        Assert.Equal(ErrorIds.PasswordPolicyViolation, result.ErrorId);
        Assert.Empty(ram.Server.Of("ChangePassword"));
    }

    [Fact]
    public void Without_the_permission_to_read_the_policy_the_provider_alone_validates()
    {
        Ram ram = new() { OnPolicy = _ => Error(403, "NoPermission"), OnChange = _ => Error(400, "InvalidParameter.NewPassword.TooWeak") };

        TargetResult result = ChangeOwn(ram, "Old-Pass-1", "NewPass12");

        Assert.Equal(ErrorIds.PasswordPolicyViolation, result.ErrorId);
        Assert.Single(ram.Server.Of("ChangePassword"));
    }

    [Fact]
    public void With_an_unknown_number_of_attempts_one_wrong_old_password_blocks_for_an_hour()
    {
        Ram ram = new()
        {
            OnPolicy = _ => Error(403, "NoPermission"),
            OnChange = _ => Error(400, "InvalidParameter.OldPassword.Incorrect"),
        };

        Assert.Equal(ErrorIds.OldPasswordIncorrect, ChangeOwn(ram, "Wrong-1", "New-Pass-1").ErrorId);
        TargetResult guarded = ChangeOwn(ram, "Wrong-2", "New-Pass-1");
        Assert.Single(ram.Server.Of("ChangePassword"));
        TargetResult forced = ChangeOwn(ram, "Wrong-3", "New-Pass-1", force: true);
        _guardTime.Advance(TimeSpan.FromMinutes(61));
        TargetResult later = ChangeOwn(ram, "Wrong-4", "New-Pass-1");

        Assert.Equal((ChangeStatus.Failed, ErrorIds.LockoutGuard), (guarded.Status, guarded.ErrorId));
        Assert.Contains("-Force", guarded.Message, StringComparison.Ordinal);
        Assert.Contains("unknown", guarded.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorIds.OldPasswordIncorrect, forced.ErrorId);
        Assert.Equal(ErrorIds.OldPasswordIncorrect, later.ErrorId);
    }

    [Fact]
    public void With_an_unknown_number_of_attempts_one_unknown_outcome_blocks_too()
    {
        Ram ram = new() { OnPolicy = _ => Error(403, "NoPermission"), OnChange = _ => ScriptedAlibaba.Drop() };

        Assert.Equal(ErrorIds.OutcomeUnknown, ChangeOwn(ram, "Wrong-1", "New-Pass-1").ErrorId);
        TargetResult guarded = ChangeOwn(ram, "Wrong-1", "New-Pass-1");

        Assert.Equal((ChangeStatus.Failed, ErrorIds.LockoutGuard), (guarded.Status, guarded.ErrorId));
        Assert.Equal("Nothing was sent: A wrong old password may have been sent for this access key's user within the last hour. "
            + "How many attempts remain is unknown: GetPasswordPolicy failed. Check the old password, then use -Force to send it.",
            guarded.Message);
        Assert.Single(ram.Server.Of("ChangePassword"));
    }

    [Fact]
    public async Task With_an_unknown_number_of_attempts_what_a_killed_process_sent_blocks_too()
    {
        using TemporaryFolder folder = new();
        LockoutFile file = new(folder.FileOf("lockouts.json"));
        ProcessIdentity killed = ProcessIdentity.Current with { Started = ProcessIdentity.Current.Started - TimeSpan.FromDays(1) };
        await new LockoutGuard(_guardTime, file, killed).ReserveAsync(
            new LockoutKey("Alibaba", "RamUser", "key/testid"), new AttemptLimit(TimeSpan.FromHours(1)), force: false,
            TestContext.Current.CancellationToken);
        Ram ram = new() { OnPolicy = _ => Error(403, "NoPermission") };
        using RunHarness harness = new(ram.Server);
        RamChangePasswordOperation operation = new(new LockoutGuard(_guardTime, file)) { OldPassword = new SecretText("Old-1".AsSpan()) };

        Assert.Equal(ErrorIds.LockoutGuard, Assert.Single(harness.Change(operation, "New-Pass-1", Self)).ErrorId);
        Assert.Empty(ram.Server.Of("ChangePassword"));
    }

    [Fact]
    public void Where_the_first_wrong_old_password_locks_the_user_only_force_sends_one()
    {
        Ram ram = new() { OnPolicy = _ => PasswordPolicy(maxLoginAttemps: 1) };

        TargetResult guarded = ChangeOwn(ram, "Old-Pass-1", "New-Pass-1");
        Assert.Empty(ram.Server.Of("ChangePassword"));
        TargetResult forced = ChangeOwn(ram, "Old-Pass-1", "New-Pass-1", force: true);

        Assert.Equal(ErrorIds.LockoutGuard, guarded.ErrorId);
        Assert.Equal("Nothing was sent: The first wrong old password locks the RAM user of access key testid. "
            + "Check the old password, then use -Force to send it.", guarded.Message);
        Assert.Equal(ChangeStatus.Succeeded, forced.Status);
    }

    [Fact]
    public void A_lock_out_guard_that_no_other_session_shares_is_one_warning_of_a_run()
    {
        using TemporaryFolder folder = new();
        LockoutFile unusable = new(folder.FileOf("file/lockouts.json"));
        File.WriteAllText(folder.FileOf("file"), "no folder");
        using RunHarness harness = new(new Ram().Server);
        RamChangePasswordOperation operation =
            new(new LockoutGuard(_guardTime, unusable)) { OldPassword = new SecretText("Old-Pass-1".AsSpan()) };

        Assert.Equal(ChangeStatus.Succeeded, Assert.Single(harness.Change(operation, "New-Pass-1", Self)).Status);

        Assert.StartsWith("Wrong old passwords are counted for this session alone: ", Assert.Single(harness.Warnings),
            StringComparison.Ordinal);
    }

    [Fact]
    public void With_a_known_number_of_attempts_the_last_one_is_kept()
    {
        Ram ram = new()
        {
            OnPolicy = _ => PasswordPolicy(maxLoginAttemps: 3),
            OnChange = _ => Error(400, "InvalidParameter.OldPassword.Incorrect"),
        };

        IEnumerable<string?> errors = Enumerable.Range(1, 4).Select(_ => ChangeOwn(ram, "Wrong-1", "New-Pass-1").ErrorId).ToList();

        Assert.Equal([ErrorIds.OldPasswordIncorrect, ErrorIds.OldPasswordIncorrect, ErrorIds.LockoutGuard, ErrorIds.LockoutGuard], errors);
    }

    [Fact]
    public async Task Two_commands_at_the_same_moment_do_not_both_send_an_old_password()
    {
        TaskCompletionSource<bool> response = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using SemaphoreSlim policies = new(0);
        Ram ram = new()
        {
            OnPolicy = _ =>
            {
                policies.Release();
                return Error(403, "NoPermission");
            },
            OnChange = _ =>
            {
                response.Task.Wait(TimeSpan.FromSeconds(30), CancellationToken.None);
                return Error(400, "InvalidParameter.OldPassword.Incorrect");
            },
        };

        Task<TargetResult>[] both =
        [
            Task.Run(() => ChangeOwn(ram, "Wrong-1", "New-Pass-1"), CancellationToken.None),
            Task.Run(() => ChangeOwn(ram, "Wrong-1", "New-Pass-1"), CancellationToken.None),
        ];
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Assert.True(await policies.WaitAsync(TimeSpan.FromSeconds(30), cancellation)
            && await policies.WaitAsync(TimeSpan.FromSeconds(30), cancellation));
        response.SetResult(true);

        IEnumerable<string?> errors = (await Task.WhenAll(both)).Select(static result => result.ErrorId).Order(StringComparer.Ordinal);
        Assert.Equal([ErrorIds.LockoutGuard, ErrorIds.OldPasswordIncorrect], errors);
        Assert.Single(ram.Server.Of("ChangePassword"));
    }

    [Fact]
    public void An_account_without_a_limit_has_no_guard()
    {
        Ram ram = new()
        {
            OnPolicy = _ => PasswordPolicy(maxLoginAttemps: 0),
            OnChange = _ => Error(400, "InvalidParameter.OldPassword.Incorrect"),
        };

        Assert.All(Enumerable.Range(1, 5),
            _ => Assert.Equal(ErrorIds.OldPasswordIncorrect, ChangeOwn(ram, "Wrong-1", "New-Pass-1").ErrorId));
    }

    [Fact]
    public void A_success_opens_the_guard()
    {
        bool right = false;
        Ram ram = new()
        {
            OnPolicy = _ => PasswordPolicy(maxLoginAttemps: 3),
            OnChange = _ => right ? Done() : Error(400, "InvalidParameter.OldPassword.Incorrect"),
        };
        ChangeOwn(ram, "Wrong-1", "New-Pass-1");
        right = true;
        ChangeOwn(ram, "Old-Pass-1", "New-Pass-1");
        right = false;

        Assert.Equal(ErrorIds.OldPasswordIncorrect, ChangeOwn(ram, "Wrong-1", "New-Pass-1").ErrorId);
        Assert.Equal(ErrorIds.OldPasswordIncorrect, ChangeOwn(ram, "Wrong-1", "New-Pass-1").ErrorId);
    }

    [Fact]
    public void Neither_password_is_in_anything_that_is_said()
    {
        Ram ram = new()
        {
            OnChange = call =>
                Error(400, "InvalidParameter.NewPassword.TooWeak", $"{call["OldPassword"]} and {call["NewPassword"]} are bad"),
        };
        using RunHarness harness = new(ram.Server);

        TargetResult result = Assert.Single(harness.Change(SelfOperation("Old-Pass-1"), "New-Pass-1", Self));

        Assert.DoesNotContain("-Pass-1", result.Message, StringComparison.Ordinal);
        Assert.All(harness.Notices, notice => Assert.DoesNotContain("-Pass-1", notice, StringComparison.Ordinal));
    }

    [Fact]
    public void Flags_that_were_not_specified_are_read_and_sent_again()
    {
        Ram ram = new() { OnGet = call => LoginProfile(call["UserName"]!, resetRequired: false, mfaRequired: true) };

        TargetResult result = SetFor(ram, new RamUpdateLoginProfileOperation(), "alice");

        ReceivedCall sent = Assert.Single(ram.Server.Of("UpdateLoginProfile"));
        Assert.Equal(ChangeStatus.Succeeded, result.Status);
        Assert.Equal(("alice", "New-Pass-1", "false", "true"),
            (sent["UserName"], sent["Password"], sent["PasswordResetRequired"], sent["MFABindRequired"]));
    }

    [Fact]
    public void A_given_flag_wins_over_the_one_that_was_read()
    {
        Ram ram = new() { OnGet = call => LoginProfile(call["UserName"]!, resetRequired: false, mfaRequired: true) };

        SetFor(ram, new RamUpdateLoginProfileOperation { Flags = new RamLoginFlags(true, null) }, "alice");

        ReceivedCall sent = Assert.Single(ram.Server.Of("UpdateLoginProfile"));
        Assert.Equal(("true", "true"), (sent["PasswordResetRequired"], sent["MFABindRequired"]));
    }

    [Fact]
    public void With_both_flags_given_nothing_is_read()
    {
        Ram ram = new();

        SetFor(ram, new RamUpdateLoginProfileOperation { Flags = new RamLoginFlags(true, false) }, "alice");

        Assert.Empty(ram.Server.Of("GetLoginProfile"));
        ReceivedCall sent = Assert.Single(ram.Server.Of("UpdateLoginProfile"));
        Assert.Equal(("true", "false"), (sent["PasswordResetRequired"], sent["MFABindRequired"]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(true)]
    public void Flags_that_may_not_be_read_and_were_not_both_given_stop_the_change(bool? resetRequired)
    {
        Ram ram = new() { OnGet = _ => Error(403, "NoPermission") };

        TargetResult result = SetFor(ram, new RamUpdateLoginProfileOperation { Flags = new RamLoginFlags(resetRequired, null) }, "alice");

        Assert.Equal((ChangeStatus.Failed, ErrorIds.AccessDenied, "NoPermission"), (result.Status, result.ErrorId, result.ErrorCode));
        Assert.Contains("ram:GetLoginProfile", result.Message, StringComparison.Ordinal);
        Assert.Contains("-MfaBindRequired", result.Message, StringComparison.Ordinal);
        Assert.Empty(ram.Server.Of("UpdateLoginProfile"));
    }

    [Fact]
    public void A_profile_that_cannot_be_read_for_now_stops_the_change_as_well()
    {
        Ram ram = new() { OnGet = _ => Error(500, "InternalError") };

        TargetResult result = SetFor(ram, new RamUpdateLoginProfileOperation(), "alice");

        Assert.Equal((ChangeStatus.Failed, ErrorIds.ProviderUnavailable), (result.Status, result.ErrorId));
        Assert.Equal(0, result.Attempts);
        Assert.Empty(ram.Server.Of("UpdateLoginProfile"));
    }

    [Fact]
    public void A_profile_whose_reads_are_all_throttled_stops_the_change_as_throttled()
    {
        Ram ram = new() { OnGet = _ => Error(429, "Throttling.User") };

        TargetResult result = SetFor(ram, new RamUpdateLoginProfileOperation(), "alice");

        Assert.Equal(
            (ChangeStatus.Cancelled, ErrorIds.Throttled, "Throttling.User"), (result.Status, result.ErrorId, result.ErrorCode));
        Assert.Equal("Never sent: the user's login profile could not be read: Alibaba throttled every GetLoginProfile request for 300 "
            + "seconds. Run the command again later, or set a longer -ThrottleTimeoutSec.", result.Message);
        Assert.Empty(ram.Server.Of("UpdateLoginProfile"));
    }

    [Fact]
    public void A_user_without_a_login_profile_is_not_given_one_unasked()
    {
        Ram ram = new() { OnGet = _ => Error(404, "EntityNotExist.User.LoginProfile") };

        TargetResult result = SetFor(ram, new RamUpdateLoginProfileOperation(), "alice");

        Assert.Equal(
            (ErrorIds.TargetStateInvalid, "The user exists but has no console login; use -CreateLoginProfile."),
            (result.ErrorId, result.Message));
        Assert.Equal(["GetPasswordPolicy", "GetLoginProfile"], ram.Server.Calls.Select(call => call.Action));
    }

    [Fact]
    public void A_missing_login_profile_is_created_when_asked()
    {
        Ram ram = new() { OnGet = _ => Error(404, "EntityNotExist.User.LoginProfile") };

        TargetResult result = SetFor(ram,
            new RamUpdateLoginProfileOperation { CreateLoginProfile = true, Flags = new RamLoginFlags(true, null) }, "alice");

        ReceivedCall sent = Assert.Single(ram.Server.Of("CreateLoginProfile"));
        Assert.Equal(ChangeStatus.Succeeded, result.Status);
        Assert.Equal(("alice", "New-Pass-1", "true", null),
            (sent["UserName"], sent["Password"], sent["PasswordResetRequired"], sent["MFABindRequired"]));
        Assert.Empty(ram.Server.Of("UpdateLoginProfile"));
    }

    [Fact]
    public void A_missing_login_profile_that_could_not_be_read_is_created_after_the_update_was_rejected()
    {
        Ram ram = new() { OnGet = _ => Error(403, "NoPermission"), OnUpdate = _ => Error(404, "EntityNotExist.User.LoginProfile") };

        TargetResult result = SetFor(ram,
            new RamUpdateLoginProfileOperation { CreateLoginProfile = true, Flags = new RamLoginFlags(true, false) }, "alice");

        Assert.Equal(ChangeStatus.Succeeded, result.Status);
        Assert.Equal(2, result.Attempts);
        Assert.Equal(["GetPasswordPolicy", "GetLoginProfile", "UpdateLoginProfile", "CreateLoginProfile"],
            ram.Server.Calls.Select(call => call.Action));
    }

    [Fact]
    public void A_creation_whose_response_was_lost_is_unknown_and_not_repeated()
    {
        Ram ram = new() { OnGet = _ => Error(404, "EntityNotExist.User.LoginProfile"), OnCreate = _ => ScriptedAlibaba.Drop() };

        TargetResult result = SetFor(ram, new RamUpdateLoginProfileOperation { CreateLoginProfile = true }, "alice");

        Assert.Equal(ChangeStatus.Unknown, result.Status);
        Assert.Single(ram.Server.Of("CreateLoginProfile"));
    }

    [Fact]
    public void An_update_is_repeated_after_a_lost_response()
    {
        int attempts = 0;
        Ram ram = new() { OnUpdate = _ => ++attempts == 1 ? ScriptedAlibaba.Drop() : Done() };

        Assert.Equal(ChangeStatus.Succeeded, SetFor(ram, new RamUpdateLoginProfileOperation(), "alice").Status);
    }

    [Fact]
    public void A_repeated_update_that_meets_reuse_prevention_stays_unknown()
    {
        int attempts = 0;
        Ram ram = new()
        {
            OnUpdate = _ => ++attempts == 1 ? ScriptedAlibaba.Drop() : Error(400, "InvalidParameter.Password.ReusePrevention"),
        };

        Assert.Equal(ChangeStatus.Unknown, SetFor(ram, new RamUpdateLoginProfileOperation(), "alice").Status);
    }

    [Fact]
    public void The_policy_is_read_once_for_all_users()
    {
        Ram ram = new();
        using RunHarness harness = new(ram.Server);

        IReadOnlyList<TargetResult> results = harness.Change(new RamUpdateLoginProfileOperation(), "New-Pass-1",
            Enumerable.Range(0, 30).Select(number => User($"user{number:00}")).ToArray());

        Assert.All(results, result => Assert.Equal(ChangeStatus.Succeeded, result.Status));
        Assert.Single(ram.Server.Of("GetPasswordPolicy"));
        Assert.Equal(30, ram.Server.Of("UpdateLoginProfile").Count);
    }

    [Fact]
    public void A_key_that_is_rejected_when_reading_the_policy_fails_one_user_and_cancels_the_rest()
    {
        Ram ram = new() { OnPolicy = _ => Error(400, "SignatureDoesNotMatch") };
        using RunHarness harness = new(ram.Server);

        IReadOnlyList<TargetResult> results =
            harness.Change(new RamUpdateLoginProfileOperation(), "New-Pass-1", User("a"), User("b"), User("c"));

        Assert.Equal(ErrorIds.AuthenticationFailed, Assert.Single(results, result => result.Status == ChangeStatus.Failed).ErrorId);
        Assert.Equal(2, results.Count(result => result.Status == ChangeStatus.Cancelled));
        Assert.Single(ram.Server.Calls);
    }

    private static PasswordTarget User(string name) => new() { Id = name, UserName = name, IsUser = true };

    private RamChangePasswordOperation SelfOperation(string oldPassword, bool force = false) =>
        new(_guard) { OldPassword = new SecretText(oldPassword.AsSpan()), Force = force };

    private TargetResult ChangeOwn(Ram ram, string oldPassword, string newPassword, bool force = false)
    {
        using RunHarness harness = new(ram.Server);
        return Assert.Single(harness.Change(SelfOperation(oldPassword, force), newPassword, Self));
    }

    private static TargetResult SetFor(Ram ram, RamUpdateLoginProfileOperation operation, string user)
    {
        using RunHarness harness = new(ram.Server);
        return Assert.Single(harness.Change(operation, "New-Pass-1", User(user)));
    }

    // An account of RAM in which everything is allowed unless a test says otherwise.
    private sealed class Ram
    {
        public Ram() => Server = new ScriptedAlibaba(Respond);

        public ScriptedAlibaba Server { get; }

        public Func<ReceivedCall, HttpResponseMessage>? OnChange { get; init; }

        public Func<ReceivedCall, HttpResponseMessage>? OnUpdate { get; init; }

        public Func<ReceivedCall, HttpResponseMessage>? OnCreate { get; init; }

        public Func<ReceivedCall, HttpResponseMessage>? OnGet { get; init; }

        public Func<ReceivedCall, HttpResponseMessage>? OnPolicy { get; init; }

        private HttpResponseMessage Respond(ReceivedCall call) => call.Action switch
        {
            "ChangePassword" => OnChange?.Invoke(call) ?? Done(),
            "UpdateLoginProfile" => OnUpdate?.Invoke(call) ?? Done(),
            "CreateLoginProfile" => OnCreate?.Invoke(call) ?? Done(),
            "GetLoginProfile" => OnGet?.Invoke(call) ?? LoginProfile(call["UserName"]!, resetRequired: false, mfaRequired: false),
            "GetPasswordPolicy" => OnPolicy?.Invoke(call) ?? PasswordPolicy(),
            _ => throw new InvalidOperationException(call.Action),
        };
    }
}
