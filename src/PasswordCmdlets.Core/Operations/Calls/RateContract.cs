using System;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>The rate at which a call may be sent, for one account in one region.</summary>
/// <param name="PerSecond">The published rate; null where none is published, which means as fast as the server takes it.</param>
/// <param name="PauseWhenThrottled">How long to be silent after a throttle that does not say how long.</param>
internal sealed record RateContract(double? PerSecond, TimeSpan PauseWhenThrottled);
