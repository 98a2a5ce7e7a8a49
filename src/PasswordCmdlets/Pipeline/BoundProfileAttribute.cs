using System;
using System.Management.Automation;
using PasswordCmdlets.Core.Operations;

namespace PasswordCmdlets.Pipeline;

/// <summary>Reduces what PowerShell binds to the name of a profile, before PowerShell validates or keeps it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BoundProfileAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        BoundText.One(inputData, static text => TargetText.IsPlainName(text));
}
