namespace PasswordCmdlets.Sandbox.Roles;

/// <summary>Why a token is rejected.</summary>
internal enum TokenProblem
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is not a token, or another issuer issued it.</summary>
    Invalid,

    /// <summary>It was not signed by the issuer.</summary>
    InvalidSignature,

    /// <summary>It is for another audience.</summary>
    AudienceNotMatch,

    /// <summary>It has expired.</summary>
    Expired,
}
