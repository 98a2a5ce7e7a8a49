using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PasswordCmdlets.Fuzzing.Engine;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Fuzzing;

public sealed class FuzzerTests
{
    [Fact]
    public void An_exception_is_a_finding_with_the_shortest_input_that_throws_it()
    {
        FuzzReport report = Run(new StubTarget(static text =>
        {
            if (text.Contains('#', StringComparison.Ordinal) && text.Contains("wo", StringComparison.Ordinal))
            {
                throw new FormatException();
            }
        }));

        Finding finding = Assert.Single(report.Findings);
        Assert.StartsWith("FormatException. In ", finding.Problem, StringComparison.Ordinal);
        Assert.Equal(3, finding.Input.Length);
    }

    [Fact]
    public void A_property_that_does_not_hold_is_a_finding_once()
    {
        FuzzReport report = Run(new StubTarget(static text => Property.Holds(text.Length < 10, "a text is short")));

        Assert.StartsWith("Not true: a text is short.", Assert.Single(report.Findings).Problem, StringComparison.Ordinal);
        Assert.Equal(10, report.Findings[0].Input.Length);
    }

    [Fact]
    public void An_input_that_allocates_too_much_for_its_length_is_a_finding()
    {
        FuzzReport report = Run(new StubTarget(static text => GC.KeepAlive(new byte[text.Length > 40 ? 64 * 1024 * 1024 : 0])));

        Assert.Equal("It allocates too much.", Assert.Single(report.Findings).Problem);
    }

    [Fact]
    public void A_finding_is_read_a_limited_number_of_times_to_minimize_it()
    {
        // Nothing of it can be left out.
        string seed = string.Concat(Enumerable.Range(0, 2_000).Select(static i => (char)('0' + i % 10)));
        int read = 0;
        List<Finding> found = [];
        StubTarget target = new(text =>
        {
            read++;
            Property.Holds(text != seed, "a text is another one");
        })
        {
            Text = seed,
        };

        new Fuzzer(target, new NoCoverage(), seed: 1) { Found = found.Add }.Run([], static executions => executions < 1);

        Assert.Equal(1 + 1_000, read);
        Assert.Equal(2_000, Assert.Single(found).Input.Length);
    }

    [Fact]
    public void The_same_seed_reads_the_same_inputs()
    {
        List<string> first = [];
        List<string> second = [];

        Run(new StubTarget(first.Add));
        Run(new StubTarget(second.Add));

        Assert.Equal(first, second);
        Assert.True(first.Distinct().Count() > 500);
    }

    [Fact]
    public void What_takes_a_new_branch_is_kept_and_mutated_further()
    {
        // Each character of ##'' is a branch of its own: without the coverage no mutation finds them all.
        StagedCoverage coverage = new();
        StubTarget target = new(text => coverage.Stage = Math.Max(Prefix(text), coverage.Stage));
        List<byte[]> kept = [];

        FuzzReport report = new Fuzzer(target, coverage, seed: 1) { Kept = kept.Add }
            .Run([], executions => executions < 500_000 && coverage.Best < 4);

        Assert.Equal(4, coverage.Best);
        Assert.True(report.Inputs.Count >= 4);
        Assert.Equal(report.Inputs.Skip(target.Seeds.Count), kept);
    }

    private static int Prefix(string text) => "##''".TakeWhile((letter, at) => at < text.Length && text[at] == letter).Count();

    private static FuzzReport Run(StubTarget target) =>
        new Fuzzer(target, new NoCoverage(), seed: 1).Run([], static executions => executions < 2_000);

    private sealed class StubTarget(Action<string> read) : FuzzTarget
    {
        public override string Name => "stub";

        public string Text { get; init; } = "two";

        public override IReadOnlyList<byte[]> Seeds => [Encoding.UTF8.GetBytes(Text)];

        public override void Run(byte[] input) => read(Encoding.UTF8.GetString(input));
    }

    private sealed class StagedCoverage : ICoverage
    {
        public int Stage { get; set; }

        public int Best { get; private set; }

        public int Edges => Best;

        public void Begin() => Stage = 0;

        public bool End()
        {
            bool isNew = Stage > Best;
            Best = Math.Max(Best, Stage);
            return isNew;
        }
    }
}
