using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.State;

namespace PasswordCmdlets.Sandbox.Control;

/// <summary>Shows the clouds' instances to the control API.</summary>
internal sealed class StateReader
{
    private readonly SandboxState _state;

    /// <summary>Creates a reader.</summary>
    /// <param name="state">The clouds.</param>
    public StateReader(SandboxState state) => _state = state;

    /// <summary>Shows instances.</summary>
    /// <param name="provider">Only this provider's.</param>
    /// <param name="id">Only this one, also when nothing has touched it yet.</param>
    /// <param name="withPasswords">Whether to show the passwords.</param>
    public StateView Read(Cloud? provider, string? id, bool withPasswords)
    {
        DateTimeOffset now = _state.Clock.Now;
        IEnumerable<DescribedInstance> instances =
            _state.Clouds.Where(cloud => provider is null || cloud.Provider == provider).SelectMany(cloud => cloud.Describe(id, now));
        return new StateView(
            now,
            _state.Clouds.SelectMany(cloud => cloud.Counts).ToDictionary(),
            [
                .. instances.Select(instance => withPasswords ? instance : instance with { Passwords = null })
                    .OrderBy(instance => instance.Provider).ThenBy(instance => instance.Id, StringComparer.Ordinal),
            ]);
    }

    /// <summary>Whether a login would succeed; null when the instance or user does not exist.</summary>
    /// <param name="attempt">The login.</param>
    public bool? Accepts(LoginAttempt attempt) =>
        _state.Clouds.Single(cloud => cloud.Provider == attempt.Provider).Accepts(attempt.Id, attempt.UserName, attempt.Password);
}
