using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Xml.Linq;

namespace PasswordCmdlets.Tests.Help;

/// <summary>A cmdlet's help as PowerShell reads it: module/en-US/PasswordCmdlets.dll-Help.xml.</summary>
internal sealed class HelpXml
{
    private const string FileName = "PasswordCmdlets.dll-Help.xml";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private readonly XElement _command;

    private HelpXml(XElement command)
    {
        _command = command;
        Name = command.Element(Command + "details")!.Element(Command + "name")!.Value.Trim();
    }

    public static string Folder { get; } = Path.Combine(Repository.Root, "module", "en-US");

    public static IReadOnlyList<HelpXml> All { get; } =
    [
        .. XDocument.Load(Path.Combine(Folder, FileName)).Root!.Elements(Command + "command")
            .Select(static command => new HelpXml(command)),
    ];

    public string Name { get; }

    public string Synopsis => Text(_command.Element(Command + "details")!.Element(Maml + "description"));

    public string Description => Text(_command.Element(Maml + "description"));

    public string Notes => Text(_command.Element(Maml + "alertSet"));

    public string Inputs => Types("inputTypes", "inputType");

    public string Outputs => Types("returnValues", "returnValue");

    public IReadOnlyList<HelpExample> Examples =>
        [.. _command.Element(Command + "examples")!.Elements(Command + "example").Select(static example =>
            new HelpExample(example.Element(Maml + "title")!.Value.Trim(' ', '-'), example.Element(Dev + "code")!.Value,
                Text(example.Element(Dev + "remarks"))))];

    /// <summary>The parameters of each syntax, in its order, with what they are there.</summary>
    public IReadOnlyList<IReadOnlyList<HelpParameter>> Syntaxes =>
        [.. _command.Element(Command + "syntax")!.Elements(Command + "syntaxItem")
            .Select(static item =>
                (IReadOnlyList<HelpParameter>)[.. item.Elements(Command + "parameter").Select(static parameter => Read(parameter))])];

    public IReadOnlyList<HelpParameter> Parameters =>
        [.. _command.Element(Command + "parameters")!.Elements(Command + "parameter").Select(static parameter => Read(parameter))];

    public IReadOnlyList<(string Text, string Target)> RelatedLinks =>
        [.. _command.Element(Command + "relatedLinks")!.Elements(Maml + "navigationLink")
            .Select(static link => (link.Element(Maml + "linkText")!.Value, link.Element(Maml + "uri")!.Value))];

    public static HelpXml Of(string name) => All.Single(help => help.Name == name);

    private static HelpParameter Read(XElement parameter)
    {
        string pipeline = Attribute(parameter, "pipelineInput");
        string position = Attribute(parameter, "position");
        ParameterPlace place = new(
            Attribute(parameter, "required") == "true",
            string.Equals(position, "named", StringComparison.OrdinalIgnoreCase) ? null : int.Parse(position, CultureInfo.InvariantCulture),
            pipeline.Contains("ByValue", StringComparison.Ordinal),
            pipeline.Contains("ByPropertyName", StringComparison.Ordinal));
        string aliases = Attribute(parameter, "aliases");
        return new HelpParameter
        {
            Name = parameter.Element(Maml + "name")!.Value,
            Text = Text(parameter.Element(Maml + "description")),
            TypeName = parameter.Element(Dev + "type")!.Element(Maml + "name")!.Value,
            DefaultValue = parameter.Element(Dev + "defaultValue")!.Value,
            Aliases = aliases == "none" ? [] : [.. aliases.Split(", ").Order(StringComparer.Ordinal)],
            AcceptedValues =
            [
                .. parameter.Descendants(Command + "parameterValueGroup").Elements(Command + "parameterValue")
                    .Select(static value => value.Value),
            ],
            Places = new Dictionary<string, ParameterPlace> { [string.Empty] = place },
        };
    }

    private static string Attribute(XElement element, string name) => element.Attribute(name)!.Value;

    // Each paragraph apart: PowerShell shows an empty line between two.
    private static string Text(XElement? element) => element is null
        ? string.Empty
        : string.Join("\n\n", element.Descendants(Maml + "para").Select(static paragraph => paragraph.Value.Trim())
            .Where(static paragraph => paragraph.Length > 0));

    private string Types(string list, string item) => string.Join("\n\n", _command.Element(Command + list)!.Elements(Command + item)
        .Select(static type =>
            type.Element(Dev + "type")!.Element(Maml + "name")!.Value + "\n\n" + Text(type.Element(Maml + "description"))));
}
