using System;
using System.Linq;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

/// <summary>What is one target, by the descriptor of its operation.</summary>
public sealed class TargetKeyTests
{
    private const string Server = "616FB98F-46CA-475E-917E-2563E5A8CD19";

    [Theory]
    [InlineData("CvmInstance", "id=ins-A", false)]
    [InlineData("CvmInstance", "region=other", false)]
    [InlineData("CvmInstance", "region=HERE", true)]
    [InlineData("CvmInstance", "user=Root", false)]
    [InlineData("LighthouseInstance", "user=Root", false)]
    [InlineData("CvmInstance", "account=other", true)]
    [InlineData("CvmInstance", "profile=other", true)]
    [InlineData("EcsInstance", "user=Root", true)]
    [InlineData("EcsVnc", "user=Root", true)]
    [InlineData("EcsServer", "user=Root", true)]
    [InlineData("EcsServer", "project=other", true)]
    [InlineData("EcsServer", "region=other", false)]
    [InlineData("DcsInstance", "project=other", true)]
    [InlineData("DcsInstance", "user=Root", true)]
    [InlineData("ZecInstance", "user=Root", true)]
    [InlineData("ZecInstance", "region=other", true)]
    [InlineData("RamUser", "user=ROOT", true)]
    [InlineData("RamUser", "user=other", false)]
    [InlineData("RamUser", "account=other", false)]
    [InlineData("RamUser", "region=other", true)]

    // Of a resource that this version does not have.
    [InlineData("Later", "user=Root", false)]
    [InlineData("Later", "region=other", false)]
    [InlineData("Later", "project=other", true)]
    public void An_entry_is_of_the_same_target_where_the_operation_has_it_so(string resource, string change, bool isSame)
    {
        ReportEntry entry = new()
        {
            Time = default,
            RunId = "run",
            Provider = ProviderOf(resource),
            Resource = resource,
            Status = "Planned",
            InstanceId = resource == "RamUser" ? null : "ins-a",
            UserName = "root",
            Region = "here",
            Account = "key",
        };
        string value = change.Split('=')[1];
        ReportEntry other = change.Split('=')[0] switch
        {
            "id" => entry with { InstanceId = value },
            "region" => entry with { Region = value },
            "user" => entry with { UserName = value },
            "project" => entry with { ProjectId = value },
            "profile" => entry with { ProfileName = value },
            _ => entry with { Account = value },
        };

        Assert.Equal(isSame, TargetKey.Of(entry) == TargetKey.Of(other));
    }

    [Fact]
    public void A_run_and_its_report_have_the_same_targets() => Assert.All(
        ProviderCatalog.Operations.Where(static operation => operation.CreateReset is not null || operation.CreatePreflight is not null),
        static operation =>
        {
            PasswordTarget target = new() { Id = Server, UserName = "Root", Region = "HERE", IsUser = operation.TargetsUsers };
            TargetWork work = new()
            {
                Target = target,
                Session = SessionOf(ProviderCatalog.ProviderOf(operation)),
                Operation = operation.Preflight!(new OperationOptions()),
                Passwords = new SharedPassword(new SecretText("New-Pass-1".AsSpan())),
                PlannedAt = default,
            };
            ReportEntry entry = new()
            {
                Time = default,
                RunId = "run",
                Provider = work.Session.Provider.Name,
                Resource = operation.Resource,
                Status = "Planned",
                InstanceId = operation.TargetsUsers ? null : Server,
                UserName = target.UserName,
                Region = target.Region,
                ProjectId = "project",
                Account = work.Session.Account,
            };

            Assert.Equal(TargetKey.Of(work), TargetKey.Of(entry));
            Assert.Equal(
                TargetKey.Of(work),
                TargetKey.Of(entry with { Provider = entry.Provider.ToUpperInvariant(), Resource = entry.Resource.ToUpperInvariant() }));
        });

    private static string ProviderOf(string resource) =>
        ProviderCatalog.FindResource(resource) is { } operation ? ProviderCatalog.ProviderOf(operation).Name : "Tencent";

    private static ProviderSession SessionOf(ProviderDescriptor provider)
    {
        CloudCredential credential = TestCredential.Of(provider, "secret");
        return ProviderSessions.Open(new FixedCredentialProvider(credential), credential, endpoint: null);
    }
}
