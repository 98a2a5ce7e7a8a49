namespace PasswordCmdlets.Sandbox.Providers.Alibaba;

/// <summary>How the sandbox's Alibaba Cloud behaves where the real one is slow, or where documents disagree or are silent.</summary>
internal sealed record AlibabaOptions
{
    /// <summary>How long a restart takes, in milliseconds.</summary>
    public int RestartMilliseconds { get; init; }

    /// <summary>Whether a VNC password needs all three kinds of characters, as today, or not, as before 2026.</summary>
    public bool VncNeedsAllClasses { get; init; } = true;

    /// <summary>Whether UpdateLoginProfile clears the flags that it is not given. Not documented.</summary>
    public bool OmittedFlagsAreCleared { get; init; }

    /// <summary>Whether users may change their own password (SetSecurityPreference).</summary>
    public bool AllowUserToChangePassword { get; init; } = true;

    /// <summary>
    /// Whether SignatureDoesNotMatch quotes what the server signed. The real gateway does, parameters and all:
    /// "Specified signature is not matched with our calculation. server string to sign is:POST&amp;%2F&amp;AccessKeyId%3D…".
    /// </summary>
    public bool EchoesStringToSign { get; init; } = true;

    /// <summary>The code for a timestamp too old or too new: today's, or <c>IllegalTimestamp</c> of older documents.</summary>
    public string ExpiredTimestampCode { get; init; } = "InvalidTimeStamp.Expired";

    /// <summary>The code for too many calls: <c>Throttling</c>, <c>Throttling.User</c> or <c>Throttling.Api</c>.</summary>
    public string ThrottlingCode { get; init; } = "Throttling.User";

    /// <summary>
    /// Whether DescribeInstances shows an empty list to an account without the permission, as it did before December 2025; a dry run is
    /// denied all the same.
    /// </summary>
    public bool ListsNothingWithoutPermission { get; init; }

    /// <summary>
    /// The code for a user with too many wrong passwords. None is documented; by default it is that of a wrong password.
    /// </summary>
    public string LockedUserCode { get; init; } = "InvalidParameter.OldPassword.Incorrect";
}
