using System;
using System.Threading.Tasks;
using PasswordCmdlets.Sandbox.Providers.Alibaba;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Sandbox;

public sealed class RamTests : IAsyncLifetime
{
    private SandboxFixture _sandbox = null!;
    private AlibabaTestClient _admin = null!;
    private AlibabaTestClient _alice = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxFixture.StartAsync(
            """
            {
              "accessKeys": [
                { "provider": "alibaba", "id": "sandbox-alibaba-id", "secret": "sandbox-alibaba-secret" },
                { "provider": "alibaba", "id": "alice-key", "secret": "s", "userName": "alice", "deniedActions": ["GetCallerIdentity"] },
                { "provider": "alibaba", "id": "role-key", "secret": "s", "userName": "alice", "securityToken": "t" }
              ],
              "alibaba": {
                "users": [
                  { "name": "alice", "password": "Old-Horse-1", "passwordResetRequired": true, "mfaBindRequired": true },
                  { "name": "carol" }
                ],
                "passwordPolicy": { "minimumPasswordLength": 10, "passwordReusePrevention": 2, "maxLoginAttemps": 3 }
              }
            }
            """);
        _admin = new AlibabaTestClient(_sandbox) { Version = AlibabaTestClient.Ram };
        _alice = _admin with { KeyId = "alice-key", Secret = "s" };
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task A_user_changes_the_own_password()
    {
        SandboxResponse response = await ChangeAsync(_alice, "Old-Horse-1", "New-Horse-2");

        Assert.Equal((200, "New-Horse-2", 1), (response.Status, Alice.Passwords!.Password, Alice.Executions));
        Assert.Equal(["alice"], _sandbox.Server.Requests.Entries[0].TargetIds);
    }

    [Fact]
    public async Task The_account_itself_and_a_role_have_no_password_to_change()
    {
        SandboxResponse root = await ChangeAsync(_admin, "Old-Horse-1", "New-Horse-2");
        SandboxResponse role = await ChangeAsync(_admin with { KeyId = "role-key", Secret = "s", Token = "t" },
            "Old-Horse-1", "New-Horse-2");

        Assert.Equal((400, "NotSupport.Account"), (root.Status, root["Code"]));
        Assert.Equal((400, "NotSupport.Account"), (role.Status, role["Code"]));
    }

    [Theory]
    [InlineData("Old-Horse-1", "Short-1a", "InvalidParameter.NewPassword.TooWeak")]
    [InlineData("Old-Horse-1", "no-upper-case-1", "InvalidParameter.NewPassword.TooWeak")]
    [InlineData("Old-Horse-1", "NO-LOWER-CASE-1", "InvalidParameter.NewPassword.TooWeak")]
    [InlineData("Old-Horse-1", "No-Digit-At-All", "InvalidParameter.NewPassword.TooWeak")]
    [InlineData("Old-Horse-1", "NoSymbolAtAll1", "InvalidParameter.NewPassword.TooWeak")]
    [InlineData("Old-Horse-1", "Old-Horse-1", "InvalidParameter.NewPassword.ReusePrevention")]
    [InlineData("wrong", "New-Horse-2", "InvalidParameter.OldPassword.Incorrect")]
    [InlineData("", "New-Horse-2", "MissingOldPassword")]
    [InlineData("Old-Horse-1", "", "MissingNewPassword")]
    public async Task Every_rejection_of_a_change_has_its_code(string oldPassword, string newPassword, string code)
    {
        SandboxResponse response = await ChangeAsync(_alice, oldPassword, newPassword);

        Assert.Equal((400, code), (response.Status, response["Code"]));
        Assert.Equal(("Old-Horse-1", 0), (Alice.Passwords!.Password, Alice.Executions));
    }

    [Fact]
    public async Task A_password_may_be_used_again_after_as_many_others_as_the_policy_says()
    {
        await ChangeAsync(_alice, "Old-Horse-1", "New-Horse-2");

        SandboxResponse early = await ChangeAsync(_alice, "New-Horse-2", "Old-Horse-1");
        await ChangeAsync(_alice, "New-Horse-2", "Third-Horse-3");
        SandboxResponse late = await ChangeAsync(_alice, "Third-Horse-3", "Old-Horse-1");

        Assert.Equal(("InvalidParameter.NewPassword.ReusePrevention", 200), (early["Code"], late.Status));
    }

