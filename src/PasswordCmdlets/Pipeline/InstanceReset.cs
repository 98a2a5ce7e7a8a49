using System;
using System.Collections.Generic;
using System.Management.Automation;
using PasswordCmdlets.Core;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Tencent;
using PasswordCmdlets.Core.Providers.Tencent.Cvm;
using PasswordCmdlets.Core.Providers.Zenlayer;
using PasswordCmdlets.Core.Providers.Zenlayer.Zec;

namespace PasswordCmdlets.Pipeline;

/// <summary>Resetting instance passwords at one provider: its operation, its checks and what the user is asked.</summary>
internal sealed class InstanceReset
{
    private readonly ResetChoices _choices;
    private readonly Dictionary<string, CommandFailure?> _checked = new(StringComparer.Ordinal);

    public InstanceReset(CloudProvider provider, ResetChoices choices)
    {
        Provider = provider;
        _choices = choices;
        Operation = provider switch
        {
            CloudProvider.Tencent => new TencentResetOperation
            {
                ForceStop = choices.Force,
                Windows = choices.OperatingSystem switch
                {
                    "Windows" => true,
                    "Linux" => false,
                    _ => null,
                },
            },
            CloudProvider.Zenlayer => new ZenlayerResetOperation(),
            _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, "This provider's instances cannot be reset here."),
        };
    }

    public CloudProvider Provider { get; }

    public ProviderOperation Operation { get; }

    /// <summary>Whether a region has to be known.</summary>
    public bool NeedsRegion => Provider == CloudProvider.Tencent;

    /// <summary>The password rule that applies.</summary>
    public PasswordPolicy Policy => Provider == CloudProvider.Tencent ? PasswordPolicies.ForTencent(_choices.OperatingSystem) : PasswordPolicies.Zenlayer;

    /// <summary>The rule a generated password meets: the strictest, so that it does not matter what the instance runs.</summary>
    public PasswordPolicy GenerationPolicy => GeneratedResources.PolicyOf(Operation.Contract.Resource);

    /// <summary>What is wrong with a reset for this user, whatever the instance; null when nothing is.</summary>
    public CommandFailure? Check(string? userName)
    {
        string key = userName ?? string.Empty;
        if (!_checked.TryGetValue(key, out CommandFailure? problem))
        {
            _checked[key] = problem = CheckForce() ?? CheckUser(userName) ?? CheckPassword(userName);
        }

        return problem;
    }

    /// <summary>What will happen to a target, in one line.</summary>
    public string Describe(PasswordTarget target)
    {
        string user = target.UserName is null ? "the default administrator" : $"user {target.UserName}";
        string where = target.Region is null ? string.Empty : $" in {target.Region}";
        string force = _choices.Force ? "; if it is running it is SHUT DOWN, and powered off if that fails" : string.Empty;
        return $"Reset the password of {user} on {Provider} instance {target.Id}{where}{force}";
    }

    private CommandFailure? CheckForce() => _choices.Force && Provider == CloudProvider.Zenlayer
        ? new CommandFailure(ErrorIds.ForceNotSupported, ErrorCategory.InvalidArgument, "Zenlayer resets passwords on running instances and has nothing to force. Leave -Force out.")
        : null;

    private CommandFailure? CheckUser(string? userName)
    {
        bool fine = userName is null
            || (Provider == CloudProvider.Zenlayer
                ? string.Equals(userName, "root", StringComparison.OrdinalIgnoreCase) || string.Equals(userName, "Administrator", StringComparison.OrdinalIgnoreCase)
                : userName.Length <= 64);
        if (fine)
        {
            return null;
        }

        string message = Provider == CloudProvider.Zenlayer
            ? "Zenlayer resets the password of root (Linux) or Administrator (Windows) and of no other user. Leave -UserName out."
            : "A user name on Tencent Cloud has at most 64 characters.";
        return new CommandFailure(ErrorIds.InvalidTarget, ErrorCategory.InvalidArgument, message);
    }

    private CommandFailure? CheckPassword(string? userName) => _choices.Password is { } password
        ? PasswordCheck.Of(Provider.ToString(), password, Policy, new PasswordContext { UserName = userName }, _choices.Warn)
        : null;
}
