using System.Management.Automation;

namespace PasswordCmdlets.Pipeline;

/// <summary>One input of a preflight: the object that comes out again, and the question that its change would ask.</summary>
/// <param name="Output">The object that gets the finding.</param>
/// <param name="Plan">What would happen to the target, in one line; null for an invalid target.</param>
/// <param name="IsOwn">Whether the cmdlet made the object, for an id by value.</param>
internal sealed record PreflightInput(PSObject Output, string? Plan, bool IsOwn);
