using System;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Redaction;
using PasswordCmdlets.Core.Passwords;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

/// <summary>What is shown of a response.</summary>
public sealed class ProviderReplyTests : IDisposable
{
    private const string RequestId = "5f0c8a1e-7d42-4b6e-9c3a-d1e2f3a4b5c6";
    private const string Withheld = "The provider's message is withheld because it may quote a secret.";

    private readonly KnownSecrets _secrets = new();
    private readonly SecretText _password = new("Brand-New-Pass-7".AsSpan());

    public ProviderReplyTests() => _secrets.Add(_password);

    [Theory]
    [InlineData(nameof(Fault.Rejected), "The instance is locked.", null, "The instance is locked.", null)]
    [InlineData(nameof(Fault.Rejected), "Brand-New-Pass-7 is too long.", null, null, Withheld)]
    [InlineData(nameof(Fault.Rejected), "Brand-New-Pass-7 is too long.", "Choose another.", null, "Choose another.")]
    [InlineData(nameof(Fault.Rejected), "The instance is locked.", "Unlock it.", "The instance is locked.", "Unlock it.")]
    [InlineData(nameof(Fault.Rejected), "", null, null, null)]
    [InlineData(nameof(Fault.Rejected), null, null, null, null)]
    [InlineData(nameof(Fault.PasswordRejected), "It is too weak.", null, null,
        "The provider rejected the new password: it does not meet the provider's rules.")]
    [InlineData(nameof(Fault.Rejected), "The request " + RequestId + " failed.", null, "The request " + RequestId + " failed.", null)]
    public void A_message_is_shown_or_replaced(string fault, string? message, string? advice, string? shown, string? shownAdvice)
    {
        ProviderReply reply = new() { Fault = Enum.Parse<Fault>(fault), Message = message, Advice = advice, RequestId = RequestId };

        ProviderReply redacted = reply.Redact(new Redactor(_secrets), []);

        Assert.Equal((shown, shownAdvice, RequestId), (redacted.Message, redacted.Advice, redacted.RequestId));
    }

    [Theory]
    [InlineData(true, "Brand-New-Pass-7")]
    [InlineData(false, null)]
    public void A_code_of_our_own_tables_is_shown_as_it_is(bool isListed, string? shown)
    {
        ProviderReply reply = new() { Fault = Fault.Rejected, Code = "Brand-New-Pass-7", CodeIsListed = isListed };

        Assert.Equal(shown, reply.Redact(new Redactor(_secrets), []).Code);
    }

    public void Dispose()
    {
        _password.Dispose();
        _secrets.Dispose();
    }
}
