using System;
using System.Management.Automation;
using System.Security;

namespace PasswordCmdlets.Pipeline;

/// <summary>Binds nothing in place of a value that is no SecureString: PowerShell's own error would quote it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BoundSecretAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) as SecureString;
}
