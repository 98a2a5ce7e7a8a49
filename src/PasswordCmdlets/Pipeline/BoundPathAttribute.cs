using System;
using System.Management.Automation;

namespace PasswordCmdlets.Pipeline;

/// <summary>Reduces what PowerShell binds to a path: a text, or the first of the named properties of an object.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BoundPathAttribute(params string[] properties) : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        PSObject? input = inputData is null ? null : PSObject.AsPSObject(inputData);
        if (input?.BaseObject is string path)
        {
            return path;
        }

        string? name = Array.Find(properties, name => input?.Properties[name]?.Value is string);
        return name is null ? null : input!.Properties[name].Value;
    }
}
