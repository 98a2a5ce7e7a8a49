namespace PasswordCmdlets.Core.Operations.Preflight;

/// <summary>What a preflight found of a target that may be sent.</summary>
/// <param name="WillRestart">Whether the change stops or restarts it; null when its state is unknown.</param>
/// <param name="Calls">How many requests change it: the change, which a batch shares, and a restart by a call of its own.</param>
internal sealed record PreflightFinding(bool? WillRestart, int Calls);
