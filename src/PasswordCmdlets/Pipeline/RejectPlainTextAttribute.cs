using System;
using System.Management.Automation;

namespace PasswordCmdlets.Pipeline;

/// <summary>
/// Rejects a value of another type than the parameter's without quoting it, which PowerShell's own error does.
/// </summary>
/// <param name="type">SecureString or PSCredential.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RejectPlainTextAttribute(Type type) : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? bare = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (bare is null || type.IsInstanceOfType(bare))
        {
            return inputData;
        }

        string expected = type == typeof(PSCredential)
            ? "a PSCredential, for example from Get-Credential"
            : "a SecureString, for example from Read-Host -AsSecureString";
        throw new ArgumentTransformationMetadataException(
            $"The value has another type than the parameter and is not shown, because it may be a secret. Specify {expected}.");
    }
}
