using PasswordCmdlets.Sandbox.Http;

namespace PasswordCmdlets.Sandbox.Faults;

/// <summary>A rate: so many calls of an action, counted per account, service, region and action.</summary>
internal sealed record QuotaRule
{
    /// <summary>Only calls to this provider.</summary>
    public Cloud? Provider { get; init; }

    /// <summary>Only this service of the provider, such as <c>cvm</c>.</summary>
    public string? Service { get; init; }

    /// <summary>Only this action.</summary>
    public string? Action { get; init; }

    /// <summary>Only this account.</summary>
    public string? Account { get; init; }

    /// <summary>Calls a second; null for no limit.</summary>
    public int? PerSecond { get; init; }

    /// <summary>Calls a minute; null for no limit. A minute once exceeded is blocked to its end.</summary>
    public int? PerMinute { get; init; }

    /// <summary>Whether the throttled response says when to retry.</summary>
    public bool Hint { get; init; }
}
