using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>How a call ended after all its attempts.</summary>
internal enum CallEnd
{
    /// <summary>The provider's last answer stands.</summary>
    Completed,

    /// <summary>No attempt reached the provider, or the last one did not; nothing was executed unless <see cref="CallOutcome.MayHaveExecuted"/>.</summary>
    Unreachable,

    /// <summary>The last attempt may have arrived and was not answered.</summary>
    OutcomeUnknown,

    /// <summary>The run was stopped before another attempt.</summary>
    Stopped,

    /// <summary>Its region was given up, or its account cannot authenticate.</summary>
    Abandoned,
}
