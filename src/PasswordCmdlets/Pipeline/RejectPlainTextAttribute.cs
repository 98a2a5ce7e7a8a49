using System;
using System.Management.Automation;
using System.Security;

namespace PasswordCmdlets.Pipeline;

/// <summary>
/// Rejects a value that is neither a SecureString nor a PSCredential without quoting it, which PowerShell's own error does.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RejectPlainTextAttribute : ArgumentTransformationAttribute
{
    private const string Message =
        "The value has another type than the parameter and is not shown, because it may be a secret. Specify a SecureString, for example "
        + "from Read-Host -AsSecureString, or a PSCredential, for example from Get-Credential, as the parameter requires.";

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is null or SecureString or PSCredential
            ? inputData
            : throw new ArgumentTransformationMetadataException(Message);
}
