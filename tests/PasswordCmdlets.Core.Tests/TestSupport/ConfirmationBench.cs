using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Tests.TestSupport;

/// <summary>A vault with the seed of an earlier run, and the report of that run.</summary>
internal sealed class ConfirmationBench : IDisposable
{
    /// <summary>The run whose passwords are confirmed.</summary>
    public const string RunId = "20261120160000aaaaaa";

    /// <summary>A run that began an hour after it.</summary>
    public const string LaterRunId = "20261120170000bbbbbb";

    /// <summary>The provider and resource that the run changed.</summary>
    public const string Scope = "Tencent-CvmInstance";

    /// <summary>The clock of the vault.</summary>
    public FakeTimeProvider Time { get; } = new();

    /// <summary>The vault that holds the seed.</summary>
    public MemoryVault Store { get; } = new();

    /// <summary>The seed of the run.</summary>
    public RunSeed Seed { get; } = RunSeed.Create();

    /// <summary>The name of an instance's secret.</summary>
    public static string SecretNameOf(string id) => $"{Scope}-ap-guangzhou-{id}";

    /// <summary>An entry of the run's report.</summary>
    public static ReportEntry Reported(string id, string status) => new()
    {
        Time = default,
        RunId = RunId,
        Provider = "Tencent",
        Resource = "CvmInstance",
        Region = "ap-guangzhou",
        InstanceId = id,
        Status = status,
    };

    /// <summary>Stores the seed of a run with a note.</summary>
    public void AddSeed(SeedNote note, string runId = RunId) => SeedEntry.Write(Store, runId, Seed, note);

    /// <summary>Opens the run for confirmation; without a report, when the value is null.</summary>
    public RunConfirmation Open(IReadOnlyList<ReportEntry>? report, SkippedLines? skipped = null) => new(
        Store,
        RunId,
        report is null ? null : new RunHistory(RunId, report, skipped),
        new VaultWait { Timeout = TimeSpan.FromMinutes(1), Time = Time, Origin = "here" });

    public void Dispose() => Seed.Dispose();
}
