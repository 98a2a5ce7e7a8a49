using System;
using System.Management.Automation;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Pipeline;

/// <summary>The parameters for where generated passwords are stored.</summary>
internal sealed record GeneratedPasswordOptions(string? VaultName, string? SecretName, TimeSpan? SecretLifetime, bool AllowUnstored)
{
    /// <summary>
    /// Throws <see cref="CommandFailure"/> when a generated password would be stored nowhere or in two vaults, or when the template of the
    /// names is invalid.
    /// </summary>
    public void Validate()
    {
        if (Problem() is { } problem)
        {
            throw new CommandFailure(ErrorIds.UnstoredPassword, ErrorCategory.InvalidArgument, problem);
        }

        try
        {
            if (SecretName is not null)
            {
                SecretNames.CheckTemplate(SecretName);
            }
        }
        catch (ArgumentException unusable)
        {
            throw CommandFailure.Invalid(unusable.Message);
        }
    }

    private string? Problem() => (VaultName, AllowUnstored) switch
    {
        (null, false) => "A generated password must be stored. Specify -VaultName, or -AllowUnstored to have it in the result alone.",
        (not null, true) => "-VaultName stores generated passwords and -AllowUnstored does not. Specify one of them.",
        (null, true) when SecretName is not null => "-SecretName is the name of an entry in a vault. Specify -VaultName with it.",
        (null, true) when SecretLifetime is not null =>
            "-SecretLifetime is kept in the metadata of an entry in a vault. Specify -VaultName with it.",
        _ => null,
    };
}
