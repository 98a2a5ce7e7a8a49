using System;
using System.Management.Automation;

namespace PasswordCmdlets.Pipeline;

/// <summary>
/// Reduces what PowerShell binds to an id or a name, before PowerShell validates or keeps it. With property names the parameter takes
/// whole objects and reads the first of those properties; then every record of the pipeline binds.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BoundTextAttribute(params string[] properties) : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        properties.Length == 0 ? BoundText.One(inputData) : BoundText.All(inputData, properties);
}
