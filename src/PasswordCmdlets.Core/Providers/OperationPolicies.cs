using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Providers;

/// <summary>The password policies of an operation.</summary>
/// <param name="any">The policy, whatever a target runs.</param>
internal sealed class OperationPolicies(PasswordPolicy any)
{
    /// <summary>The policy while the operating system is unknown.</summary>
    public PasswordPolicy Any { get; } = any;

    /// <summary>The policy of Linux targets.</summary>
    public PasswordPolicy Linux { get; init; } = any;

    /// <summary>The policy of Windows targets.</summary>
    public PasswordPolicy Windows { get; init; } = any;

    /// <summary>
    /// The policy that generated passwords meet: the strictest of all that may apply. It may not change, because a run's passwords are
    /// derived from its seed again long after the run.
    /// </summary>
    public PasswordPolicy Generation { get; init; } = any;

    /// <summary>The policies that have names of their own.</summary>
    public IEnumerable<PasswordPolicy> All => new[] { Linux, Windows }.Distinct();

    /// <summary>The policy of an operating system.</summary>
    /// <param name="isWindows">Whether it is Windows; null when unknown.</param>
    public PasswordPolicy For(bool? isWindows) => isWindows switch
    {
        true => Windows,
        false => Linux,
        null => Any,
    };
}
