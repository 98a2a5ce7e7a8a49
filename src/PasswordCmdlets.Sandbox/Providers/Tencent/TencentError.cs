namespace PasswordCmdlets.Sandbox.Providers.Tencent;

/// <summary>An error.</summary>
/// <param name="Code">The error code.</param>
/// <param name="Message">The message; null for the code's usual text.</param>
internal sealed record TencentError(string Code, string? Message = null)
{
    /// <summary>A required parameter is missing.</summary>
    /// <param name="name">The parameter.</param>
    public static TencentError Missing(string name) =>
        new("MissingParameter", $"The request is missing a required parameter `{name}`.");

    /// <summary>A parameter has the wrong type.</summary>
    /// <param name="name">The parameter.</param>
    public static TencentError WrongType(string name) =>
        new("InvalidParameter", $"The value type of parameter `{name}` is not valid.");

    /// <summary>An error about one instance.</summary>
    /// <param name="code">The error code.</param>
    /// <param name="instanceId">The instance.</param>
    /// <param name="options">Whether the message may name it.</param>
    public static TencentError About(string code, string instanceId, TencentOptions options) =>
        new(code, options.NamesIdInMessage ? $"The instance `{instanceId}`: {TencentErrors.MessageOf(code)}" : null);
}
