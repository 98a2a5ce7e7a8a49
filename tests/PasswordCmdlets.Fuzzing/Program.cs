using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Enumeration;
using System.Linq;
using PasswordCmdlets.Fuzzing.Engine;
using PasswordCmdlets.Fuzzing.Targets;

namespace PasswordCmdlets.Fuzzing;

internal static class Program
{
    private const string Folder = "artifacts/fuzzing";
    private const int MostSeconds = 1_000_000;
    private const string Usage =
        """
        usage: PasswordCmdlets.Fuzzing run [targets] [seconds]      fuzzes each target, wildcards allowed; 300 seconds each
               PasswordCmdlets.Fuzzing replay <target> <file>       reads a finding again, without instrumentation
        """;

    private static readonly TimeSpan DefaultDuration = TimeSpan.FromMinutes(5);

    private static int Main(string[] arguments) => arguments switch
    {
        ["run"] => Run("*", DefaultDuration),
        ["run", var targets] => Run(targets, DefaultDuration),
        ["run", var targets, var text] when DurationOf(text) is { } duration => Run(targets, duration),
        ["replay", var target, var file] => Replay(target, file),
        ["child", var target, var text, var folder] when DurationOf(text) is { } duration => RunChild(target, duration, folder),
        _ => Fail(Usage),
    };

    private static int Run(string targets, TimeSpan duration)
    {
        FuzzTarget[] found = [.. Find(targets)];
        if (found.Length == 0)
        {
            return FailUnknown(targets);
        }

        using InstrumentedCopy copy = new();
        return found.Max(target => new Session(target, Folder).RunInChild(copy.Program, duration));
    }

    private static int RunChild(string target, TimeSpan duration, string folder)
    {
        // Before anything of the instrumented engine runs, which counts at once.
        Coverage coverage = new();
        return new Session(Find(target).Single(), folder).Run(coverage, duration);
    }

    private static int Replay(string name, string file)
    {
        if (FuzzTargets.All.FirstOrDefault(one => one.Name == name) is not { } target)
        {
            return FailUnknown(name);
        }

        byte[] input = File.ReadAllBytes(file);
        try
        {
            target.Run(input);
        }
        catch (Exception failure)
        {
            // With the lines of the product, which an instrumented assembly does not have.
            Console.WriteLine(failure);
            return 1;
        }

        Finding? finding = new Fuzzer(target, new NoCoverage(), seed: 0) { MeasuresTime = true }.Check(input);
        Console.WriteLine(finding?.Problem ?? "Every property holds.");
        return finding is null ? 0 : 1;
    }

    private static IEnumerable<FuzzTarget> Find(string pattern) =>
        FuzzTargets.All.Where(target => FileSystemName.MatchesSimpleExpression(pattern, target.Name));

    // Null where the text is no number of seconds.
    private static TimeSpan? DurationOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds is > 0 and <= MostSeconds
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static int FailUnknown(string target) =>
        Fail($"No target is called {target}. Targets: {string.Join(", ", FuzzTargets.All.Select(static one => one.Name))}.");

    private static int Fail(string message)
    {
        Console.Error.WriteLine(message);
        return 2;
    }
}
