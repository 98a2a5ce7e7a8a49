namespace PasswordCmdlets.Core.Passwords;

/// <summary>What is known about the target of a password.</summary>
internal sealed class PasswordContext
{
    /// <summary>Nothing is known.</summary>
    public static PasswordContext Unknown { get; } = new();

    /// <summary>The account the password is for.</summary>
    public string? UserName { get; init; }

    /// <summary>The password that is replaced.</summary>
    public SecretText? OldPassword { get; init; }
}
