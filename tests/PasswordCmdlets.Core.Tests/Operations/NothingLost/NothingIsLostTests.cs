using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Tencent.Cvm;
using PasswordCmdlets.Core.Providers.Zenlayer.Zec;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.NothingLost;

/// <summary>
/// Goes through every combination, up to a bound, of crash point, fault, rejection and retry, alone and with a second run in between, and
/// asks in each final state: can the vault name the password the instance really has, was nothing executed too often, is every status true?
/// </summary>
public sealed class NothingIsLostTests : IDisposable
{
    private const int MaximumRetryCount = 2;
    private const int CrashPoints = 7;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly Fate[] Fates = Enum.GetValues<Fate>();

    private readonly TemporaryFolder _locks = new();

    public enum Kind
    {
        Zenlayer,
        TencentWithDescribe,
        TencentWithoutDescribe,
    }

    [Theory]
    [InlineData(Kind.Zenlayer)]
    [InlineData(Kind.TencentWithDescribe)]
    [InlineData(Kind.TencentWithoutDescribe)]
    public async Task A_run_that_dies_anywhere_under_any_two_faults_loses_no_password(Kind kind)
    {
        foreach (Fate[] fates in Sequences(2))
        {
            for (int? crash = 0; crash <= CrashPoints; crash++)
            {
                ModelWorld world = new();
                Story story = await RunAsync(world, kind, "20260101000000aaaaaa", crash == CrashPoints ? null : crash, fates);

                string scene = $"{kind}, {string.Join("+", fates)}, crash before effect {crash}";
                AssertNameable(world, scene);
                AssertNotTooOften(world, kind, story, scene);
                AssertTrue(world, story, scene, alone: true);
            }
        }
    }

    [Theory]
    [InlineData(Kind.Zenlayer)]
    [InlineData(Kind.TencentWithDescribe)]
    [InlineData(Kind.TencentWithoutDescribe)]
    public async Task Two_runs_on_the_same_instance_lose_no_password_wherever_they_meet(Kind kind)
    {
        foreach (Fate[] fates in Sequences(1))
        {
            foreach (Fate[] otherFates in new Fate[][] { [], [Fate.LostAfter], [Fate.LostBefore], [Fate.ServerErrorAfter] })
            {
                for (int? crash = 0; crash <= CrashPoints; crash++)
                {
                    for (int meeting = 0; meeting < CrashPoints; meeting++)
                    {
                        ModelWorld world = new();
                        Story? other = null;
                        int? crashBefore = crash == CrashPoints ? null : crash;
                        Story story = await RunAsync(world, kind, "20260101000000aaaaaa", crashBefore, fates, effect =>
                        {
                            if (effect == meeting)
                            {
                                other = RunAsync(world, kind, "20260101000001bbbbbb", null, otherFates).GetAwaiter().GetResult();
                            }
                        });

                        string scene = $"{kind}, {string.Join("+", fates)} and {string.Join("+", otherFates)}, meeting at {meeting}, "
                            + $"crash before effect {crash}";
                        AssertNameable(world, scene);
                        AssertNotTooOften(world, kind, story, scene);
                        AssertTrue(world, story, scene, alone: other is null);
                    }
                }
            }
        }
    }

    [Fact]
    public async Task A_seed_does_not_outlive_a_run_whose_every_password_is_stored()
    {
        ModelWorld world = new();

        await RunAsync(world, Kind.Zenlayer, "20260101000000aaaaaa", null, []);

        Assert.Equal("Zenlayer-ZecInstance--9global--9ins-1", Assert.Single(world.Vault).Key);
    }

    public void Dispose() => _locks.Dispose();

    private static IEnumerable<Fate[]> Sequences(int longest)
    {
        yield return [];
        foreach (Fate first in Fates)
        {
            yield return [first];
            for (int i = 0; longest > 1 && i < Fates.Length; i++)
            {
                yield return [first, Fates[i]];
            }
        }
    }

