using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Security;
using PasswordCmdlets.Completion;
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
    private PasswordTarget? _first;
    private PasswordChange? _firstChange;
    private bool? _isForMany;

    // Each cmdlet has these four in its own parameter sets with -GeneratePassword, so that completion and help show them there only.

    /// <summary>The SecretManagement vault that generated passwords are stored in.</summary>
    public abstract string? VaultName { get; set; }

    /// <summary>A template for the names of generated passwords in the vault.</summary>
    public abstract string? SecretName { get; set; }

    /// <summary>How long after its change a generated password should be replaced.</summary>
    public abstract TimeSpan? SecretLifetime { get; set; }

    /// <summary>Return generated passwords in the results, stored nowhere.</summary>
    public abstract SwitchParameter AllowUnstored { get; set; }

    /// <summary>How many targets go first and alone.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Canary { get; set; }

    /// <summary>How many targets may fail before nothing new is sent: a count, or a share of the results so far.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(BrakeCompleter))]
    public string? MaximumFailure { get; set; }

    /// <summary>When nothing new is sent any more: a time of day, a time span from now, or a date and time.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [DeadlineText]
    [ArgumentCompleter(typeof(BrakeCompleter))]
    public string? NotAfter { get; set; }

    /// <summary>How far the command has read its input.</summary>
    private protected RecordPosition Position => _position ??= new RecordPosition(this);

    /// <summary>Whether each target gets a password of its own.</summary>
    private protected abstract bool Generates { get; }

    /// <summary>The parameter for a new password.</summary>
    private protected virtual string PasswordParameter => "NewPassword";

    /// <summary>Whether the command asks once before it sets one password on several targets.</summary>
    private protected virtual bool AsksForMany => false;

    /// <summary>A password is stored under its own name once it is known to be in effect.</summary>
    private protected override bool Waits => Generates && VaultName is not null;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        SubmitFirst();
        base.EndProcessing();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _secrets.ForEach(static secret => secret.Dispose());
    }

    private protected override RunOptions AddTo(RunOptions options) =>
        new BrakeOptions(Canary, MaximumFailure, NotAfter).AddTo(options);

    private protected override ResultObserver CreateObserver(CmdletHost host, RunOptions run)
    {
        PasswordCheck.RequireSource(this, Generates, PasswordParameter);
        if (!Generates)
        {
            return base.CreateObserver(host, run);
        }

        GeneratedPasswordOptions options = new(VaultName, SecretName, SecretLifetime, AllowUnstored);
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
    private protected string? BindingProblem(string? text, string parameter, IEnumerable<string>? choices = null) =>
        BoundText.Problem(text, parameter, Position, choices);

    /// <summary>Fails a target that has a problem, and submits any other that the user approves.</summary>
    /// <param name="change">What to do with it.</param>
    /// <param name="target">The target.</param>
    /// <param name="problem">Why it cannot be a target; null when it can.</param>
    /// <param name="resource">The provider and the resource that the result shows when there is a problem.</param>
    /// <param name="action">What will happen to the target, in one line.</param>
    private protected void Submit(
        PasswordChange change, PasswordTarget target, string? problem, (string Provider, string Resource) resource, string action)
    {
        problem ??= BindingProblem(ProfileName, nameof(ProfileName));
        PasswordTarget signed = target.Of(ProfileOfTarget);
        if (problem is not null)
        {
            FailTarget(resource.Provider, resource.Resource, signed, ErrorIds.InvalidTarget, problem);
        }
        else if (Approve(Submission.IsOfOtherProfile(signed) ? $"{action}, with the profile {signed.ProfileName}" : action))
        {
            SubmitApproved(change, signed);
        }
    }

    /// <summary>Fails a target that is not sent.</summary>
    private protected void FailTarget(string? provider, string? resource, PasswordTarget target, string errorId, string message) =>
        this.Terminating(() => Submission.Fail(provider, resource, target.Of(ProfileOfTarget), errorId, message));

    // The first target waits for a second one, so that the question comes before anything is sent.
    private void SubmitApproved(PasswordChange change, PasswordTarget target)
    {
        if (_isForMany is null && MayAskForMany())
        {
            if (_first is null)
            {
                _first = target;
                _firstChange = change;
                return;
            }

            _isForMany = ApproveMany(_first.Id, target.Id);
            if (_isForMany == false)
            {
                _first = null;
            }

            SubmitFirst();
        }

        if (_isForMany != false)
        {
            this.Terminating(() => Submission.Submit(change, target));
        }
    }

    private void SubmitFirst()
    {
        if (_first is { } first)
        {
            _first = null;
            this.Terminating(() => Submission.Submit(_firstChange!, first));
        }
    }

    // Where -Confirm or $ConfirmPreference says whether to ask, that is obeyed.
    private bool MayAskForMany() => AsksForMany && !Generates
        && !MyInvocation.BoundParameters.ContainsKey("Confirm")
        && string.Equals(GetVariableValue("ConfirmPreference")?.ToString(), nameof(ConfirmImpact.High), StringComparison.OrdinalIgnoreCase);

    private bool ApproveMany(string first, string second)
    {
        string command = MyInvocation.MyCommand.Name;
        try
        {
            return ShouldContinue($"{command} sets the same password on {first}, {second} and every target that follows. Go on?", command);
        }
        catch (Exception failure) when (failure is not PipelineStoppedException)
        {
            // A session that cannot ask goes on, as it does where ConfirmImpact asks for nothing.
            return true;
        }
    }

    private protected bool Approve(string action) => ShouldProcess(action, $"{action}?", MyInvocation.MyCommand.Name);
}
