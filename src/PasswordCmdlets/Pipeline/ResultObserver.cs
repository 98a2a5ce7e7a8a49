using System;
using System.Management.Automation;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Pipeline;

/// <summary>
/// What a cmdlet adds to the processing of its targets and results. Each member is called on the pipeline thread, and does nothing by
/// default.
/// </summary>
internal class ResultObserver : IDisposable
{
    /// <summary>A target was approved and is about to be submitted; <see cref="CommandFailure"/> ends the command.</summary>
    public virtual void Submitting(PasswordChange change)
    {
    }

    /// <summary>The account whose users are changed is known.</summary>
    public virtual void Identified(PasswordChange change, string accountId)
    {
    }

    /// <summary>Rejects an approved target that cannot be distinguished from another.</summary>
    /// <returns>Why it is rejected; null when it is not.</returns>
    public virtual string? Reject(ProviderSession session, string resource, PasswordTarget target) => null;

    /// <summary>What is written in place of a result and its error.</summary>
    /// <param name="result">The result.</param>
    /// <param name="target">The target.</param>
    /// <param name="engineResult">The engine's own; null for a target that was never submitted to the engine.</param>
    /// <returns>Null to write the result.</returns>
    public virtual object? InsteadOf(PasswordChangeResult result, PasswordTarget target, TargetResult? engineResult) => null;

    /// <summary>Adds to a result before it is written.</summary>
    /// <returns>An error that goes with it besides the engine's own.</returns>
    public virtual ErrorRecord? Complete(PasswordChangeResult result, TargetResult engineResult) => null;

    /// <summary>Every result was written to the pipeline.</summary>
    /// <param name="withoutError">Whether no error that ends the command follows.</param>
    public virtual void AllDelivered(bool withoutError)
    {
    }

    /// <summary>The pipeline ended before every target had its result.</summary>
    public virtual void Abandoned()
    {
    }

    /// <summary>The command is being stopped; called from another thread.</summary>
    public virtual void Stop()
    {
    }

    /// <summary>The command ended; streams may no longer work.</summary>
    public virtual void Dispose()
    {
    }
}
