using System;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Sandbox;

public class TourTests
{
    [Fact]
    public async Task The_sandbox_starts_with_targets_of_every_resource_of_the_catalog()
    {
        await using SandboxFixture sandbox = await SandboxFixture.StartAsync();
        JsonElement[] targets = [.. (await sandbox.GetAsync("/_sandbox/state")).Json.GetProperty("instances").EnumerateArray()];

        Assert.All(ProviderCatalog.Providers, provider => Assert.All(provider.Operations, operation => Assert.Contains(
            targets,
            target => string.Equals(target.GetProperty("provider").GetString(), provider.Name, StringComparison.OrdinalIgnoreCase)
                && target.GetProperty("state").GetString()!.EndsWith("LoginProfile", StringComparison.Ordinal) == operation.TargetsUsers
                && operation.Ids.Check(target.GetProperty("id").GetString()!) is null)));
    }
}
