using System;
using System.Management.Automation;
using PasswordCmdlets.Core.Operations;

namespace PasswordCmdlets.Pipeline;

/// <summary>
/// Reduces what PowerShell binds to an id or a name, before PowerShell validates or keeps it. With property names the parameter takes
/// whole objects and reads the first of those properties; then every record of the pipeline binds.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BoundTextAttribute(params string[] properties) : ArgumentTransformationAttribute
{
    /// <summary>Whether the parameter takes wildcards too.</summary>
    public bool AllowsWildcards { get; init; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        Func<string, bool> isAllowed = AllowsWildcards ? NamePattern.IsPlain : TargetText.IsPlainWord;
        return properties.Length == 0 ? BoundText.One(inputData, isAllowed) : BoundText.All(inputData, properties, isAllowed);
    }
}
