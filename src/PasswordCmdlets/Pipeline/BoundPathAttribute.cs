using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace PasswordCmdlets.Pipeline;

/// <summary>
/// Reduces what PowerShell binds to a path, or to one for each item of a list: a text, or the first of the named properties of an object.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BoundPathAttribute(params string[] properties) : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is IList items
            ? items.Cast<object?>().Select(PathOf).ToArray()
            : PathOf(inputData);

    private string? PathOf(object? item)
    {
        PSObject? input = item is null ? null : PSObject.AsPSObject(item);
        if (input?.BaseObject is string path)
        {
            return path;
        }

        // In place of a null PowerShell would read the property again, and end the command when it throws.
        string? otherwise = null;
        foreach (PSPropertyInfo property in properties.Select(name => input?.Properties[name]).OfType<PSPropertyInfo>())
        {
            if (!PropertyText.TryRead(property, out object? value))
            {
                otherwise = string.Empty;
            }
            else if (BoundText.Bare(value) is string text)
            {
                return text;
            }
        }

        return otherwise;
    }
}
