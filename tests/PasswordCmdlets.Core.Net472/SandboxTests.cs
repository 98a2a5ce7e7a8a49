using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Alibaba.Ecs;
using PasswordCmdlets.Core.Providers.Tencent.Cvm;
using PasswordCmdlets.Core.Providers.Zenlayer.Zec;
using Xunit;

namespace PasswordCmdlets.Core.Tests;

/// <summary>
/// The whole engine on .NET Framework: planner, signers, JSON, HttpClientHandler, responses, against a sandbox on loopback.
/// </summary>
public sealed class SandboxTests
{
    private static readonly Uri? Sandbox = Environment.GetEnvironmentVariable("PASSWORDCMDLETS_SANDBOX_ADDRESS") is { Length: > 0 } address
        ? new Uri(address)
        : null;

    [Fact]
    public void Tencent_instances_are_reset_and_waited_for()
    {
        Assert.SkipWhen(Sandbox is null, "PASSWORDCMDLETS_SANDBOX_ADDRESS names no sandbox.");

        TargetResult[] results = Change(Sandbox, TencentProvider.Descriptor, new CvmResetOperation(), "Cloud-Tour-2026x",
            "ap-guangzhou", "ins-linux001", "ins-nosuch01", "ins-linux003");

        Assert.Equal([ChangeStatus.Succeeded, ChangeStatus.Failed, ChangeStatus.Failed], results.Select(result => result.Status));
        Assert.Equal([null, ErrorIds.TargetNotFound, ErrorIds.TargetStateInvalid], results.Select(result => result.ErrorId));
    }

    [Fact]
    public void Zenlayer_instances_are_reset()
    {
        Assert.SkipWhen(Sandbox is null, "PASSWORDCMDLETS_SANDBOX_ADDRESS names no sandbox.");

        TargetResult[] results = Change(Sandbox, ZenlayerProvider.Descriptor, new ZecResetOperation(), "Cloud-Tour-1", null,
            "1341431445241233", "1341431445241235");

        Assert.Equal([ChangeStatus.Succeeded, ChangeStatus.Failed], results.Select(result => result.Status));
    }

    [Fact]
    public void Alibaba_VNC_passwords_are_set()
    {
        Assert.SkipWhen(Sandbox is null, "PASSWORDCMDLETS_SANDBOX_ADDRESS names no sandbox.");

        TargetResult[] results = Change(Sandbox, AlibabaProvider.Descriptor, new EcsVncOperation(), "Vnc123", "cn-hangzhou",
            "i-bp1sandbox00000000a1", "i-bp1sandbox00000000c1");

        Assert.Equal([ChangeStatus.Succeeded, ChangeStatus.Failed], results.Select(result => result.Status));
    }

    [Fact]
    public void A_server_that_is_not_there_leaves_targets_certainly_unchanged()
    {
        TcpListener free = new(IPAddress.Loopback, 0);
        free.Start();
        int port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();

        TargetResult result =
            Assert.Single(
                Change(new Uri($"http://127.0.0.1:{port}"), ZenlayerProvider.Descriptor, new ZecResetOperation(), "Cloud-Tour-1", null,
                    "1341431445241233"));

        Assert.Equal((ChangeStatus.Failed, ErrorIds.ProviderUnavailable), (result.Status, result.ErrorId));
    }

    private static TargetResult[] Change(Uri endpoint, ProviderDescriptor provider, ProviderOperation operation, string password,
        string? region, params string[] ids)
    {
        string name = provider.ToString().ToLowerInvariant();
        CloudCredential credential = new()
        {
            Provider = provider,
            AccessKeyId = $"sandbox-{name}-id",
            Secret = new SecretText($"sandbox-{name}-secret".AsSpan()),
            Source = "the sandbox's default seed",
        };
        ProviderSession session = ProviderSessions.Open(new FixedCredentialProvider(credential), credential, endpoint);
        using SecretText secret = new(password.AsSpan());
        using PasswordChangeRun run =
            new(new RunOptions { Wait = true, MaximumRetryCount = 1 }, TransportPool.FromEnvironment(), RateLimiters.Process,
                TimeProvider.System, new NullReport());
        SharedPassword shared = new(secret);
        foreach (string id in ids)
        {
            run.TrySubmit(new PasswordTarget { Id = id, Region = region }, session, operation, shared);
        }

        run.Complete();
        List<TargetResult> results = [];
        while (!run.IsEnded)
        {
            run.Wait(TimeSpan.FromSeconds(1));
            while (run.TryRead(out RunEvent? next))
            {
                if (next is ResultEvent { Result: var result })
                {
                    results.Add(result);
                }
            }
        }

        return [.. ids.Select(id => results.Single(result => result.Target.Id == id))];
    }
}
