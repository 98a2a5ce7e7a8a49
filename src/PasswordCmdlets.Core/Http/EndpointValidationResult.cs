namespace PasswordCmdlets.Core.Http;

/// <summary>Whether an endpoint may be used, and if not, why.</summary>
internal sealed record EndpointValidationResult
{
    private EndpointValidationResult(bool allowed, string message)
    {
        Allowed = allowed;
        Message = message;
    }

    /// <summary>Whether it may be used.</summary>
    public bool Allowed { get; }

    /// <summary>Why not, for people; empty when it may.</summary>
    public string Message { get; }

    internal static EndpointValidationResult Allow { get; } = new(allowed: true, string.Empty);

    internal static EndpointValidationResult Reject(string message) => new(allowed: false, message);
}
