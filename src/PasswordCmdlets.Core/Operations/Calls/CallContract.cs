namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>One API call as its provider documents it.</summary>
internal record CallContract
{
    /// <summary>The service whose endpoint takes the call; signatures that have a service in their scope sign for it.</summary>
    public required string Service { get; init; }

    public required string Action { get; init; }

    public required string Version { get; init; }

    public required Idempotency Idempotency { get; init; }

    public required RateContract Rate { get; init; }

    /// <summary>How many targets one call takes.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>
    /// The permission that the caller needs, as a policy of the provider writes it; the action where the provider publishes no names of
    /// permissions; null where the call needs none.
    /// </summary>
    public string? Permission { get; init; }

    /// <summary>What to do when access is denied and the error code says nothing more specific.</summary>
    public string? AccessAdvice => Permission is null ? null : $"Grant {Permission} to the caller.";
}
