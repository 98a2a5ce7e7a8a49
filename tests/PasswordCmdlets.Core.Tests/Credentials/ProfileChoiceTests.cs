using System;
using System.IO;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Credentials;

public class ProfileChoiceTests
{
    private const string Secret = CredentialWorld.Secret;
    private const string Cli = ".aliyun/config.json";
    private const string Ini = ".alibabacloud/credentials";

    [Fact]
    public async Task A_profile_of_the_command_takes_precedence_over_keys_of_the_environment()
    {
        using CredentialWorld world = Both();
        world.Environment["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "AKENVIRONMENT";
        world.Environment["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = Secret;

        CredentialResolution resolution = await world.ResolveAsync("Alibaba", "clionly");

        Assert.Equal("AKCLI", resolution.Credential!.AccessKeyId);
        Assert.Contains(new CredentialAttempt("environment", "skipped: -ProfileName is specified", Served: false), resolution.Tried);
    }

    [Fact]
    public async Task A_profile_of_a_variable_comes_after_the_keys_of_the_environment()
    {
        using CredentialWorld world = Both();
        world.Environment["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "AKENVIRONMENT";
        world.Environment["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = Secret;
        world.Environment["ALIBABA_CLOUD_PROFILE"] = "clionly";

        Assert.Equal("AKENVIRONMENT", (await world.FindAsync("Alibaba")).AccessKeyId);
    }

    [Fact]
    public async Task The_profile_of_the_command_wins_over_the_one_of_a_variable()
    {
        using CredentialWorld world = Both();
        world.Environment["ALIBABA_CLOUD_PROFILE"] = "inionly";

        Assert.Equal("AKCLI", (await world.FindAsync("Alibaba", "clionly")).AccessKeyId);
    }

    [Fact]
    public async Task The_profile_may_be_in_either_file()
    {
        using CredentialWorld world = Both();

        Assert.Equal("AKCLI", (await world.FindAsync("Alibaba", "clionly")).AccessKeyId);
        Assert.Equal("AKINI", (await world.FindAsync("Alibaba", "inionly")).AccessKeyId);
    }

    [Fact]
    public async Task A_missing_profile_lists_those_of_both_files_and_asks_no_metadata_service()
    {
        using CredentialWorld world = Both();

        string text = await world.MissAsync("Alibaba", "gone\u001b", useInstanceRole: true);
        string command = await world.MissAsync("Alibaba", "##vso[task.x]", useInstanceRole: true);

        Assert.Contains("config.json: has no profile 'gone?'. Its profiles: clionly", text, StringComparison.Ordinal);
        Assert.Contains("config.json: has no profile '#?vso[task.x]'", command, StringComparison.Ordinal);
        Assert.Contains("credentials: has no profile 'gone?'. Its profiles: inionly", text, StringComparison.Ordinal);
        Assert.Empty(world.Metadata.Asked);
    }

    [Fact]
    public async Task A_file_that_cannot_be_understood_does_not_hide_the_profile_in_the_other()
    {
        using CredentialWorld world = Both();
        world.Write(Cli, "{");

        CredentialResolution resolution = await world.ResolveAsync("Alibaba", "inionly");

        Assert.Equal("AKINI", resolution.Credential!.AccessKeyId);
        Assert.Contains("config.json cannot be used (is not valid JSON (line 1)). The one of ", Assert.Single(resolution.Warnings),
            StringComparison.Ordinal);
        Assert.Contains("config.json: is not valid JSON (line 1)", await world.MissAsync("Alibaba", "clionly"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ALIBABA_CLOUD_CONFIG_FILE", "inionly", "gone", "does not exist")]
    [InlineData("ALIBABA_CLOUD_CONFIG_FILE", "inionly", "malformed", "is not valid JSON")]
    [InlineData("ALIBABA_CLOUD_CONFIG_FILE", "inionly", Cli, "has no profile 'inionly'. Its profiles: clionly")]
    [InlineData("ALIBABA_CLOUD_CREDENTIALS_FILE", "clionly", "gone", "does not exist")]
    [InlineData("ALIBABA_CLOUD_CREDENTIALS_FILE", "clionly", Ini, "has no profile 'clionly'. Its profiles: inionly")]
    public async Task A_file_of_a_variable_without_the_profile_is_not_replaced_by_another_file(
        string variable, string profile, string path, string reason)
    {
        using CredentialWorld world = Both();
        world.Write("malformed", "{");
        world.Environment[variable] = "~/" + path;

        string text = await world.MissAsync("Alibaba", profile);

        Assert.Contains($"{Path.Combine(world.Home, path)}: {reason}", text, StringComparison.Ordinal);
        Assert.Contains($"other settings files: skipped: {variable} is set", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_profile_may_be_in_either_file_of_two_variables()
    {
        using CredentialWorld world = Both();
        world.Environment["ALIBABA_CLOUD_CONFIG_FILE"] = "~/" + Cli;
        world.Environment["ALIBABA_CLOUD_CREDENTIALS_FILE"] = "~/" + Ini;

        Assert.Equal("AKCLI", (await world.FindAsync("Alibaba", "clionly")).AccessKeyId);
        Assert.Equal("AKINI", (await world.FindAsync("Alibaba", "inionly")).AccessKeyId);
    }

    [Fact]
    public async Task A_file_open_to_everybody_gives_a_warning_that_says_how_to_close_it()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }

        using CredentialWorld world = Both();
        string path = Path.Combine(world.Home, Cli);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        CredentialResolution resolution = await world.ResolveAsync("Alibaba", "clionly");

        Assert.Equal([$"Every user of this machine can read or change the credential file {path}. Close it to others: chmod 600 '{path}'"],
            resolution.Warnings);
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupRead)]
    public async Task A_file_closed_to_others_gives_none(UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }

        using CredentialWorld world = Both();
        File.SetUnixFileMode(Path.Combine(world.Home, Cli), mode);

        Assert.Empty((await world.ResolveAsync("Alibaba", "clionly")).Warnings);
    }

    [Fact]
    public async Task The_file_that_a_link_leads_to_is_the_one_that_counts()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }

        using CredentialWorld world = Both();
        string path = Path.Combine(world.Home, Cli);
        File.Move(path, path + ".real");
        File.CreateSymbolicLink(path, path + ".real");

        Assert.Empty((await world.ResolveAsync("Alibaba", "clionly")).Warnings);
    }

    private static CredentialWorld Both()
    {
        CredentialWorld world = new();
        world.Write(Cli,
            $$"""
            {"current":"clionly","profiles":[{"name":"clionly","mode":"AK","access_key_id":"AKCLI",
            "access_key_secret":"{{Secret}}"}]}
            """);
        world.Write(Ini, $"[inionly]\ntype=access_key\naccess_key_id=AKINI\naccess_key_secret={Secret}\n");
        return world;
    }
}