    private async Task<Story> RunAsync(ModelWorld world, Kind kind, string runId, int? crash, Fate[] fates, Action<int>? between = null)
    {
        AutoAdvancingTimeProvider time = new();
        ModelProcess process = new(world, runId, crash, fates, kind != Kind.TencentWithoutDescribe, between);
        bool tencent = kind != Kind.Zenlayer;
        ProviderOperation operation = tencent ? new CvmResetOperation() : new ZecResetOperation();
        using RunSeed seed = RunSeed.Create();

        // Two runs that meet are runs of two computers: on one the second would wait for the first.
        using RunVault vault = new(process, seed, null, runId,
            new VaultWait { Folder = _locks.FileOf(runId), Timeout = Patience, Time = time, Origin = runId });
        Story story = new(runId);
        try
        {
            vault.StoreSeed(operation.Descriptor.Resource);
        }
        catch (CrashException)
        {
            return story;
        }

        CloudCredential credential =
            TestCredential.Of(tencent ? TencentProvider.Descriptor : ZenlayerProvider.Descriptor, "secret", id: "key");
        ProviderSession session = new()
        {
            Provider = credential.Provider,
            Account = "key",
            Credentials = new FixedCredentialProvider(credential),
            Signer = tencent ? new Tc3Signer() : new Zc2Signer(),
            EndpointOf = static (_, _) => new Uri("http://127.0.0.1:1"),
        };
        using HttpTransport transport = new(process);
        RunOptions options = new()
        {
            RunId = runId,
            MaximumRetryCount = MaximumRetryCount,
            Wait = true,
            WaitTimeout = TimeSpan.FromSeconds(60),
            Timeout = TimeSpan.FromHours(1),
            AttemptTimeout = TimeSpan.FromMinutes(30),
        };
        using PasswordChangeRun run = new(options, transport, new RateLimiters(time), time, new NullReport(), static () => 0);
        GeneratedPasswords passwords =
            new(seed, operation.Descriptor.Resource, tencent ? CvmPasswordPolicies.Windows : ZecPasswordPolicy.Policy);
        PasswordTarget target = new() { Id = "ins-1", Region = tencent ? "ap-guangzhou" : null };
        run.TrySubmit(target, session, operation, passwords);
        run.Complete();
        while (!run.IsEnded)
        {
            await Task.Yield();
            Assert.True(run.Wait(Patience) || run.IsEnded, "Nothing more came from the run.");
            while (run.TryRead(out RunEvent? next))
            {
                if (next is ResultEvent { Result: var result } && !process.IsDead)
                {
                    story.Result = result;
                    Keep(vault, story, result, operation.Descriptor.Resource);
                }
            }
        }

        if (!process.IsDead)
        {
            try
            {
                vault.Close();
            }
            catch (CrashException)
            {
                // Died while it was tidying up.
            }
        }

        return story;
    }

    private static void Keep(RunVault vault, Story story, TargetResult result, string resource)
    {
        if (result.GeneratedPassword is not { } password)
        {
            return;
        }

        story.Password = password.Reveal(0, static (characters, _) => characters.ToString());
        try
        {
            vault.Keep(new SecretTarget
            {
                Provider = result.Provider.ToString(),
                Resource = resource,
                Region = result.Target.Region,
                InstanceId = "ins-1",
                Account = "key",
            }, result.Status, password);
        }
        catch (CrashException)
        {
            // Died before it was stored.
        }
    }

    // By an entry of its own, or by a seed.
    private static void AssertNameable(ModelWorld world, string scene)
    {
        if (world.Password == ModelWorld.InitialPassword || world.Vault.ContainsValue(world.Password))
        {
            return;
        }

        List<string> named = [];
        foreach ((string name, string value) in world.Vault
            .Where(static entry => entry.Key.StartsWith(SecretNames.RunPrefix, StringComparison.Ordinal)))
        {
            using SecretText text = new(value.AsSpan());
            using RunSeed seed = RunSeed.FromSecret(text);
            foreach ((string resource, PasswordPolicy policy) in new[]
            {
                ("CvmInstance", CvmPasswordPolicies.Windows),
                ("ZecInstance", ZecPasswordPolicy.Policy),
            })
            {
                for (int attempt = 1; attempt <= 2; attempt++)
                {
                    using SecretText password = seed.DerivePassword(GeneratedPasswords.KeyOf(resource, "ins-1", null), attempt, policy);
                    named.Add(password.Reveal(0, static (characters, _) => characters.ToString()));
                }
            }
        }

        Assert.True(named.Contains(world.Password), $"The instance's password is lost: {scene}.");
    }

    private static void AssertNotTooOften(ModelWorld world, Kind kind, Story story, string scene)
    {
        int executions = world.Executions.GetValueOrDefault(story.RunId);
        int allowed = kind == Kind.Zenlayer ? MaximumRetryCount + 1 : 1;
        Assert.True(executions <= allowed, $"Executed {executions} times: {scene}.");
    }

    private static void AssertTrue(ModelWorld world, Story story, string scene, bool alone)
    {
        if (story.Result is not { } result)
        {
            return;
        }

        int executions = world.Executions.GetValueOrDefault(story.RunId);
        switch (result.Status)
        {
            case ChangeStatus.Succeeded:
                Assert.True(executions > 0, $"Succeeded and never executed: {scene}.");
                Assert.True(!alone || world.Password == story.Password, $"Succeeded with another password: {scene}.");
                break;
            case ChangeStatus.Failed or ChangeStatus.Cancelled:
                Assert.True(executions == 0, $"{result.Status} and executed: {scene}.");
                break;
            default:
                Assert.NotNull(result.ErrorId);
                break;
        }
    }

    private sealed class Story(string runId)
    {
        public string RunId { get; } = runId;

        public TargetResult? Result { get; set; }

        public string? Password { get; set; }
    }
}
