using System;
using System.Collections.Generic;
using System.Linq;

namespace PasswordCmdlets.Core.Passwords;

/// <summary>Everything published about the passwords of one kind of resource.</summary>
/// <remarks>
/// The published rules rarely agree, so a policy keeps all of them: <see cref="PasswordValidator"/> rejects what all of them reject
/// and warns where they differ; <see cref="PasswordGenerator"/> satisfies all of them at once.
/// </remarks>
internal sealed class PasswordPolicy
{
    internal PasswordPolicy(string name, string provider, string appliesTo, GenerationProfile generation, params PublishedRule[] rules)
    {
        Name = name;
        Provider = provider;
        AppliesTo = appliesTo;
        Generation = generation;
        Rules = Array.AsReadOnly(rules);
    }

    /// <summary>The policy's name, a value of <c>-For</c>.</summary>
    public string Name { get; }

    /// <summary>The name of the provider.</summary>
    public string Provider { get; }

    /// <summary>What the policy is about, in words.</summary>
    public string AppliesTo { get; }

    /// <summary>The published rules. Those that are <see cref="RuleKind.Superseded"/> are kept for the record only.</summary>
    public IReadOnlyList<PublishedRule> Rules { get; }

    /// <summary>Rules that may also apply, without anyone knowing yet: what they reject is a warning, never an error.</summary>
    public IReadOnlyList<PublishedRule> AdvisoryRules { get; internal init; } = [];

    /// <summary>
    /// Requirements that are an error as soon as one rule states them. That the other rules do not state them does not mean that a server
    /// accepts such a password.
    /// </summary>
    public IReadOnlyList<PasswordRequirement> AlwaysRequired { get; internal init; } = [];

    /// <summary>The account the password is for when the caller names none; null where that depends.</summary>
    public string? DefaultUserName { get; internal init; }

    /// <summary>The fewest characters a generated password can have.</summary>
    public int MinGeneratedLength => Generation.MinLength;

    /// <summary>The most characters a generated password can have.</summary>
    public int MaxGeneratedLength => Generation.MaxLength;

    /// <summary>The length of a generated password unless another one is specified.</summary>
    public int DefaultGeneratedLength => Generation.DefaultLength;

    internal GenerationProfile Generation { get; }

    internal IEnumerable<PublishedRule> RulesInForce => Rules.Where(static rule => rule.IsInForce);

    /// <summary>The policy's name.</summary>
    public override string ToString() => Name;
}
