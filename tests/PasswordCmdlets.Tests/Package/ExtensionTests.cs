using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace PasswordCmdlets.Tests.Package;

/// <summary>What goes into the Azure DevOps extension.</summary>
public sealed class ExtensionTests
{
    private static readonly string s_folder = Path.Combine(Repository.Root, "src", "AzurePipelinesTask");

    // What packing puts beside the task's own files.
    private static readonly string[] s_made = ["CloudPassword/PasswordCmdlets", "CloudPassword/node_modules"];

    // What npm needs to make node_modules, and no agent reads.
    private static readonly string[] s_leftOut = ["CloudPassword/package.json", "CloudPassword/package-lock.json"];

    private static string ModuleVersion => Regex.Match(
        File.ReadAllText(Path.Combine(Repository.Root, "module", "PasswordCmdlets.psd1")),
        @"ModuleVersion\s*=\s*'([^']+)'").Groups[1].Value;

    [Fact]
    public void The_extension_names_every_file_of_the_task_and_nothing_else()
    {
        using JsonDocument manifest = Read("vss-extension.json");
        string[] named =
        [
            .. manifest.RootElement
                .GetProperty("files")
                .EnumerateArray()
                .Select(static file => file.GetProperty("path").GetString()!)
                .Order(StringComparer.Ordinal),
        ];

        string[] own =
        [
            .. Directory.EnumerateFiles(Path.Combine(s_folder, "CloudPassword"), "*", SearchOption.AllDirectories)
                .Select(static file => Path.GetRelativePath(s_folder, file).Replace('\\', '/'))
                .Where(static file => !s_leftOut.Contains(file)
                    && !Array.Exists(s_made, made => file.StartsWith(made + "/", StringComparison.Ordinal))),
        ];
        Assert.Equal(own.Concat(s_made).Order(StringComparer.Ordinal), named);
    }

    [Fact]
    public void The_task_brings_no_package_that_only_development_needs()
    {
        using JsonDocument package = Read("CloudPassword/package.json");

        Assert.False(package.RootElement.TryGetProperty("devDependencies", out _));
        Assert.Equal(["azure-pipelines-task-lib"],
            package.RootElement.GetProperty("dependencies").EnumerateObject().Select(static dependency => dependency.Name));
    }

    [Fact]
    public void The_extension_has_the_version_of_the_module()
    {
        using JsonDocument manifest = Read("vss-extension.json");

        Assert.Equal(ModuleVersion, manifest.RootElement.GetProperty("version").GetString());
    }

    /// <summary>An agent does not download a version of a task again, so another module has to be in another version.</summary>
    [Fact]
    public void The_version_of_the_task_follows_that_of_the_module()
    {
        using JsonDocument task = Read("CloudPassword/task.json");
        JsonElement version = task.RootElement.GetProperty("version");
        Version module = Version.Parse(ModuleVersion);

        Assert.Equal((module.Major * 100) + module.Minor, version.GetProperty("Minor").GetInt32());
        Assert.Equal(module.Build, version.GetProperty("Patch").GetInt32());
    }

    [Fact]
    public void Every_secret_input_is_masked_by_both_handlers()
    {
        using JsonDocument task = Read("CloudPassword/task.json");
        string[] secrets =
        [
            .. task.RootElement.GetProperty("inputs").EnumerateArray()
                .Where(static input => input.GetProperty("helpMarkDown")
                    .GetString()!.Contains("secret variable:", StringComparison.Ordinal)
                        || input.GetProperty("helpMarkDown").GetString()!.Contains("Specify a secret variable.", StringComparison.Ordinal))
                .Select(static input => input.GetProperty("name").GetString()!)
                .Where(static name => name != "accessKeyId"),
        ];
        string node = File.ReadAllText(Path.Combine(s_folder, "CloudPassword", "index.js"));
        string script = File.ReadAllText(Path.Combine(s_folder, "CloudPassword", "Invoke-CloudPassword.ps1"));

        Assert.Equal(["accessKeySecret", "securityToken", "password", "oldPassword"], secrets);
        string masked = Regex.Match(script, @"\$secretInputs = ([^\r\n]+)").Groups[1].Value;
        Assert.Equal(secrets, Regex.Matches(masked, @"'(\w+)'").Select(static match => match.Groups[1].Value));
        Assert.Matches(@"foreach \(\$name in \$secretInputs\) \{\s+Write-Mask \$Request\[\$name\]", script);
        Assert.Contains(string.Join('|', secrets).ToUpperInvariant(), node, StringComparison.Ordinal);
    }

    [Fact]
    public void The_guide_has_the_inputs_that_the_task_has()
    {
        using JsonDocument task = Read("CloudPassword/task.json");
        string[] inputs =
        [
            .. task.RootElement
                .GetProperty("inputs")
                .EnumerateArray()
                .Select(static input => input.GetProperty("name").GetString()!)
                .Order(StringComparer.Ordinal),
        ];
        string guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "azure-devops.md")).ReplaceLineEndings("\n");

        string table = Regex.Match(guide, @"\| Input \| Meaning \|\n\|---\|---\|\n((?:\|.*\n)+)").Groups[1].Value;
        Assert.Equal(inputs, Regex.Matches(table, @"(?m)^\| ([^|]+) \|")
            .SelectMany(static row => Regex.Matches(row.Groups[1].Value, "`(\\w+)`"))
            .Select(static name => name.Groups[1].Value)
            .Order(StringComparer.Ordinal));
        MatchCollection steps = Regex.Matches(guide, @"- task: CloudPassword@1\n(?: {4}\w+: .*\n)* {4}inputs:\n((?: {6,}.*\n)+)");
        Assert.NotEmpty(steps);
        Assert.All(steps.SelectMany(static step => Regex.Matches(step.Groups[1].Value, @"(?m)^ {6}(\w+):")),
            input => Assert.Contains(input.Groups[1].Value, inputs));
    }

    private static JsonDocument Read(string path) => JsonDocument.Parse(File.ReadAllText(Path.Combine(s_folder, path)));
}
