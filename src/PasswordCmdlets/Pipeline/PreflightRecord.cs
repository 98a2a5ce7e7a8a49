using System;
using System.Linq;
using System.Management.Automation;
using PasswordCmdlets.Core.Operations;

namespace PasswordCmdlets.Pipeline;

/// <summary>
/// One record of the input of a preflight: an id alone, or an object with the properties that bind to the cmdlets that change
/// passwords. What is specified on the command line takes precedence over the object, as PowerShell has it for those cmdlets.
/// </summary>
/// <param name="input">The record.</param>
internal sealed class PreflightRecord(object? input)
{
    private readonly PSObject? _object = BoundText.Bare(input) is null or string or ValueType ? null : PSObject.AsPSObject(input);

    /// <summary>Whether it is an object that can have the finding, not an id alone.</summary>
    public bool IsObject => _object is not null;

    /// <summary>The object itself.</summary>
    public PSObject Object => _object!;

    /// <summary>The ids or names: the record itself, or those of its property.</summary>
    /// <param name="names">The property and its aliases.</param>
    public string?[] Ids(params string[] names) => BoundText.All(input, names);

    /// <summary>What is specified, or else the value of a property; null when there is neither.</summary>
    /// <param name="specified">The parameter.</param>
    /// <param name="names">The property and its aliases.</param>
    public string? Text(string? specified, params string[] names) => Text(TargetText.IsPlainWord, specified, names);

    /// <summary>What is specified, or else the value of a property that is a name of the user's own; null when there is neither.</summary>
    /// <param name="specified">The parameter.</param>
    /// <param name="name">The property.</param>
    public string? Name(string? specified, string name) => Text(TargetText.IsPlainName, specified, name);

    private string? Text(Func<string, bool> isAllowed, string? specified, params string[] names) => specified
        ?? names.Select(name => _object?.Properties[name]).OfType<PSPropertyInfo>()
            .Select(property => PropertyText.TryRead(property, out object? value) ? BoundText.One(value, isAllowed) : BoundText.Unreadable)
            .FirstOrDefault(static text => !string.IsNullOrEmpty(text));
}
