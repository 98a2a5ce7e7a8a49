using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Pipeline;

/// <summary>The changes that a preflight checks: for each kind of target its operation, its checks and its passwords.</summary>
/// <param name="password">The password; null where none is specified.</param>
/// <param name="options">What <c>-Force</c> and <c>-Restart</c> want.</param>
/// <param name="secrets">The generated passwords; null where none are generated.</param>
/// <param name="warn">Receives the warnings of the cmdlet that changes the password.</param>
internal sealed class PreflightPlan(SecretText? password, OperationOptions options, GeneratedSecrets? secrets, Action<string> warn)
    : IDisposable
{
    private readonly Dictionary<OperationDescriptor, (PlannedOperation Checks, PasswordChange Change)> _known = [];
    private readonly List<SecretText> _samples = [];

    /// <summary>The checks and the change of a kind of target.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="descriptor">The operation.</param>
    public (PlannedOperation Checks, PasswordChange Change) Of(ProviderDescriptor provider, OperationDescriptor descriptor)
    {
        if (_known.TryGetValue(descriptor, out (PlannedOperation Checks, PasswordChange Change) known))
        {
            return known;
        }

        // A cmdlet whose targets are never restarted has no -Restart.
        bool restarts = options.Restart && (descriptor.CreateReset is not null || descriptor.Restart is not null);
        OperationChoices choices = new(password, options with { Restart = restarts }, warn);
        PlannedOperation checks = new(provider, descriptor, choices, descriptor.Preflight);
        PasswordChange change = new(provider, checks.Operation, PasswordsOf(descriptor))
        {
            EndsCommand = false,
            NeedsIdentity = descriptor.TargetsUsers && secrets?.SeedName is not null,
        };
        return _known[descriptor] = (checks, change);
    }

    public void Dispose()
    {
        _samples.ForEach(static sample => sample.Dispose());
        password?.Dispose();
    }

    // Without a password one that every rule accepts stands for it, so that targets share calls as they would.
    private IPasswordSource PasswordsOf(OperationDescriptor descriptor)
    {
        if (secrets is not null)
        {
            return secrets.Source(descriptor.Resource, descriptor.Policies.Generation);
        }

        if (password is not null)
        {
            return new SharedPassword(password);
        }

        using RunSeed seed = RunSeed.Create();
        SecretText sample = seed.DerivePassword("preflight", 1, descriptor.Policies.Generation);
        _samples.Add(sample);
        return new SharedPassword(sample);
    }
}
