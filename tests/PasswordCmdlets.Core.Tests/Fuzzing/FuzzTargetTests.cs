using System.Linq;
using PasswordCmdlets.Fuzzing.Engine;
using PasswordCmdlets.Fuzzing.Targets;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Fuzzing;

/// <summary>The targets of the fuzzer, each with a few hundred inputs; docs/testing.md says how to fuzz longer.</summary>
public sealed class FuzzTargetTests
{
    private const int Executions = 500;

    public static TheoryData<string> Names => [.. FuzzTargets.All.Select(static target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_property_holds_for_the_seeds_and_for_mutations_of_them(string name)
    {
        FuzzTarget target = FuzzTargets.All.Single(one => one.Name == name);

        FuzzReport report = new Fuzzer(target, new NoCoverage(), seed: 1).Run([], static executions => executions < Executions);

        Assert.Equal(Executions, report.Executions);
        Assert.Empty(report.Findings.Select(static finding => finding.Problem));
    }

    [Fact]
    public void Each_provider_of_the_catalog_has_a_target_that_reads_all_of_its_responses()
    {
        foreach (ProviderDescriptor provider in ProviderCatalog.Providers)
        {
            ProviderResponseTarget target = FuzzTargets.All.OfType<ProviderResponseTarget>()
                .Single(one => one.Name == provider.Name.ToLowerInvariant() + "-response");

            // At least the change, the listing and their readers of each operation.
            Assert.InRange(target.CallCount, 2 * provider.Operations.Count, int.MaxValue);
        }
    }
}
