using System;
using System.Management.Automation;

namespace PasswordCmdlets;

/// <summary>The result of one target. Every target that was approved has exactly one.</summary>
public sealed class PasswordChangeResult
{
    /// <summary>The name of the provider.</summary>
    public string? Provider { get; set; }

    /// <summary>What the password is for: an instance of one service or a user.</summary>
    public string? Resource { get; set; }

    /// <summary>The instance; null for a RAM user.</summary>
    public string? InstanceId { get; set; }

    /// <summary>The user whose password it is, where one was specified.</summary>
    public string? UserName { get; set; }

    /// <summary>The region; null where the service is global.</summary>
    public string? Region { get; set; }

    /// <summary>The project, where one was specified, so that a result binds to a cmdlet by property name.</summary>
    public string? ProjectId { get; set; }

    /// <summary>The profile of the credential; null when neither the target nor the command specified one.</summary>
    public string? ProfileName { get; set; }

    /// <summary>The id of the access key that was used, or the role of a session.</summary>
    public string? Account { get; set; }

    /// <summary>Succeeded, Accepted, Failed, Cancelled or Unknown.</summary>
    public string? Status { get; set; }

    /// <summary>The provider's id of the request.</summary>
    public string? RequestId { get; set; }

    /// <summary>The kind of failure, in a word that scripts may rely on; null without a failure.</summary>
    public string? ErrorId { get; set; }

    /// <summary>The provider's own error code.</summary>
    public string? ErrorCode { get; set; }

    /// <summary>What happened and what to do next.</summary>
    public string? Message { get; set; }

    /// <summary>How often the change was sent.</summary>
    public int Attempts { get; set; }

    /// <summary>When it was first sent (UTC); when it was planned if it never was.</summary>
    public DateTime StartedAt { get; set; }

    /// <summary>From the first send to this result.</summary>
    public TimeSpan Duration { get; set; }

    /// <summary>Whether the password takes effect with a restart only; null when that is not known or does not apply.</summary>
    public bool? RestartRequired { get; set; }

    /// <summary>Remaining attempts with an old password (DCS).</summary>
    public int? RetryTimesLeft { get; set; }

    /// <summary>Minutes until a lock ends (DCS).</summary>
    public int? LockTimeLeft { get; set; }

    /// <summary>The run that made the change.</summary>
    public string? RunId { get; set; }

    /// <summary>The vault that holds the generated password.</summary>
    public string? VaultName { get; set; }

    /// <summary>The generated password's name in the vault.</summary>
    public string? SecretName { get; set; }

    /// <summary>The generated password, only when it is in no vault.</summary>
    public PSCredential? Credential { get; set; }

    /// <summary>Provider, target and status; never a secret.</summary>
    public override string ToString() => $"{Provider} {InstanceId ?? UserName ?? Account}: {Status}";
}
