using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace PasswordCmdlets.Tests.Help;

/// <summary>Code, pages, MAML and manifest say the same, and the help is complete.</summary>
public sealed partial class HelpTests
{
    private const string RepositoryUrl = "https://github.com/passwordcmdlets/PasswordCmdlets/blob/main/";

    public static TheoryData<string> Topics =>
        [.. Directory.EnumerateFiles(HelpPage.Folder, "about_*.md").Select(static path => Path.GetFileNameWithoutExtension(path))
            .Order(StringComparer.Ordinal)];

    public static TheoryData<string> Cmdlets => [.. CmdletFacts.All.Select(static cmdlet => cmdlet.Name)];

    [Fact]
    public void Every_cmdlet_has_its_page_its_MAML_its_export_and_its_line_in_the_module_page()
    {
        string[] cmdlets = [.. CmdletFacts.All.Select(static cmdlet => cmdlet.Name)];

        Assert.NotEmpty(cmdlets);
        Assert.Equal(cmdlets, HelpPage.All.Select(static page => page.Name));
        Assert.Equal(cmdlets, Sorted(HelpXml.All.Select(static help => help.Name)));
        Assert.Equal(cmdlets, Sorted(ManifestExports()));
        Assert.Equal(cmdlets, Sorted(ModulePage().Keys));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_page_has_the_parameters_that_the_code_has(string name)
    {
        CmdletFacts cmdlet = CmdletFacts.Of(name);
        HelpPage page = HelpPage.Of(name);

        Assert.Equal(cmdlet.Sets, Sorted(page.SetNames));
        Assert.Equal(cmdlet.Parameters.Select(static parameter => parameter.Name),
            Sorted(page.Parameters.Select(static parameter => parameter.Name)));
        foreach (ParameterFacts code in cmdlet.Parameters)
        {
            HelpParameter described = page.Parameters.Single(parameter => parameter.Name == code.Name);
            AssertSame(code, described, "page");
            Assert.True(code.DefaultValue == DefaultValue(described),
                $"-{code.Name}: default {described.DefaultValue}, in the code {code.DefaultValue}.");
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_page_has_the_syntax_that_the_code_has(string name)
    {
        CmdletFacts cmdlet = CmdletFacts.Of(name);
        HelpPage page = HelpPage.Of(name);

        Assert.Equal(cmdlet.Sets.Count, page.Syntaxes.Count);
        for (int i = 0; i < page.Syntaxes.Count; i++)
        {
            string set = page.SetNames[i];
            ParameterFacts[] expected = [.. cmdlet.Parameters.Where(parameter => parameter.Places.ContainsKey(set))];
            Assert.Equal(expected.Select(static parameter => parameter.Name),
                Sorted(page.Syntaxes[i].Select(static parameter => parameter.Name)));
            foreach (SyntaxParameter shown in page.Syntaxes[i])
            {
                ParameterPlace place = expected.Single(parameter => parameter.Name == shown.Name).Places[set];
                Assert.True(place.Required == shown.Required,
                    $"{name}, syntax {set}: -{shown.Name} is {(place.Required ? "mandatory" : "optional")} in the code.");
                Assert.True(place.Position.HasValue == shown.Positional,
                    $"{name}, syntax {set}: -{shown.Name} is {(place.Position.HasValue ? "positional" : "named")} in the code.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_MAML_has_the_parameters_and_the_syntax_that_the_code_has(string name)
    {
        CmdletFacts cmdlet = CmdletFacts.Of(name);
        HelpPage page = HelpPage.Of(name);
        HelpXml help = HelpXml.Of(name);

        Assert.Equal(cmdlet.Parameters.Select(static parameter => parameter.Name),
            Sorted(help.Parameters.Select(static parameter => parameter.Name)));
        Assert.Equal(page.Syntaxes.Count, help.Syntaxes.Count);
        for (int i = 0; i < page.Syntaxes.Count; i++)
        {
            string set = page.SetNames[i];
            Assert.Equal(page.Syntaxes[i].Select(static parameter => parameter.Name),
                help.Syntaxes[i].Select(static parameter => parameter.Name));
            foreach (HelpParameter shown in help.Syntaxes[i])
            {
                ParameterFacts code = cmdlet.Parameters.Single(parameter => parameter.Name == shown.Name);
                Dictionary<string, ParameterPlace> inCode = new() { [set] = code.Places[set] };
                Dictionary<string, ParameterPlace> inHelp = new() { [set] = shown.Places[string.Empty] };
                AssertSame(code with { Places = inCode }, shown with { Places = inHelp }, "MAML");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_MAML_says_what_the_page_says(string name)
    {
        HelpPage page = HelpPage.Of(name);
        HelpXml help = HelpXml.Of(name);

        AssertSameWords(page.Synopsis, help.Synopsis, $"{name}, synopsis");
        AssertSameWords(page.Description, help.Description, $"{name}, description");
        AssertSameWords(page.Notes, help.Notes, $"{name}, notes");
        AssertSameWords(page.Inputs, help.Inputs, $"{name}, inputs");
        AssertSameWords(page.Outputs, help.Outputs, $"{name}, outputs");
        foreach (HelpParameter parameter in page.Parameters)
        {
            HelpParameter shown = help.Parameters.Single(other => other.Name == parameter.Name);
            AssertSameWords(parameter.Text, shown.Text, $"{name}, -{parameter.Name}");
            Assert.Equal(DefaultValue(parameter), DefaultValue(shown));
            Assert.All(help.Syntaxes.SelectMany(static syntax => syntax).Where(other => other.Name == parameter.Name),
                other => AssertSameWords(parameter.Text, other.Text, $"{name}, -{parameter.Name} in a syntax"));
        }

        Assert.Equal(page.Examples.Count, help.Examples.Count);
        foreach ((HelpExample written, HelpExample shown) in page.Examples.Zip(help.Examples))
        {
            Assert.Equal(written.Title, shown.Title);
            Assert.Equal(written.Code.Trim(), shown.Code.ReplaceLineEndings("\n").Trim());
            AssertSameWords(written.Text, shown.Text, $"{name}, {written.Title}");
        }

        Assert.Equal(page.RelatedLinks.Select(static link => link.Text), help.RelatedLinks.Select(static link => link.Text));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_page_is_complete(string name)
    {
        HelpPage page = HelpPage.Of(name);

        Assert.DoesNotContain("{{", File.ReadAllText(Path.Combine(HelpPage.Folder, name + ".md")), StringComparison.Ordinal);
        Assert.Equal("PasswordCmdlets.dll-Help.xml", page.FrontMatter["external help file"]);
        Assert.Equal("PasswordCmdlets", page.FrontMatter["Module Name"]);
        Assert.Equal("2.0.0", page.FrontMatter["schema"]);
        Assert.False(string.IsNullOrWhiteSpace(page.Synopsis), $"{name} has no synopsis.");
        Assert.False(string.IsNullOrWhiteSpace(page.Description), $"{name} has no description.");
        Assert.True(page.Examples.Count >= 3, $"{name} has {page.Examples.Count} examples; three are wanted.");
        Assert.All(page.Examples, example =>
        {
            Assert.False(string.IsNullOrWhiteSpace(example.Code), $"{name}, {example.Title}: no code.");
            Assert.Contains(name, example.Code, StringComparison.Ordinal);
            Assert.False(string.IsNullOrWhiteSpace(example.Text), $"{name}, {example.Title}: not explained.");
        });
        Assert.All(page.Parameters,
            parameter => Assert.False(string.IsNullOrWhiteSpace(parameter.Text), $"{name}: -{parameter.Name} is not described."));
        Assert.Equal(CmdletFacts.Of(name).OutputTypes.Order(StringComparer.Ordinal), Sorted(page.OutputTypes));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_online_link_leads_to_the_page(string name)
    {
        HelpPage page = HelpPage.Of(name);
        string expected = $"{RepositoryUrl}docs/en-US/{name}.md";

        Assert.Equal(expected, CmdletFacts.Of(name).HelpUri);
        Assert.Equal(expected, page.FrontMatter["online version"]);
        Assert.Equal(expected, page.RelatedLinks[0].Target);
        Assert.Equal(expected, HelpXml.Of(name).RelatedLinks[0].Target);
    }

    [Fact]
    public void Links_between_pages_lead_somewhere()
    {
        string[] documents =
        [
            .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories),
            .. Directory.EnumerateFiles(Repository.Root, "*.md"),
        ];

        foreach (string document in documents)
        {
            foreach (Match link in RelativeLink().Matches(File.ReadAllText(document)))
            {
                string target = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(document)!, link.Groups[1].Value));
                Assert.True(File.Exists(target) || Directory.Exists(target),
                    $"{Path.GetRelativePath(Repository.Root, document)} links to {link.Groups[1].Value}, which does not exist.");
            }
        }
    }

    [Fact]
    public void Parameters_that_all_cmdlets_share_are_described_in_the_same_words()
    {
        IEnumerable<(string Cmdlet, HelpParameter Parameter)> shared =
            from cmdlet in CmdletFacts.All
            from code in cmdlet.Parameters
            where code.IsShared && !IsDescribedApart(code.Name, cmdlet.Name)
            select (cmdlet.Name, HelpPage.Of(cmdlet.Name).Parameters.Single(parameter => parameter.Name == code.Name));

        foreach (IGrouping<string, (string Cmdlet, HelpParameter Parameter)> group in shared.GroupBy(static pair => pair.Parameter.Name))
        {
            (string Cmdlet, HelpParameter Parameter) first = group.First();
            Assert.All(group,
                pair => AssertSameWords(first.Parameter.Text, pair.Parameter.Text, $"-{group.Key} on {first.Cmdlet} and {pair.Cmdlet}"));
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_module_page_has_the_synopsis(string name)
    {
        AssertSameWords(HelpPage.Of(name).Synopsis, ModulePage()[name], $"{name}, module page");
    }

    [Fact]
    public void Every_about_page_has_its_topic_in_the_module()
    {
        IEnumerable<string> pages = Directory.EnumerateFiles(HelpPage.Folder, "about_*.md")
            .Select(static path => Path.GetFileNameWithoutExtension(path));
        IEnumerable<string> topics = Directory.EnumerateFiles(HelpXml.Folder, "about_*.help.txt")
            .Select(static path => Path.GetFileName(path).Replace(".help.txt", string.Empty, StringComparison.Ordinal));

        Assert.Equal(Sorted(pages), Sorted(topics));
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void The_topic_says_what_its_page_says_in_80_columns(string name)
    {
        string page = File.ReadAllText(Path.Combine(HelpPage.Folder, name + ".md")).ReplaceLineEndings("\n");
        string topic = File.ReadAllText(Path.Combine(HelpXml.Folder, name + ".help.txt"));

        Assert.StartsWith($"TOPIC\n    {name}\n\nSHORT DESCRIPTION\n", topic, StringComparison.Ordinal);
        Assert.All(topic.Split('\n'), line => Assert.True(line.Length <= 80, $"{name}: '{line}' has {line.Length} columns."));

        // A topic shows no table header, no fences, no bars; a link to an address shows the address.
        string plain = Regex.Replace(page, @"^\|.*\|\n\|[-| ]+\|\n", string.Empty, RegexOptions.Multiline);
        plain = Regex.Replace(plain, @"^```.*$", string.Empty, RegexOptions.Multiline);
        plain = Regex.Replace(plain, @"^\||\|$| \| (?=.*\|$)", " ", RegexOptions.Multiline);
        plain = Regex.Replace(plain, @"\[([^\]]+)\]\((https?:[^)]+)\)", "$1 ($2)");
        plain = Regex.Replace(plain, @"\A(# \w+\n)?#+ (about_\w+)", "TOPIC $2");
        AssertSameWords(plain, topic, name);
    }

    // What a parameter does in a cmdlet that differs from the others; the others share their words.
    private static bool IsDescribedApart(string parameter, string cmdlet) => (parameter, cmdlet) switch
    {
        // Which requests are sent again depends on the cmdlet.
        ("MaximumRetryCount", _) => true,

        // One provider has the endpoint.
        ("Endpoint", "Set-DcsPassword" or "Set-EcsVncPassword" or "Set-RamUserPassword") => true,

        // A change completes with its response, and nothing is restarted.
        ("NotAfter" or "WaitTimeoutSec", "Set-DcsPassword" or "Set-RamUserPassword") => true,

        // A wait plans and sends nothing, and writes no vault.
        ("ReportPath" or "WaitTimeoutSec", "Wait-CloudPasswordReset") => true,

        // What is sent are describe requests or pages of a list.
        ("ThrottleTimeoutSec" or "TimeoutSec", "Get-CloudPasswordTarget" or "Wait-CloudPasswordReset") => true,
        _ => false,
    };

    private static void AssertSame(ParameterFacts code, HelpParameter help, string where)
    {
        string parameter = $"-{code.Name} in the {where}";
        Assert.True(code.TypeName == help.TypeName, $"{parameter}: type {help.TypeName}, in the code {code.TypeName}.");
        Assert.True(code.Aliases.SequenceEqual(help.Aliases),
            $"{parameter}: aliases '{string.Join(", ", help.Aliases)}', in the code '{string.Join(", ", code.Aliases)}'.");
        Assert.True(code.AcceptedValues.SequenceEqual(help.AcceptedValues),
            $"{parameter}: accepted values '{string.Join(", ", help.AcceptedValues)}', in the code "
                + $"'{string.Join(", ", code.AcceptedValues)}'.");
        Assert.True(code.Places.Keys.Order().SequenceEqual(help.Places.Keys.Order()),
            $"{parameter}: in the sets '{string.Join(", ", help.Places.Keys)}', in the code '{string.Join(", ", code.Places.Keys)}'.");
        Assert.All(code.Places,
            place => Assert.True(place.Value == help.Places[place.Key],
                $"{parameter}, set {place.Key}: {help.Places[place.Key]}, in the code {place.Value}."));
    }

    private static void AssertSameWords(string expected, string actual, string where) => Assert.True(
        Words(expected) == Words(actual),
        $"{where}: the texts differ.\n{Words(expected)}\n{Words(actual)}\nAfter changing a page, run docs/Update-Help.ps1.");

    // What remains of a text without line ends and Markdown.
    private static string Words(string text)
    {
        string plain = MarkdownLink().Replace(text, "$1");
        plain = MarkdownMark().Replace(plain, string.Empty);
        return Blanks().Replace(plain, " ").Trim();
    }

    // platyPS leaves None out where MAML has another word for it.
    private static string DefaultValue(HelpParameter parameter) =>
        parameter.DefaultValue is "None" or "" or "False" ? "None" : parameter.DefaultValue;

    private static IReadOnlyList<string> Sorted(IEnumerable<string> names) => [.. names.Order(StringComparer.Ordinal)];

    private static IEnumerable<string> ManifestExports()
    {
        string manifest = File.ReadAllText(Path.Combine(Repository.Root, "module", "PasswordCmdlets.psd1"));
        string exports = Regex.Match(manifest, @"CmdletsToExport\s*=\s*@\((.*?)\)", RegexOptions.Singleline).Groups[1].Value;
        return Regex.Matches(exports, "'([^']+)'").Select(static match => match.Groups[1].Value);
    }

    private static Dictionary<string, string> ModulePage() => HelpPage
        .Split(File.ReadAllText(Path.Combine(HelpPage.Folder, "PasswordCmdlets.md")).ReplaceLineEndings("\n"), "### ")
        .ToDictionary(static pair => Regex.Match(pair.Key, @"\[(.+?)\]").Groups[1].Value, static pair => pair.Value,
            StringComparer.Ordinal);

    [GeneratedRegex(@"\[([^\]]+)\]\([^)]*\)")]
    private static partial Regex MarkdownLink();

    [GeneratedRegex(@"[`*\\]|^ *#+ |^ *- ", RegexOptions.Multiline)]
    private static partial Regex MarkdownMark();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\]\((?!https?:|#|mailto:)([^)#]+)")]
    private static partial Regex RelativeLink();
}
