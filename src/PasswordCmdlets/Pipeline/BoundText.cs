using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PasswordCmdlets.Core.Operations;

namespace PasswordCmdlets.Pipeline;

/// <summary>
/// The text of a parameter that binds from the pipeline. A value that cannot be an id or a name is replaced by why it cannot, before
/// PowerShell or the cmdlet holds it: an object or a line of a file may have a password in it.
/// </summary>
internal static class BoundText
{
    // A noncharacter of Unicode: no id or name begins with it.
    private const char Mark = '\uFDD0';

    private static readonly string NoProperty = Mark + "missing";
    private static readonly string Hashtable = Mark + "it is a hashtable";

    /// <summary>Replaces the value of a property that cannot be read.</summary>
    public static readonly string Unreadable = Mark + "it cannot be read";

    /// <summary>
    /// The ids or names of a parameter that takes whole objects: the texts themselves, or those of a property of the objects.
    /// </summary>
    /// <param name="input">What PowerShell binds.</param>
    /// <param name="properties">The property and its aliases.</param>
    public static string?[] All(object? input, string[] properties) => All(input, properties, TargetText.IsPlainWord);

    /// <summary>
    /// The texts of a form of a parameter that takes whole objects: the texts themselves, or those of a property of the objects.
    /// </summary>
    /// <param name="input">What PowerShell binds.</param>
    /// <param name="properties">The property and its aliases.</param>
    /// <param name="isAllowed">Whether a text has the form.</param>
    public static string?[] All(object? input, string[] properties, Func<string, bool> isAllowed) => Bare(input) switch
    {
        null => [null],
        string or ValueType => [One(input, isAllowed)],
        IList items =>
        [
            .. items.Cast<object?>().SelectMany(
                item => Bare(item) is IList ? [One(item, isAllowed)] : All(item, properties, isAllowed)),
        ],
        _ => OfProperty(PSObject.AsPSObject(input), properties, isAllowed),
    };

    /// <summary>The text of a parameter that takes one text.</summary>
    public static string? One(object? value) => One(value, TargetText.IsPlainWord);

    /// <summary>The text of a parameter that takes one text of a form.</summary>
    /// <param name="value">What PowerShell binds.</param>
    /// <param name="isAllowed">Whether a text has the form, so that it may be shown.</param>
    public static string? One(object? value, Func<string, bool> isAllowed)
    {
        if (Bare(value) is not { } bare)
        {
            return null;
        }

        if (bare is "")
        {
            return string.Empty;
        }

        if (PropertyText.Text(bare) is not { } text)
        {
            return Mark + "it is neither a text nor a whole number";
        }

        return isAllowed(text) ? text : Mark + TargetText.Describe(text);
    }

    /// <summary>Whether the objects have no such property.</summary>
    public static bool IsMissing(string? text) => text == NoProperty;

    /// <summary>Why a value cannot be an id or a name; null when it can.</summary>
    /// <param name="text">The text of the parameter.</param>
    /// <param name="property">The property that the value is taken from.</param>
    /// <param name="position">Where in the input it is.</param>
    /// <param name="choices">The values that the property may have; null where they are not a fixed set.</param>
    public static string? Problem(string? text, string property, RecordPosition position, IEnumerable<string>? choices = null) =>
        text switch
        {
            _ when !IsInvalid(text) => null,
            _ when IsMissing(text) => $"{position} has no {property}. Pipe objects that have a property {property}, or the values alone.",
            _ when text == Hashtable =>
                $"{position} is a hashtable, and its keys are not read. Pipe an object: [pscustomobject]@{{ {property} = '...' }}.",
            _ => $"{position}: the {property} is invalid: {Reason(text!)}. It is not shown, because it may hold a secret."
                + (choices is null ? null : $" Specify one of: {string.Join(", ", choices)}."),
        };

    /// <summary>Why an invalid value cannot be an id or a name.</summary>
    public static string Reason(string text) => text.Substring(1);

    /// <summary>Whether the value cannot be an id or a name.</summary>
    public static bool IsInvalid(string? text) => text is { Length: > 0 } && text[0] == Mark;

    /// <summary>The text; null when there is none or it is invalid.</summary>
    public static string? Valid(string? text) => string.IsNullOrEmpty(text) || IsInvalid(text) ? null : text;

    private static string?[] OfProperty(PSObject record, string[] properties, Func<string, bool> isAllowed)
    {
        foreach (string name in properties)
        {
            if (record.Properties[name] is { } property)
            {
                return !PropertyText.TryRead(property, out object? value) ? [Unreadable]
                    : Bare(value) is IList items ? [.. items.Cast<object?>().Select(item => One(item, isAllowed))]
                    : [One(value, isAllowed)];
            }
        }

        return [record.BaseObject is IDictionary ? Hashtable : NoProperty];
    }

    /// <summary>
    /// A value without the wrapper of PowerShell; an object of properties alone stays as it is. The NULL of a database is null.
    /// </summary>
    public static object? Bare(object? value) => value switch
    {
        DBNull or PSObject { BaseObject: DBNull } => null,
        PSObject { BaseObject: PSCustomObject } => value,
        PSObject wrapped => wrapped.BaseObject,
        _ => value,
    };
}
