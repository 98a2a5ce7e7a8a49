using System.Collections.Generic;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Providers.Tencent.Cvm;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Providers.Tencent;

public sealed class CvmResetOperationTests
{
    private const string Seed = """
        {
          "accessKeys": [
            { "provider": "tencent", "id": "key", "secret": "secret" }
          ],
          "tencent": {
            "instances": [
              { "id": "ins-stopped1", "region": "ap-guangzhou" },
              { "id": "ins-running1", "region": "ap-guangzhou", "state": "RUNNING" },
              { "id": "ins-stayoff1", "region": "ap-guangzhou", "state": "RUNNING", "staysOff": true }
            ]
          }
        }
        """;

    [Theory]
    [InlineData("ins-running1", "The password was reset; the instance was shut down for it and is now RUNNING.")]
    [InlineData("ins-stayoff1", "The password was reset; the instance was shut down for it and is now STOPPED.")]
    [InlineData("ins-stopped1", "The password was reset.")]
    public async Task A_completed_reset_reports_the_state_that_was_seen(string id, string message)
    {
        await using EngineWorld world = await EngineWorld.StartAsync(Seed);
        world.Options = world.Options with { Wait = true };

        IReadOnlyDictionary<string, TargetResult> results = world.Change(
            world.Session(TencentProvider.Descriptor), new CvmResetOperation { PermitsShutdown = true }, "Brand-New-Pass-7",
            [new PasswordTarget { Id = id, Region = "ap-guangzhou" }]);

        Assert.Equal((ChangeStatus.Succeeded, message), (results[id].Status, results[id].Message));
    }
}