    [Fact]
    public async Task Too_many_wrong_passwords_lock_the_user_for_the_hour()
    {
        for (int i = 0; i < 3; i++)
        {
            await ChangeAsync(_alice, "wrong", "New-Horse-2");
        }

        SandboxResponse locked = await ChangeAsync(_alice, "Old-Horse-1", "New-Horse-2");
        _sandbox.Server.State.Alibaba.Options = new AlibabaOptions { LockedUserCode = "Locked.User" };
        SandboxResponse named = await ChangeAsync(_alice, "Old-Horse-1", "New-Horse-2");
        _sandbox.Clock.Advance(TimeSpan.FromHours(1));
        SandboxResponse later = await ChangeAsync(_alice, "Old-Horse-1", "New-Horse-2");

        Assert.Equal(("InvalidParameter.OldPassword.Incorrect", "Locked.User", 200), (locked["Code"], named["Code"], later.Status));
    }

    [Fact]
    public async Task Success_forgives_wrong_passwords()
    {
        await ChangeAsync(_alice, "wrong", "New-Horse-2");
        await ChangeAsync(_alice, "wrong", "New-Horse-2");
        await ChangeAsync(_alice, "Old-Horse-1", "New-Horse-2");

        Assert.Equal(3, Alice.AttemptsLeft(_sandbox.Server.State.Alibaba.PasswordPolicy, _sandbox.Server.State.Clock.Now));
    }

    [Fact]
    public async Task Changing_the_own_password_can_be_forbidden()
    {
        _sandbox.Server.State.Alibaba.Options = new AlibabaOptions { AllowUserToChangePassword = false };

        SandboxResponse response = await ChangeAsync(_alice, "Old-Horse-1", "New-Horse-2");

        Assert.Equal((403, "NoPermission"), (response.Status, response["Code"]));
    }

    [Fact]
    public async Task An_administrator_sets_password_and_flags_and_omitted_flags_stay()
    {
        SandboxResponse response = await _admin.CallAsync("UpdateLoginProfile", ("UserName", "alice"), ("Password", "New-Horse-2"),
            ("PasswordResetRequired", "false"));
        SandboxResponse profile = await _admin.CallAsync("GetLoginProfile", ("UserName", "alice"));

        Assert.Equal((200, "New-Horse-2"), (response.Status, Alice.Passwords!.Password));
        Assert.Equal(("alice", "False", "True"),
            (profile["LoginProfile.UserName"], profile["LoginProfile.PasswordResetRequired"], profile["LoginProfile.MFABindRequired"]));
        Assert.Equal("2026-11-20T16:00:00Z", profile["LoginProfile.CreateDate"]);
    }

    [Fact]
    public async Task Clearing_omitted_flags_is_an_option()
    {
        _sandbox.Server.State.Alibaba.Options = new AlibabaOptions { OmittedFlagsAreCleared = true };

        await _admin.CallAsync("UpdateLoginProfile", ("UserName", "alice"), ("Password", "New-Horse-2"), ("PasswordResetRequired", "true"));

        Assert.Equal((true, false), (Alice.LoginProfile!.PasswordResetRequired, Alice.LoginProfile.MfaBindRequired));
    }

    [Fact]
    public async Task A_user_without_a_login_gets_one_once()
    {
        SandboxResponse missing = await _admin.CallAsync("UpdateLoginProfile", ("UserName", "carol"), ("Password", "New-Horse-2"));
        SandboxResponse none = await _admin.CallAsync("GetLoginProfile", ("UserName", "carol"));
        SandboxResponse weak = await _admin.CallAsync("CreateLoginProfile", ("UserName", "carol"), ("Password", "weak"));
        SandboxResponse created = await _admin.CallAsync("CreateLoginProfile", ("UserName", "carol"), ("Password", "New-Horse-2"),
            ("PasswordResetRequired", "true"));
        SandboxResponse again = await _admin.CallAsync("CreateLoginProfile", ("UserName", "carol"), ("Password", "New-Horse-3"));

        Assert.Equal((404, "EntityNotExist.User.LoginProfile"), (missing.Status, missing["Code"]));
        Assert.Equal((404, "EntityNotExist.User.LoginProfile"), (none.Status, none["Code"]));
        Assert.Equal((400, "InvalidParameter.Password.TooWeak"), (weak.Status, weak["Code"]));
        Assert.Equal((200, "carol", "True"),
            (created.Status, created["LoginProfile.UserName"], created["LoginProfile.PasswordResetRequired"]));
        Assert.Equal((409, "EntityAlreadyExists.User.LoginProfile"), (again.Status, again["Code"]));
    }

