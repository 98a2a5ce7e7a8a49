using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;

namespace PasswordCmdlets.Tests.Help;

/// <summary>What one parameter is in one parameter set.</summary>
internal sealed record ParameterPlace(bool Required, int? Position, bool ByValue, bool ByPropertyName);

/// <summary>A parameter as a cmdlet's code declares it.</summary>
internal sealed record ParameterFacts
{
    public required string Name { get; init; }

    public required string TypeName { get; init; }

    public required IReadOnlyList<string> Aliases { get; init; }

    public required IReadOnlyList<string> AcceptedValues { get; init; }

    /// <summary>By parameter set; a parameter of all sets is in each of them.</summary>
    public required IReadOnlyDictionary<string, ParameterPlace> Places { get; init; }

    /// <summary>The value if none is specified; <c>None</c> for null and false, as in the pages.</summary>
    public required string DefaultValue { get; init; }

    /// <summary>Whether every cmdlet that talks to a provider has it.</summary>
    public required bool IsShared { get; init; }
}

/// <summary>
/// A cmdlet as its code declares it. Attributes are read as data and nothing but the constructor is run, so no PowerShell is needed.
/// </summary>
internal sealed class CmdletFacts
{
    /// <summary>The one set of a cmdlet that names none.</summary>
    public const string AllSets = "__AllParameterSets";

    private CmdletFacts(Type type, CustomAttributeData cmdlet)
    {
        Name = $"{cmdlet.ConstructorArguments[0].Value}-{cmdlet.ConstructorArguments[1].Value}";
        HelpUri = Named<string>(cmdlet, "HelpUri");
        OutputTypes = [.. type.GetCustomAttributesData()
            .Where(static data => data.AttributeType.Name == "OutputTypeAttribute")
            .SelectMany(static data => (IReadOnlyCollection<CustomAttributeTypedArgument>)data.ConstructorArguments[^1].Value!)
            .Select(static argument => argument.Value is Type output ? output.FullName! : (string)argument.Value!)];

        PropertyInfo[] properties = [.. type.GetProperties().Where(static property => Of(property, "ParameterAttribute").Any())];
        Sets =
        [
            .. properties.SelectMany(static property => Of(property, "ParameterAttribute"))
                .Select(SetOf)
                .Where(static set => set != AllSets)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        if (Sets.Count == 0)
        {
            Sets = [AllSets];
        }

        object instance = Activator.CreateInstance(type)!;
        List<ParameterFacts> parameters = [.. properties.Select(property => Read(property, instance))];
        if (Named<bool>(cmdlet, "SupportsShouldProcess"))
        {
            parameters.Add(CommonSwitch("WhatIf", "wi"));
            parameters.Add(CommonSwitch("Confirm", "cf"));
        }

        Parameters = [.. parameters.OrderBy(static parameter => parameter.Name, StringComparer.Ordinal)];
    }

    /// <summary>Every cmdlet of the module.</summary>
    public static IReadOnlyList<CmdletFacts> All { get; } = [.. typeof(PasswordChangeResult).Assembly.GetTypes()
        .Where(static type => !type.IsAbstract)
        .Select(static type => (Type: type,
            Cmdlet: type.GetCustomAttributesData().FirstOrDefault(static data => data.AttributeType.Name == "CmdletAttribute")))
        .Where(static pair => pair.Cmdlet is not null)
        .Select(static pair => new CmdletFacts(pair.Type, pair.Cmdlet!))
        .OrderBy(static cmdlet => cmdlet.Name, StringComparer.Ordinal)];

    public string Name { get; }

    public string? HelpUri { get; }

    public IReadOnlyList<string> OutputTypes { get; }

    public IReadOnlyList<string> Sets { get; }

    public IReadOnlyList<ParameterFacts> Parameters { get; }

    public static CmdletFacts Of(string name) => All.Single(cmdlet => cmdlet.Name == name);

    private static IEnumerable<CustomAttributeData> Of(PropertyInfo property, string attribute) =>
        property.GetCustomAttributesData().Where(data => data.AttributeType.Name == attribute);

    private static T? Named<T>(CustomAttributeData data, string name) =>
        data.NamedArguments
            .Where(argument => argument.MemberName == name)
            .Select(static argument => (T?)argument.TypedValue.Value)
            .FirstOrDefault();

    private static string SetOf(CustomAttributeData parameter) => Named<string>(parameter, "ParameterSetName") ?? AllSets;

    private static string[] Texts(PropertyInfo property, string attribute) => [.. Of(property, attribute)
        .SelectMany(static data => (IReadOnlyCollection<CustomAttributeTypedArgument>)data.ConstructorArguments[0].Value!)
        .Select(static argument => (string)argument.Value!)];

    private static string TypeNameOf(Type type)
    {
        if (type.IsArray)
        {
            return TypeNameOf(type.GetElementType()!) + "[]";
        }

        return Nullable.GetUnderlyingType(type)?.Name ?? type.Name;
    }

    private static string DefaultOf(PropertyInfo property, object instance) =>
        property.PropertyType.Name == "SwitchParameter"
            ? "None"
            : Convert.ToString(property.GetValue(instance), CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : "None";

    private ParameterFacts Read(PropertyInfo property, object instance)
    {
        Dictionary<string, ParameterPlace> places = new(StringComparer.Ordinal);
        foreach (CustomAttributeData data in Of(property, "ParameterAttribute"))
        {
            int position = data.NamedArguments.Any(static argument => argument.MemberName == "Position")
                ? Named<int>(data, "Position")
                : -1;
            ParameterPlace place = new(Named<bool>(data, "Mandatory"), position < 0 ? null : position,
                Named<bool>(data, "ValueFromPipeline"), Named<bool>(data, "ValueFromPipelineByPropertyName"));
            foreach (string set in SetOf(data) == AllSets ? Sets : [SetOf(data)])
            {
                places[set] = place;
            }
        }

        return new ParameterFacts
        {
            Name = property.Name,
            TypeName = TypeNameOf(property.PropertyType),
            Aliases = [.. Texts(property, "AliasAttribute").Order(StringComparer.Ordinal)],
            AcceptedValues = Texts(property, "ValidateSetAttribute"),
            Places = places,
            DefaultValue = DefaultOf(property, instance),
            IsShared = property.DeclaringType!.Name is "CloudCommand" or "CloudPasswordCommand",
        };
    }

    private ParameterFacts CommonSwitch(string name, string alias) => new()
    {
        Name = name,
        TypeName = "SwitchParameter",
        Aliases = [alias],
        AcceptedValues = [],
        Places = Sets.ToDictionary(static set => set, static _ => new ParameterPlace(false, null, false, false), StringComparer.Ordinal),
        DefaultValue = "None",
        IsShared = false,
    };
}
