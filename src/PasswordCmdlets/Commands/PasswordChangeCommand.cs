using System.Collections.Generic;
using System.Management.Automation;
using System.Security;
using PasswordCmdlets.Core;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>The base of the cmdlets that change passwords: their secrets, and where generated passwords are stored.</summary>
public abstract class PasswordChangeCommand : CloudPasswordCommand
{
    private readonly List<SecretText> _secrets = [];
    private GeneratedPasswordKeeper? _keeper;
    private RecordPosition? _position;

    // Each cmdlet has these three in its own parameter sets with -GeneratePassword, so that completion and help show them there only.

    /// <summary>The SecretManagement vault that generated passwords are stored in.</summary>
    public abstract string? VaultName { get; set; }

    /// <summary>A template for the names of generated passwords in the vault.</summary>
    public abstract string? SecretName { get; set; }

    /// <summary>Return generated passwords in the results, stored nowhere.</summary>
    public abstract SwitchParameter AllowUnstored { get; set; }

    /// <summary>How far the command has read its input.</summary>
    private protected RecordPosition Position => _position ??= new RecordPosition(this);

    /// <summary>Whether each target gets a password of its own.</summary>
    private protected abstract bool Generates { get; }

    /// <summary>A password is stored under its own name once it is known to be in effect.</summary>
    private protected override bool Waits => Generates && VaultName is not null;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _secrets.ForEach(static secret => secret.Dispose());
    }

    private protected override ResultObserver CreateObserver(CmdletHost host, RunOptions run)
    {
        if (!Generates)
        {
            return base.CreateObserver(host, run);
        }

        GeneratedPasswordOptions options = new(VaultName, SecretName, AllowUnstored);
        options.Validate();
        return _keeper = new GeneratedPasswordKeeper(this, host, options, run);
    }

    /// <summary>The text of a secret, cleared when the command ends.</summary>
    private protected SecretText? Read(SecureString? secret)
    {
        if (secret is null)
        {
            return null;
        }

        SecretText text = new(secret);
        _secrets.Add(text);
        return text;
    }

    /// <summary>The source of an operation's passwords: the one that was specified, or a generated one for each target.</summary>
    private protected IPasswordSource Passwords(SecretText? specified, ProviderOperation operation) => specified is null
        ? _keeper!.Secrets.Source(operation.Descriptor.Resource, operation.Descriptor.Policies.Generation)
        : new SharedPassword(specified);

    /// <summary>Why the value of a parameter that binds from the pipeline cannot be an id or a name; null when it can.</summary>
    private protected string? BindingProblem(string? text, string parameter) => BoundText.Problem(text, parameter, Position);

    /// <summary>Fails a target that has a problem, and submits any other that the user approves.</summary>
    /// <param name="change">What to do with it.</param>
    /// <param name="target">The target.</param>
    /// <param name="problem">Why it cannot be a target; null when it can.</param>
    /// <param name="owner">The provider that the result shows when there is a problem.</param>
    /// <param name="action">What will happen to the target, in one line.</param>
    private protected void Submit(PasswordChange change, PasswordTarget target, string? problem, string owner, string action)
    {
        if (problem is not null)
        {
            Terminating(() => Submission.Fail(owner, change.Resource, target, ErrorIds.InvalidTarget, problem));
        }
        else if (Approve(action))
        {
            Terminating(() => Submission.Submit(change, target));
        }
    }

    private protected bool Approve(string action) => ShouldProcess(action, $"{action}?", MyInvocation.MyCommand.Name);
}
