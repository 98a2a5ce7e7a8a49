using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace PasswordCmdlets.Tests.Help;

/// <summary>An example of a page.</summary>
internal sealed record HelpExample(string Title, string Code, string Text);

/// <summary>A parameter as a page or the MAML describes it.</summary>
internal sealed record HelpParameter
{
    public required string Name { get; init; }

    public required string Text { get; init; }

    public required string TypeName { get; init; }

    public required string DefaultValue { get; init; }

    public required IReadOnlyList<string> Aliases { get; init; }

    public required IReadOnlyList<string> AcceptedValues { get; init; }

    public required IReadOnlyDictionary<string, ParameterPlace> Places { get; init; }
}

/// <summary>A parameter in a line of syntax.</summary>
internal sealed record SyntaxParameter(string Name, bool Required, bool Positional);

/// <summary>A cmdlet's page under docs/en-US, in the form of platyPS 0.14.</summary>
internal sealed partial class HelpPage
{
    private readonly Dictionary<string, string> _sections;

    private HelpPage(string path)
    {
        Name = Path.GetFileNameWithoutExtension(path);
        string text = File.ReadAllText(path).ReplaceLineEndings("\n");
        Match front = Regex.Match(text, @"\A---\n(.*?)\n---\n", RegexOptions.Singleline);
        FrontMatter = Yaml(front.Groups[1].Value);
        _sections = Split(text, "## ");
        Examples = [.. Split(Section("EXAMPLES"), "### ").Select(static pair => ReadExample(pair.Key, pair.Value))];
        Syntaxes = [.. CodeBlock().Matches(Section("SYNTAX")).Select(static block => ReadSyntax(block.Groups[1].Value))];
        SetNames =
        [
            .. Split(Section("SYNTAX"), "### ").Keys
                .Select(static title => title.Replace(" (Default)", string.Empty, StringComparison.Ordinal)),
        ];
        if (SetNames.Count == 0)
        {
            SetNames = [CmdletFacts.AllSets];
        }

        Parameters = [.. Split(Section("PARAMETERS"), "### ").Where(static pair => pair.Key.StartsWith('-')).Select(ReadParameter)];
        RelatedLinks =
        [
            .. Regex.Matches(Section("RELATED LINKS"), @"\[([^\]]+)\]\(([^)]+)\)")
                .Select(static link => (link.Groups[1].Value, link.Groups[2].Value)),
        ];
    }

    public static string Folder { get; } = Path.Combine(Repository.Root, "docs", "en-US");

    /// <summary>The pages of all cmdlets.</summary>
    public static IReadOnlyList<HelpPage> All { get; } = [.. Directory.EnumerateFiles(Folder, "*-*.md")
        .Where(static path => !Path.GetFileName(path).StartsWith("about_", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(static path => new HelpPage(path))];

    public string Name { get; }

    public IReadOnlyDictionary<string, string> FrontMatter { get; }

    public string Synopsis => Section("SYNOPSIS");

    public string Description => Section("DESCRIPTION");

    public string Inputs => Section("INPUTS");

    public string Outputs => Section("OUTPUTS");

    public string Notes => Section("NOTES");

    public IReadOnlyList<string> OutputTypes => [.. Split(Outputs, "### ").Keys];

    public IReadOnlyList<HelpExample> Examples { get; }

    /// <summary>The parameters of each syntax, in its order.</summary>
    public IReadOnlyList<IReadOnlyList<SyntaxParameter>> Syntaxes { get; }

    public IReadOnlyList<string> SetNames { get; }

    public IReadOnlyList<HelpParameter> Parameters { get; }

    public IReadOnlyList<(string Text, string Target)> RelatedLinks { get; }

    public static HelpPage Of(string name) => All.Single(page => page.Name == name);

    /// <summary>Cuts a text at its headings of one level; code blocks stay whole.</summary>
    internal static Dictionary<string, string> Split(string text, string marker)
    {
        Dictionary<string, string> parts = new(StringComparer.Ordinal);
        string? title = null;
        List<string> lines = [];
        bool inCode = false;
        foreach (string line in text.Split('\n'))
        {
            inCode ^= line.StartsWith("```", StringComparison.Ordinal);
            if (!inCode && line.StartsWith(marker, StringComparison.Ordinal))
            {
                Close();
                title = line[marker.Length..].Trim();
            }
            else
            {
                lines.Add(line);
            }
        }

        Close();
        return parts;

        void Close()
        {
            if (title is not null)
            {
                parts.Add(title, string.Join('\n', lines).Trim());
            }

            lines.Clear();
        }
    }

    private static HelpExample ReadExample(string title, string text)
    {
        Match code = CodeBlock().Match(text);
        return new HelpExample(title, code.Groups[1].Value, CodeBlock().Replace(text, string.Empty).Trim());
    }

    private static IReadOnlyList<SyntaxParameter> ReadSyntax(string code) => [.. SyntaxItem().Matches(code)
        .Select(static item => new SyntaxParameter(
            item.Groups["name"].Value,
            item.Groups["positional"].Success ? !item.Groups["optional"].Success : !item.Value.StartsWith('['),
            item.Groups["positional"].Success))];

    private static Dictionary<string, string> Yaml(string text) => text.Split('\n')
        .Select(static line => line.Split(':', 2))
        .Where(static parts => parts.Length == 2)
        .ToDictionary(static parts => parts[0].Trim(), static parts => parts[1].Trim(), StringComparer.Ordinal);

    private static string[] List(string? text) =>
        [.. (text ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private HelpParameter ReadParameter(KeyValuePair<string, string> section)
    {
        Dictionary<string, ParameterPlace> places = new(StringComparer.Ordinal);
        Dictionary<string, string>? first = null;
        foreach (Match block in CodeBlock().Matches(section.Value))
        {
            Dictionary<string, string> yaml = Yaml(block.Groups[1].Value);
            first ??= yaml;
            string pipeline = yaml["Accept pipeline input"];
            int? position = yaml["Position"] is "Named" or "" ? null : int.Parse(yaml["Position"], CultureInfo.InvariantCulture);
            ParameterPlace place = new(yaml["Required"] == "True", position, pipeline.Contains("ByValue", StringComparison.Ordinal),
                pipeline.Contains("ByPropertyName", StringComparison.Ordinal));
            foreach (string set in yaml["Parameter Sets"] == "(All)" ? SetNames : List(yaml["Parameter Sets"]))
            {
                places[set] = place;
            }
        }

        return new HelpParameter
        {
            Name = section.Key[1..],
            Text = CodeBlock().Replace(section.Value, string.Empty).Trim(),
            TypeName = first?["Type"] ?? string.Empty,
            DefaultValue = first?["Default value"] ?? string.Empty,
            Aliases = [.. List(first?["Aliases"]).Order(StringComparer.Ordinal)],
            AcceptedValues = List(first?.GetValueOrDefault("Accepted values")),
            Places = places,
        };
    }

    private string Section(string title) => _sections.GetValueOrDefault(title, string.Empty);

    [GeneratedRegex(@"```\w*\n(.*?)\n?```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    // -Name <Type>, [-Name <Type>], [-Name] <Type>, [[-Name] <Type>], [-Switch]
    [GeneratedRegex(@"(?<=\s)(?<optional>\[(?=\[))?\[?-(?<name>[A-Z]\w*)(?<positional>\](?=\s+<))?")]
    private static partial Regex SyntaxItem();
}
