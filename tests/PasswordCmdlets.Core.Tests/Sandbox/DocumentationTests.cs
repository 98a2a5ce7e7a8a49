using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using PasswordCmdlets.Sandbox.Faults;
using PasswordCmdlets.Sandbox.Providers.Alibaba;
using PasswordCmdlets.Sandbox.Providers.Huawei;
using PasswordCmdlets.Sandbox.Providers.Tencent;
using PasswordCmdlets.Sandbox.Providers.Zenlayer;
using PasswordCmdlets.Sandbox.Seeds;
using PasswordCmdlets.Sandbox.State;
using PasswordCmdlets.Tests;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Sandbox;

/// <summary>docs/sandbox.md names what there is, and nothing else.</summary>
public sealed class DocumentationTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "sandbox.md"));

    [Fact]
    public void The_seed_in_the_document_can_be_used()
    {
        string json = Regex.Match(Text, "```json\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;

        SandboxSeed seed = SandboxSeed.Parse(json);

        Assert.Equal((2, 3, 500), (seed.AccessKeys.Count, seed.Tencent!.Instances.Count, seed.Tencent.Options!.OperationMilliseconds));
        Assert.Equal((1, 1), (seed.Quotas.Count, seed.Faults.Count));
    }

    [Fact]
    public void Every_option_is_documented_with_its_default()
    {
        Dictionary<string, string> documented = Rows("^\\| `([a-z]+\\.[A-Za-z0-9]+)` \\| ([^|]+) \\|");
        Dictionary<string, string> actual = new object[]
        {
            new TencentOptions(),
            new ZenlayerOptions(),
            new AlibabaOptions(),
            new HuaweiOptions(),
        }
            .SelectMany(options => options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.CanWrite)
                .Select(property => KeyValuePair.Create(
                    $"{options.GetType().Name.Replace("Options", "", StringComparison.Ordinal).ToLowerInvariant()}.{Camel(property.Name)}",
                    Show(property.GetValue(options)!))))
            .ToDictionary();

        Assert.Equal(actual.OrderBy(pair => pair.Key), documented.OrderBy(pair => pair.Key));
    }

    [Fact]
    public void Every_kind_of_fault_is_documented()
    {
        string table = Text[Text.IndexOf("| `kind` |", StringComparison.Ordinal)..];
        IEnumerable<string> documented = Regex.Matches(table[..table.IndexOf("\n\n", StringComparison.Ordinal)], "^\\| `([a-zA-Z]+)` \\|",
            RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value)
            .Where(name => name != "kind");

        Assert.Equal(Enum.GetNames<FaultKind>().Select(Camel).Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_member_of_a_fault_is_documented()
    {
        string section =
            Text[Text.IndexOf("## Inject faults",
                StringComparison.Ordinal)..Text.IndexOf("## Advance the clock", StringComparison.Ordinal)];

        foreach (PropertyInfo property in typeof(FaultRule).GetProperties().Where(property => property.CanWrite))
        {
            Assert.Matches($"[`\"]{Camel(property.Name)}[`\"]", section);
        }
    }

    [Theory]
    [InlineData("accessKeys", typeof(AccessKeySeed))]
    [InlineData("instanceRoles", typeof(InstanceRoleSeed))]
    [InlineData("quotas", typeof(QuotaRule))]
    [InlineData("tencent.instances", typeof(CvmTemplate))]
    [InlineData("tencent.lighthouseInstances", typeof(LighthouseTemplate))]
    [InlineData("zenlayer.instances", typeof(ZecTemplate))]
    [InlineData("alibaba.instances", typeof(EcsTemplate))]
    [InlineData("alibaba.users", typeof(RamUserSeed))]
    [InlineData("huawei.projects", typeof(HuaweiProject))]
    [InlineData("huawei.users", typeof(HuaweiUser))]
    [InlineData("huawei.instances", typeof(DcsTemplate))]
    [InlineData("huawei.servers", typeof(EcsServerTemplate))]
    public void Every_member_of_a_seed_is_documented(string section, Type type)
    {
        string paragraph = Regex.Match(Text, $"\\*\\*`{Regex.Escape(section)}`\\*\\*(.*?)(\n\n|\\*\\*`)",
            RegexOptions.Singleline).Groups[1].Value;
        string shared = Regex.Match(Text, "\\*\\*Every instance\\*\\*(.*?)\n\n", RegexOptions.Singleline).Groups[1].Value;

        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite))
        {
            bool isShared = property.DeclaringType == typeof(ListedDetails);
            Assert.Contains($"`{Camel(property.Name)}`", isShared ? shared : paragraph, StringComparison.Ordinal);
        }
    }

    private static Dictionary<string, string> Rows(string pattern) =>
        Regex.Matches(Text, pattern, RegexOptions.Multiline)
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value.Trim().Trim('`'));

    private static string Show(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        Enum name => Camel(name.ToString()),
        _ => value.ToString()!,
    };

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
