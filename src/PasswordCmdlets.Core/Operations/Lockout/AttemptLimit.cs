using System;

namespace PasswordCmdlets.Core.Operations.Lockout;

/// <summary>How a provider counts wrong old passwords.</summary>
/// <param name="Remembered">How long it remembers them.</param>
/// <param name="Attempts">
/// After how many it locks; null when it never does. Where that is unknown, the number that is safe: an outcome that is unknown counts too.
/// </param>
internal sealed record AttemptLimit(TimeSpan Remembered, int? Attempts = null);
