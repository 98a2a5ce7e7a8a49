namespace PasswordCmdlets.Core.Passwords;

/// <summary>What the name of a stored password is made from.</summary>
internal sealed record SecretTarget
{
    /// <summary>The name of the provider.</summary>
    public required string Provider { get; init; }

    /// <summary>The resource name, as results carry it.</summary>
    public required string Resource { get; init; }

    /// <summary>The region; null where the service is global.</summary>
    public string? Region { get; init; }

    /// <summary>The instance; null for RAM users, which belong to an <see cref="Account"/>.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The login or RAM user; null where none was given.</summary>
    public string? UserName { get; init; }

    /// <summary>The account id; the access key id where the provider does not tell the account.</summary>
    public string? Account { get; init; }
}
