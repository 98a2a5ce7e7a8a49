using System;

namespace PasswordCmdlets.Core.Operations.Lockout;

/// <summary>How a provider counts wrong old passwords.</summary>
/// <param name="Remembered">How long it remembers them.</param>
/// <param name="Attempts">After how many it locks; null when unknown, or when it never does.</param>
internal sealed record AttemptLimit(TimeSpan Remembered, int? Attempts = null);
