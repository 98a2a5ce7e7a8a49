using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Core.Passwords;

/// <summary>The password policies of the catalog.</summary>
internal static class PasswordPolicies
{
    /// <summary>All policies.</summary>
    public static IReadOnlyList<PasswordPolicy> All => [.. ProviderCatalog.Policies];

    /// <summary>The policy of a name.</summary>
    /// <param name="name">The name; case does not matter.</param>
    /// <exception cref="ArgumentException">There is no such policy.</exception>
    public static PasswordPolicy Find(string name)
    {
        return All.FirstOrDefault(policy => string.Equals(policy.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException(
                $"There is no password policy '{name}'. Use one of: {string.Join(", ", All.Select(static policy => policy.Name))}.",
                nameof(name));
    }
}