    [Theory]
    [InlineData("nobody", 404, "EntityNotExist.User")]
    [InlineData("a b", 400, "InvalidParameter.UserName.InvalidChars")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 400, "InvalidParameter.UserName.Length")]
    [InlineData("", 400, "MissingUserName")]
    public async Task Every_rejection_of_a_user_name_has_its_status_and_code(string userName, int status, string code)
    {
        foreach (string action in (string[])["UpdateLoginProfile", "CreateLoginProfile", "GetLoginProfile"])
        {
            SandboxResponse response = await _admin.CallAsync(action, ("UserName", userName), ("Password", "New-Horse-2"));

            Assert.Equal((status, code), (response.Status, response["Code"]));
        }
    }

    [Fact]
    public async Task An_administrator_may_not_set_a_weak_or_used_password()
    {
        SandboxResponse weak = await _admin.CallAsync("UpdateLoginProfile", ("UserName", "alice"), ("Password", "weak"));
        SandboxResponse used = await _admin.CallAsync("UpdateLoginProfile", ("UserName", "alice"), ("Password", "Old-Horse-1"));
        SandboxResponse flag = await _admin.CallAsync("UpdateLoginProfile", ("UserName", "alice"), ("MFABindRequired", "perhaps"));

        Assert.Equal((400, "InvalidParameter.Password.TooWeak"), (weak.Status, weak["Code"]));
        Assert.Equal((400, "InvalidParameter.Password.ReusePrevention"), (used.Status, used["Code"]));
        Assert.Equal((400, "InvalidParameter"), (flag.Status, flag["Code"]));
    }

    [Fact]
    public async Task The_returned_policy_is_the_enforced_one()
    {
        SandboxResponse response = await _admin.CallAsync("GetPasswordPolicy");

        Assert.Equal(("10", "2", "3"),
            (response["PasswordPolicy.MinimumPasswordLength"], response["PasswordPolicy.PasswordReusePrevention"],
                response["PasswordPolicy.MaxLoginAttemps"]));
        Assert.Equal("True", response["PasswordPolicy.RequireSymbols"]);
    }

    [Fact]
    public async Task Whose_key_it_is_needs_no_permission()
    {
        AlibabaTestClient sts = _admin with { Version = AlibabaTestClient.Sts };
        SandboxResponse root = await sts.CallAsync("GetCallerIdentity");
        SandboxResponse alice = await (_alice with { Version = AlibabaTestClient.Sts }).CallAsync("GetCallerIdentity");
        SandboxResponse wrong = await (sts with { Secret = "wrong" }).CallAsync("GetCallerIdentity");
        SandboxResponse other = await sts.CallAsync("GetPasswordPolicy");

        Assert.Equal(("Account", "acs:ram::1234567890123456:root"), (root["IdentityType"], root["Arn"]));
        Assert.Equal(("RAMUser", "acs:ram::1234567890123456:user/alice"), (alice["IdentityType"], alice["Arn"]));
        Assert.Equal("1234567890123456", alice["AccountId"]);
        Assert.Equal((400, "SignatureDoesNotMatch"), (wrong.Status, wrong["Code"]));
        Assert.Equal("InvalidAction.NotFound", other["Code"]);
    }

    private RamUser Alice => _sandbox.Server.State.Alibaba.Users["alice"];

    private static Task<SandboxResponse> ChangeAsync(AlibabaTestClient client, string oldPassword, string newPassword) =>
        client.CallAsync("ChangePassword", ("OldPassword", oldPassword), ("NewPassword", newPassword));
}
