namespace PasswordCmdlets.Core.Providers;

/// <summary>The options of a command that an operation depends on.</summary>
internal sealed record OperationOptions
{
    /// <summary>Whether the disruptive act is permitted.</summary>
    public bool Force { get; init; }

    /// <summary>Whether what runs and was changed is restarted.</summary>
    public bool Restart { get; init; }

    /// <summary>Whether the instances run Windows, as the caller says; null to find out by describing them.</summary>
    public bool? IsWindows { get; init; }
}
