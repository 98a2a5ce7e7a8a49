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
    private const string Usage =
        """
        usage: PasswordCmdlets.Fuzzing run [targets] [seconds]      fuzzes each target, wildcards allowed; 300 seconds each
               PasswordCmdlets.Fuzzing replay <target> <file>       reads a finding again, without instrumentation
        """;

    private static int Main(string[] arguments) => arguments switch
    {
        ["run"] => Run("*", "300"),
        ["run", var targets] => Run(targets, "300"),
        ["run", var targets, var seconds] => Run(targets, seconds),
        ["replay", var target, var file] => Replay(Find(target).Single(), file),
        ["child", var target, var seconds, var folder] => RunChild(target, seconds, folder),
        _ => Fail(Usage),
    };

    private static int Run(string targets, string seconds)
    {
        FuzzTarget[] found = [.. Find(targets)];
        if (found.Length == 0)
        {
            return Fail($"No target is called {targets}. Targets: {string.Join(", ", FuzzTargets.All.Select(static one => one.Name))}.");
        }

        if (!double.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return Fail(Usage);
        }

        using InstrumentedCopy copy = new();
        return found.Max(target => new Session(target, Folder).RunInChild(copy.Program, Duration(seconds)));
    }

    private static int RunChild(string target, string seconds, string folder)
    {
        // Before anything of the instrumented engine runs, which counts at once.
        Coverage coverage = new();
        return new Session(Find(target).Single(), folder).Run(coverage, Duration(seconds));
    }

    private static int Replay(FuzzTarget target, string file)
    {
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

        Finding? finding = new Fuzzer(target, new NoCoverage(), seed: 0).Check(input);
        Console.WriteLine(finding?.Problem ?? "Every property holds.");
        return finding is null ? 0 : 1;
    }

    private static IEnumerable<FuzzTarget> Find(string pattern) =>
        FuzzTargets.All.Where(target => FileSystemName.MatchesSimpleExpression(pattern, target.Name));

    private static TimeSpan Duration(string seconds) => TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture));

    private static int Fail(string message)
    {
        Console.Error.WriteLine(message);
        return 2;
    }
}
