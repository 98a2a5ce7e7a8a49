using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers;
using Xunit;

namespace PasswordCmdlets.Tests;

/// <summary>What the rest of the product knows of providers it has from the catalog.</summary>
public sealed class CatalogTests
{
    // A cmdlet made for one provider, the constant of its help page, and the name of a resource in its own name.
    private static readonly string[] MadeForOneProvider =
    [
        "Commands/SetDcsPasswordCommand.cs",
        "Commands/SetEcsVncPasswordCommand.cs",
        "Commands/SetRamUserPasswordCommand.cs",
        "Commands/HelpLinks.cs",
    ];

    [Fact]
    public void No_file_outside_Providers_names_a_provider_or_a_resource()
    {
        string[] names = [.. ProviderCatalog.Providers.Select(static provider => provider.Name), .. ProviderCatalog.Resources];
        Regex named = new(string.Join('|', names.Select(Regex.Escape)), RegexOptions.CultureInvariant);
        Regex validateSet = new(@"\[ValidateSet\([^)]*\)\]", RegexOptions.CultureInvariant);
        List<string> found = [];
        foreach (string project in (string[])["PasswordCmdlets.Core", "PasswordCmdlets"])
        {
            string root = Path.Combine(Repository.Root, "src", project);
            foreach (string path in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
            {
                string file = Path.GetRelativePath(root, path).Replace('\\', '/');
                if (!file.StartsWith("Providers/", StringComparison.Ordinal)
                    && !file.StartsWith("obj/", StringComparison.Ordinal)
                    && !file.StartsWith("bin/", StringComparison.Ordinal)
                    && !MadeForOneProvider.Contains(file))
                {
                    found.AddRange(named.Matches(validateSet.Replace(File.ReadAllText(path), string.Empty))
                        .Select(match => $"{project}/{file}: {match.Value}"));
                }
            }
        }

        Assert.Empty(found);
    }

    [Fact]
    public void The_list_of_the_catalog_names_each_provider_in_its_own_folder()
    {
        string root = Path.Combine(Repository.Root, "src", "PasswordCmdlets.Core", "Providers");

        Assert.Equal(
            ProviderCatalog.Providers.Select(static provider => provider.Name).Order(StringComparer.Ordinal),
            Directory.GetDirectories(root).Select(static folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_ValidateSet_of_policies_has_the_policies_of_the_catalog()
    {
        string[][] sets =
        [
            .. typeof(PasswordChangeResult).Assembly.GetExportedTypes()
                .SelectMany(static type => type.GetProperties())
                .SelectMany(static property => property.GetCustomAttributesData())
                .Where(static attribute => attribute.AttributeType == typeof(ValidateSetAttribute))
                .Select(static attribute => ((IEnumerable<CustomAttributeTypedArgument>)attribute.ConstructorArguments[0].Value!)
                    .Select(static value => (string)value.Value!)
                    .ToArray())
                .Where(static values => values.Contains("EcsVnc")),
        ];

        Assert.Equal(3, sets.Length); // New-, Read- and Test-CloudPassword
        Assert.All(sets, static set => Assert.Equal(PasswordPolicies.All.Select(static policy => policy.Name).Order(), set.Order()));
    }

    [Fact]
    public void The_operations_of_a_resource_agree_about_what_is_read_by_resource() =>
        Assert.All(ProviderCatalog.Operations.GroupBy(static operation => operation.Resource), static operations =>
        {
            OperationDescriptor first = operations.First();
            Assert.All(operations, operation =>
            {
                Assert.Same(first.Ids, operation.Ids);
                Assert.Same(first.Policies, operation.Policies);
                Assert.Equal(first.TargetsUsers, operation.TargetsUsers);
                Assert.Equal(first.NeedsRegion, operation.NeedsRegion);
                Assert.Equal(first.UserNames.IsPartOfTarget, operation.UserNames.IsPartOfTarget);
                Assert.Equal(first.Command, operation.Command);
            });
        });

    [Theory]
    [InlineData("about_PasswordCmdlets_Results.md", "| Provider, Resource |")]
    [InlineData("Confirm-CloudPassword.md", "What the targets are:")]
    [InlineData("Restore-CloudPassword.md", "What the targets are:")]
    [InlineData("Get-CloudPasswordTarget.md", "What to list:")]
    [InlineData("Get-CloudPasswordSecret.md", "Returns only entries of these resources.")]
    public void A_help_page_that_lists_the_resources_has_all_of_the_catalog(string page, string list)
    {
        string paragraph = Paragraph(page, list);

        Assert.All(ProviderCatalog.Resources, resource => Assert.Matches($@"\b{Regex.Escape(resource)}\b", paragraph));
    }

    [Fact]
    public void The_help_of_Get_CloudPasswordTarget_lists_the_default_resource_of_each_provider()
    {
        IEnumerable<string> defaults = ProviderCatalog.Providers.Select(static provider => provider.Instances.First().Resource);

        Assert.EndsWith($"main kind of instance: {string.Join(", ", defaults)}.",
            Paragraph("Get-CloudPasswordTarget.md", "What to list:"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_help_of_Resource_lists_the_instances_of_each_provider()
    {
        string line = Assert.Single(
            File.ReadLines(Path.Combine(Repository.Root, "docs", "en-US", "Reset-CloudInstancePassword.md")),
            static line => line.StartsWith("The kind of instance:", StringComparison.Ordinal));

        Assert.All(ProviderCatalog.Providers, provider => Assert.Contains(
            $"{string.Join(" or ", provider.Instances.Select(static operation => operation.Resource))} ({provider.Name})", line,
            StringComparison.Ordinal));
    }

    [Fact]
    public void The_table_of_permissions_has_a_row_for_each_resource_with_what_its_changes_need()
    {
        string[] rows = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "en-US", "about_PasswordCmdlets_Credentials.md"));

        Assert.All(ProviderCatalog.Operations, operation => Assert.Contains(
            operation.Change.Permission!,
            Assert.Single(rows, row => row.StartsWith($"| {operation.Resource} |", StringComparison.Ordinal)),
            StringComparison.Ordinal));
    }

    [Fact]
    public void The_help_lists_the_permission_of_every_call()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "en-US", "about_PasswordCmdlets_Credentials.md"));
        string section = Regex.Match(page, @"\n## Permissions\n(.*?)\n## ", RegexOptions.Singleline).Groups[1].Value;
        IEnumerable<CallContract> calls = typeof(CallContract).Assembly.GetTypes()
            .SelectMany(static type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(static field => typeof(CallContract).IsAssignableFrom(field.FieldType))
            .Select(static field => (CallContract)field.GetValue(null)!)
            .Concat(ProviderCatalog.Operations.Select(static operation => operation.Change));

        Assert.All(calls, call => Assert.Contains(call.Permission ?? string.Empty, section, StringComparison.Ordinal));
        Assert.All(
            Regex.Matches(section, "[a-z]+(?::[A-Za-z]+)+").Select(static match => match.Value).Distinct(),
            permission => Assert.Contains(permission, calls.Select(static call => call.Permission)));
    }

    [Fact]
    public void Every_call_that_changes_a_password_says_which_permission_it_needs() =>
        Assert.All(ProviderCatalog.Operations, static operation =>
        {
            Assert.NotNull(operation.Change.Permission);
            Assert.All(
                (CallContract?[])[operation.Describe, operation.DescribeDenials],
                static call => Assert.False(call is { Permission: null }));
        });

    // The paragraph, or the row of a table, that begins with a text, in one line.
    private static string Paragraph(string page, string start)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "en-US", page)).ReplaceLineEndings("\n");
        return Assert.Single(Regex.Matches(text, $@"(?m)^{Regex.Escape(start)}.*(?:\n[^\n|].*)*")).Value.Replace('\n', ' ');
    }
}
