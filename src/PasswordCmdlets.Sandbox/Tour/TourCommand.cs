using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Lockout;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers;
using PasswordCmdlets.Core.Providers.Alibaba;
using PasswordCmdlets.Core.Providers.Alibaba.Ecs;
using PasswordCmdlets.Core.Providers.Alibaba.Ram;
using PasswordCmdlets.Core.Providers.Huawei;
using PasswordCmdlets.Core.Providers.Huawei.Dcs;
using PasswordCmdlets.Core.Providers.Tencent;
using PasswordCmdlets.Core.Providers.Tencent.Cvm;
using PasswordCmdlets.Core.Providers.Zenlayer;
using PasswordCmdlets.Core.Providers.Zenlayer.Zec;

namespace PasswordCmdlets.Sandbox.Tour;

/// <summary>The demo without PowerShell: the same resets, through the engine, against a sandbox in this process.</summary>
internal static class TourCommand
{
    private const string Password = "Cloud-Tour-2026x";
    private const string ShortPassword = "Cloud-Tour-1";
    private const string VncPassword = "Ecs123";

    public static async Task<int> RunAsync(TextWriter output)
    {
        await using SandboxServer server = await SandboxServer.StartAsync(new SandboxOptions());
        await output.WriteLineAsync($"The sandbox listens on {server.BaseAddress} and stands for all providers.");
        ProviderSession tencent = Open(TencentProvider.Descriptor, server.BaseAddress);
        ProviderSession zenlayer = Open(ZenlayerProvider.Descriptor, server.BaseAddress);
        ProviderSession huawei = Open(HuaweiProvider.Descriptor, server.BaseAddress);
        ProviderSession alibaba = Open(AlibabaProvider.Descriptor, server.BaseAddress);

        await output.WriteLineAsync("\n--- One password for several instances; one is unknown, one is running");
        await ResetAsync(output, tencent, new TencentResetOperation(), Password, "ins-linux001", "ins-nosuch01", "ins-linux003");
        await output.WriteLineAsync("\n--- The running one again, forced: shut down for the reset, then started again");
        await ResetAsync(output, tencent, new TencentResetOperation { ForceStop = true }, Password, "ins-linux003");
        await output.WriteLineAsync("\n--- Zenlayer: one call an instance; the second is stopped, the third has no agent");
        await ResetAsync(
            output, zenlayer, new ZenlayerResetOperation(), ShortPassword, "1341431445241233", "1341431445241235", "1341431445241236");
        await output.WriteLineAsync(
            "\n--- Huawei Cloud DCS: a change that knows the old password; the second instance has password-free access");
        using SecretText oldPassword = new("Sandbox-Dcs-1".AsSpan());
        DcsChangeOperation change = new(
            DcsContracts.CurrentVersion, oldPassword, force: false, LockoutGuard.Process, TimeProvider.System);
        await ResetAsync(output, huawei, change, Password, "5a4db0c5-1111-4000-8000-000000000001", "5a4db0c5-1111-4000-8000-000000000002");
        await output.WriteLineAsync("\n--- Alibaba Cloud ECS: the second needs a restart for its VNC password, the third is stopped");
        await ResetAsync(output, alibaba, new EcsVncOperation { Restart = true }, VncPassword, "i-bp1sandbox00000000a1",
            "i-bp1sandbox00000000b1", "i-bp1sandbox00000000c1");
        await output.WriteLineAsync("\n--- Alibaba Cloud RAM: carol cannot log on yet and is given a login profile");
        await ResetAsync(output, alibaba, new RamUpdateLoginProfileOperation { CreateLoginProfile = true }, Password, "alice", "carol");
        return 0;
    }

    private static ProviderSession Open(ProviderDescriptor provider, Uri endpoint)
    {
        string name = provider.Name.ToLowerInvariant();
        CloudCredential credential = new()
        {
            Provider = provider,
            AccessKeyId = $"sandbox-{name}-id",
            Secret = new SecretText($"sandbox-{name}-secret".AsSpan()),
            Source = "the sandbox's default seed",
        };
        return ProviderSessions.Open(new FixedCredentialProvider(credential), credential, endpoint);
    }

    private static async Task ResetAsync(TextWriter output, ProviderSession session, ProviderOperation operation, string password,
        params string[] ids)
    {
        using SecretText secret = new(password.AsSpan());
        using PasswordChangeRun run = new(new RunOptions { Wait = true }, TransportPool.FromEnvironment(), RateLimiters.Process,
            TimeProvider.System, new NullReport());
        SharedPassword shared = new(secret);
        string? region = operation switch
        {
            TencentResetOperation => "ap-guangzhou",
            EcsVncOperation => "cn-hangzhou",
            DcsChangeOperation => "cn-north-4",
            _ => null,
        };
        foreach (string id in ids)
        {
            run.TrySubmit(new PasswordTarget { Id = id, Region = region }, session, operation, shared);
        }

        run.Complete();
        await output.WriteLineAsync($"{"Status",-10}{"Provider",-10}{"Target",-38}Detail");
        while (!run.IsEnded)
        {
            run.Wait(TimeSpan.FromSeconds(1));
            while (run.TryRead(out RunEvent? next))
            {
                if (next is ResultEvent { Result: var result })
                {
                    string detail = result.ErrorId is null ? result.Message : $"{result.ErrorId}: {result.Message}";
                    await output.WriteLineAsync($"{result.Status,-10}{result.Provider,-10}{result.Target.Id,-38}{detail}");
                }
            }
        }
    }
}
