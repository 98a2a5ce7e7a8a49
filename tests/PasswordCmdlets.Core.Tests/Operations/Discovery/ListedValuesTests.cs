using System;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Discovery;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.Discovery;

/// <summary>What is read of the entries of a list, and what is said where a list cannot be read.</summary>
public sealed class ListedValuesTests
{
    [Theory]
    [InlineData("Windows Server 2022 Datacenter", true)]
    [InlineData("Ubuntu Server 22.04 LTS 64bit", false)]
    [InlineData("Debian 12.0 64bit", false)]
    [InlineData("CentOS 7.9 64bit", false)]
    [InlineData("Red Hat Enterprise 9", false)]
    [InlineData("RedHat_9", false)]
    [InlineData("rhel_8_x64", false)]
    [InlineData("Rocky 9.3", false)]
    [InlineData("openSUSE Leap 15", false)]
    [InlineData("Fedora 39", false)]
    [InlineData("TencentOS Server 3.1", false)]
    [InlineData("EulerOS 2.5", false)]
    [InlineData("openEuler 22.03", false)]
    [InlineData("Kylin V10", false)]
    [InlineData("Anolis 8.8", false)]
    [InlineData("CoreOS 2023", false)]
    [InlineData("Arch 2024", false)]
    [InlineData("AlmaLinux 9", false)]
    [InlineData("FreeBSD 13", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void The_name_of_a_system_tells_Windows_from_Linux(string? name, bool? isWindows) =>
        Assert.Equal(isWindows, ListedValues.IsWindows(name));

    [Fact]
    public void Only_addresses_are_read_each_once()
    {
        string?[] texts = [" 10.0.0.1", "10.0.0.1", "fd00::1", "::1", "12345", "none", "no.address", null];

        Assert.Equal(["10.0.0.1", "fd00::1", "::1"], ListedValues.Addresses(texts));
    }

    [Theory]
    [InlineData("""{"e":"2098-12-31T00:00Z"}""", true)]
    [InlineData("""{"e":"2099-12-31T00:00Z"}""", false)]
    [InlineData("""{"e":"never"}""", false)]
    [InlineData("{}", false)]
    public void What_expires_in_2099_does_not_expire(string json, bool expires)
    {
        using JsonDocument document = JsonDocument.Parse(json);

        Assert.Equal(expires, document.RootElement.Expiry("e") is not null);
    }

    [Theory]
    [InlineData(nameof(CallEnd.Throttled), ErrorIds.Throttled, "Why. Run the command again later, or set a longer -ThrottleTimeoutSec.")]
    [InlineData(nameof(CallEnd.Unreachable), ErrorIds.ProviderUnavailable,
        "Why. Check the network, the proxy and the endpoint, then run the command again.")]
    [InlineData(nameof(CallEnd.OutcomeUnknown), ErrorIds.ProviderUnavailable,
        "Why. Check the network, the proxy and the endpoint, then run the command again.")]
    [InlineData(nameof(CallEnd.Stopped), ErrorIds.Cancelled, "Why.")]
    public void A_list_without_a_response_says_why_and_what_to_do(string end, string errorId, string message)
    {
        using CallBench bench = new();
        ProviderReply throttle = new() { Fault = Fault.Throttled, Code = "Busy", RequestId = "r-1" };

        TargetOutcome outcome = ListingOutcome.Of(bench.Session, Outcome(Enum.Parse<CallEnd>(end), "Why", throttle));

        Assert.Equal((errorId, message), (outcome.ErrorId, outcome.Message));
        Assert.Equal(end == nameof(CallEnd.Throttled) ? ("Busy", "r-1") : (null, null), (outcome.ErrorCode, outcome.RequestId));
        Assert.StartsWith("no response was received",
            ListingOutcome.Of(bench.Session, Outcome(CallEnd.Unreachable, null, null)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ErrorIds.AuthenticationFailed, false)]
    [InlineData(ErrorIds.ProviderUnavailable, null)]
    [InlineData(ErrorIds.Throttled, null)]
    [InlineData(ErrorIds.Cancelled, null)]
    [InlineData(ErrorIds.CredentialNotFound, null)]
    [InlineData(ErrorIds.AccessDenied, true)]
    [InlineData(null, true)]
    public void An_error_shows_whether_the_credential_was_accepted_or_does_not(string? errorId, bool? accepts) => Assert.Equal(
        accepts, ListingOutcome.AcceptsCredential(errorId is null ? null : TargetOutcome.Failed(errorId, "x")));

    [Theory]
    [InlineData("Never sent: no key.", "no key.")]
    [InlineData("No key.", "No key.")]
    public void A_list_was_never_a_target(string message, string shown) => Assert.Equal(shown, ListingOutcome.WithoutTarget(message));

    [Fact]
    public void A_list_is_named_by_provider_resource_and_region()
    {
        using CallBench bench = new();
        ListingQuery query = new() { Session = bench.Session, Region = "eu-1" };
        ListingJob job = new(new ScriptedOperation().Descriptor, null!, query);

        Assert.Equal("Tencent Scripted in eu-1", job.ToString());
        Assert.Equal("Tencent Scripted", (job with { Query = query with { Region = null } }).ToString());
        Assert.Equal((string.Empty, "eu-1"), (query.Place.Id, query.Place.Region));
    }

    [Fact]
    public async Task Two_lists_go_first_and_the_others_when_one_of_them_is_accepted()
    {
        AccountProof proof = new();
        Task<bool>[] turns = [.. Enumerable.Range(0, 5).Select(_ => proof.TakeTurnAsync())];
        Assert.Equal([true, true, false, false, false], turns.Select(static turn => turn.IsCompleted));

        // Of the first nothing is known: another one goes in its place.
        proof.EndTurn(null);
        Assert.True(await turns[2]);
        Assert.False(turns[3].IsCompleted);

        // One rejection is not final while another list is out.
        proof.EndTurn(false);
        Assert.False(turns[3].IsCompleted);
        proof.EndTurn(true);
        Assert.Equal((true, true), (await turns[3], await turns[4]));
        Assert.True(await proof.TakeTurnAsync());
    }

    [Fact]
    public async Task After_a_rejection_that_nothing_contradicts_no_list_goes()
    {
        AccountProof proof = new();
        Task<bool>[] turns = [.. Enumerable.Range(0, 4).Select(_ => proof.TakeTurnAsync())];

        proof.EndTurn(false);
        proof.EndTurn(null);

        Assert.Equal((false, false), (await turns[2], await turns[3]));
        Assert.False(await proof.TakeTurnAsync());
        proof.EndTurn(true);
        Assert.False(await proof.TakeTurnAsync());
    }

    [Fact]
    public async Task When_the_command_is_stopped_no_list_goes()
    {
        AccountProof proof = new();
        Task<bool>[] turns = [.. Enumerable.Range(0, 4).Select(_ => proof.TakeTurnAsync())];

        proof.Stop();

        Assert.Equal((false, false), (await turns[2], await turns[3]));
        Assert.False(await proof.TakeTurnAsync());
    }

    private static CallOutcome Outcome(CallEnd end, string? reason, ProviderReply? reply) =>
        new() { End = end, Reason = reason, Reply = reply, MayHaveExecuted = false, Attempts = 1 };
}
