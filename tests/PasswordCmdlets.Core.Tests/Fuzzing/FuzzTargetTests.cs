using System.Collections.Generic;
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

    /// <summary>How many calls and readers each target has: a lower number shows that one is no longer found.</summary>
    [Fact]
    public void The_targets_of_the_providers_read_all_of_their_responses()
    {
        Dictionary<string, int> calls = FuzzTargets.All.OfType<ProviderResponseTarget>()
            .ToDictionary(static target => target.Name, static target => target.CallCount);

        Assert.Equal(ProviderCatalog.Providers.Count, calls.Count);
        Assert.Equal(
            (24, 20, 20, 6),
            (calls["alibaba-response"], calls["tencent-response"], calls["huawei-response"], calls["zenlayer-response"]));
    }

    [Fact]
    public void The_targets_of_settings_files_read_them_with_every_store_of_the_catalog() => Assert.Equal(
        ProviderCatalog.Providers.Sum(static provider => provider.Credentials.Files.Count),
        FuzzTargets.All.OfType<CredentialFileTarget>().Sum(static target => target.StoreCount));
}
