using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Compatibility;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Operations.Completion;

/// <summary>Where our own operation stands, as a look shows it.</summary>
internal enum CompletionState
{
    /// <summary>Not finished, or not visible yet.</summary>
    Pending,

    Succeeded,

    Failed,

    /// <summary>Another operation came after ours; how ours ended can no longer be seen.</summary>
    Superseded,
}
