using System;
using System.Collections.Generic;
using System.Management.Automation;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Pipeline;

/// <summary>An operation with the choices of one command, and the checks that do not depend on the target.</summary>
internal sealed class PlannedOperation
{
    private readonly OperationChoices _choices;
    private readonly Dictionary<string, CommandFailure?> _checked = new(StringComparer.Ordinal);

    /// <param name="provider">The provider.</param>
    /// <param name="descriptor">The operation.</param>
    /// <param name="choices">The choices of the command.</param>
    /// <param name="create">Creates the operation; null for a reset.</param>
    public PlannedOperation(
        ProviderDescriptor provider,
        OperationDescriptor descriptor,
        OperationChoices choices,
        Func<OperationOptions, ProviderOperation>? create = null)
    {
        Provider = provider;
        Descriptor = descriptor;
        _choices = choices;
        Operation = (create ?? descriptor.CreateReset!)(choices.Options);
        if (descriptor.Disruption.WarningFor(choices.Options) is { } warning)
        {
            choices.Warn(warning);
        }
    }

    public ProviderDescriptor Provider { get; }

    public OperationDescriptor Descriptor { get; }

    public ProviderOperation Operation { get; }

    /// <summary>Why every target of this user is rejected; null when none is.</summary>
    public CommandFailure? Check(string? userName)
    {
        string key = userName ?? string.Empty;
        if (!_checked.TryGetValue(key, out CommandFailure? problem))
        {
            _checked[key] = problem = CheckTarget(userName) ?? CheckPassword(userName);
        }

        return problem;
    }

    /// <summary>What will happen to a target, in one line.</summary>
    public string Announce(PasswordTarget target) => Descriptor.AnnounceWith(target, _choices.Options);

    private CommandFailure? CheckTarget(string? userName)
    {
        string? rejection =
            (_choices.Options.Restart ? Descriptor.Disruption.RestartRejection : null) ?? Descriptor.UserNames.Check(userName);
        return rejection is null ? null : CommandFailure.Invalid(rejection);
    }

    private CommandFailure? CheckPassword(string? userName) => _choices.Password is { } password
        ? PasswordCheck.Of(
            Provider.Name,
            password,
            Descriptor.Policies.For(_choices.Options.IsWindows),
            new PasswordContext { UserName = userName },
            _choices.Warn)
        : null;
}
