using System;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Alibaba.Ram;
using PasswordCmdlets.Core.Tests.Sandbox;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Providers.Alibaba;

/// <summary>What we sign and send, checked by the sandbox's verifier, which shares no code with the signer.</summary>
public sealed class AlibabaSignerTests
{
    private const string Seed = """
        {
          "accessKeys": [
            { "provider": "alibaba", "id": "key", "secret": "key-secret", "userName": "alice" },
            { "provider": "alibaba", "id": "STS.key", "secret": "sts-secret", "securityToken": "to/ken+==" }
          ],
          "alibaba": { "users": [ { "name": "alice", "password": "Old Pass+1&密=%" } ] }
        }
        """;

    [Theory]
    [InlineData("RpcV1")]
    [InlineData("Acs3")]
    public async Task Passwords_of_all_kinds_of_characters_arrive_as_they_are(string signature)
    {
        await using SandboxFixture sandbox = await SandboxFixture.StartAsync(Seed);
        using SecretText oldPassword = new("Old Pass+1&密=%".AsSpan());
        using SecretText newPassword = new("Neu!*'()~ +Pass-1".AsSpan());
        using RpcRequest request = new(RamContracts.ChangePassword with { Signature = Named(signature) }, sandbox.Server.BaseAddress);
        request.Parameters.Add("OldPassword", oldPassword);
        request.Parameters.Add("NewPassword", newPassword);

        ProviderReply reply = await SendAsync(sandbox, request, Key("key", "key-secret"));

        Assert.Equal((Fault.None, null), (reply.Fault, reply.Code));
    }

    [Theory]
    [InlineData("RpcV1")]
    [InlineData("Acs3")]
    public async Task A_temporary_key_is_taken_with_its_token(string signature)
    {
        await using SandboxFixture sandbox = await SandboxFixture.StartAsync(Seed);
        using RpcRequest request = new(RamContracts.GetPasswordPolicy with { Signature = Named(signature) }, sandbox.Server.BaseAddress);

        ProviderReply reply = await SendAsync(sandbox, request, Key("STS.key", "sts-secret", "to/ken+=="));

        Assert.Equal((Fault.None, null), (reply.Fault, reply.Code));
    }

    [Theory]
    [InlineData("RpcV1")]
    [InlineData("Acs3")]
    public async Task A_wrong_secret_is_rejected_and_what_was_signed_is_not_repeated(string signature)
    {
        await using SandboxFixture sandbox = await SandboxFixture.StartAsync(Seed);
        using RpcRequest request = new(RamContracts.ChangePassword with { Signature = Named(signature) }, sandbox.Server.BaseAddress);
        request.Parameters.Add("NewPassword", "Neu-Pass-1");

        ProviderReply reply = await SendAsync(sandbox, request, Key("STS.key", "wrong", "to/ken+=="));

        Assert.Equal((Fault.AuthenticationFailed, "SignatureDoesNotMatch"), (reply.Fault, reply.Code));
        Assert.DoesNotContain("sign is", reply.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ken", reply.Message, StringComparison.Ordinal);
    }

    private static AlibabaSignature Named(string signature) => Enum.Parse<AlibabaSignature>(signature);

    private static CloudCredential Key(string id, string secret, string? token = null) =>
        TestCredential.Of(AlibabaProvider.Descriptor, secret, id: id, token: token);

    private static async Task<ProviderReply> SendAsync(SandboxFixture sandbox, RpcRequest request, CloudCredential credential)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await new AlibabaSigner().SignAsync(request, credential, sandbox.Clock.GetUtcNow(), cancellationToken);
        using HttpTransport transport = new(proxy: null);
        TransportResult result = await transport.SendAsync(request, freshConnection: false, cancellationToken);
        Assert.Equal(TransportOutcome.ResponseReceived, result.Outcome);
        return AlibabaResponses.ReadDone(result.Response!);
    }
}
