using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Interleavings.Rewriting;
using Xunit;

namespace PasswordCmdlets.Interleavings;

/// <summary>Each defect is planted in the engine of another process, whose exploration has to find it.</summary>
public sealed class PlantedDefectTests(ITestOutputHelper output)
{
    private const string Hangs = "Nothing can happen any more, and the run has not ended";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [Theory]
    [InlineData(PlantedDefect.EndByChannel, "two accounts", 1_000)]
    [InlineData(PlantedDefect.PermitKept, "partition limiter, with large groups", 1_000)]
    [InlineData(PlantedDefect.WakeUpLost, "open batches", null)]
    public async Task A_planted_defect_is_found(string defect, string scenario, int? schedules)
    {
        string program = OperatingSystem.IsWindows() ? "PasswordCmdlets.Interleavings.exe" : "PasswordCmdlets.Interleavings";
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, program))
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "-method", $"{typeof(InterleavingTests).FullName}.{nameof(InterleavingTests.Every_schedule_ends_as_it_must)}",
                "-noColor",
            },
            Environment =
            {
                [EngineLoader.DefectVariable] = defect,
                [InterleavingTests.ScenarioVariable] = scenario,
                [InterleavingTests.SchedulesVariable] = schedules?.ToString(CultureInfo.InvariantCulture),
            },
        };
        using Process child = Process.Start(start)!;
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        Task<string> reading = child.StandardOutput.ReadToEndAsync(patience.Token);
        try
        {
            await child.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            child.Kill();
            Assert.Fail("The exploration does not end.");
        }

        string text = await reading;
        output.WriteLine(text);
        Assert.Contains($"{scenario}, schedule ", text, StringComparison.Ordinal);
        Assert.Contains(Hangs, text, StringComparison.Ordinal);
        Assert.NotEqual(0, child.ExitCode);
    }
}
