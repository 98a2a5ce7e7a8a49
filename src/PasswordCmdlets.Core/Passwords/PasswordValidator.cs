using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;

namespace PasswordCmdlets.Core.Passwords;

/// <summary>Validates a password by everything that is published about it.</summary>
/// <remarks>
/// What every published rule rejects is an error; what only some reject is a warning. When every rule rejects the password but each for
/// another reason, each reason is an error. Control characters and broken surrogates are always an error: no source names them, and a
/// line break at the end is a copying accident. Other characters outside printable ASCII belong to no class; rules that list their
/// characters reject them, rules whose list is known to be unreliable, and the policy of RAM, which has none, only warn.
/// </remarks>
internal static class PasswordValidator
{
    /// <summary>Validates a password.</summary>
    /// <param name="password">The password; shown only inside this call.</param>
    /// <param name="policy">The policy to validate by.</param>
    /// <param name="context">What is known about the target.</param>
    public static PasswordValidationResult Validate(SecretText password, PasswordPolicy policy, PasswordContext? context = null) =>
        password.Reveal((policy, context), static (text, state) => Validate(text, state.policy, state.context));

    /// <summary>Validates a password.</summary>
    /// <param name="password">The password; the caller clears its own buffer.</param>
    /// <param name="policy">The policy to validate by.</param>
    /// <param name="context">What is known about the target.</param>
    public static PasswordValidationResult Validate(ReadOnlySpan<char> password, PasswordPolicy policy, PasswordContext? context = null)
    {
        context ??= PasswordContext.Unknown;
        PasswordTraits traits = new(password);
        string? userName = string.IsNullOrEmpty(context.UserName) ? policy.DefaultUserName : context.UserName;
        bool isOldPassword = context.OldPassword is not null && SameText(password, context.OldPassword);

        PublishedRule[] rules = [.. policy.RulesInForce];
        PublishedRule[] allRules = [.. rules, .. policy.AdvisoryRules.Where(static rule => rule.IsInForce)];
        List<RuleViolation> violations = [];
        foreach (PublishedRule rule in allRules)
        {
            RuleViolation.Collect(violations, rule, password, traits, userName, isOldPassword);
        }

        (HashSet<PasswordRequirement> errors, HashSet<PasswordRequirement> separateErrors) =
            FindErrors(rules, violations, policy.AlwaysRequired);
        List<PasswordFinding> findings = [];
        if (traits.HasControlCharacters)
        {
            const string Instruction = "Remove the control characters (a line break or a tab, often left at the end by copying) "
                + "and anything that is not valid Unicode.";
            findings.Add(new PasswordFinding(PasswordRequirement.ControlCharacters, FindingSeverity.Error, Instruction, Instruction, []));
        }

        foreach (IGrouping<PasswordRequirement, RuleViolation> group in violations.GroupBy(static violation => violation.Requirement))
        {
            RuleViolation[] broken = [.. group];
            bool differ = broken.Length < allRules.Length;
            string instructions = Instructions(broken, namesRules: differ);
            findings.Add(
                errors.Contains(group.Key) ? Finding(FindingSeverity.Error, instructions)
                : separateErrors.Contains(group.Key)
                    ? Finding(FindingSeverity.Error, instructions + " Each published rule rejects the password for a reason of its own.")
                    : Finding(FindingSeverity.Warning, instructions + MayBeAccepted(differ)));

            PasswordFinding Finding(FindingSeverity severity, string message) =>
                new(group.Key, severity, broken[0].Instruction + ".", message, [.. broken.Select(static violation => violation.Rule)]);
        }

        return new PasswordValidationResult(
            policy.Name,
            [.. findings.OrderByDescending(static finding => finding.Severity).ThenBy(static finding => finding.Requirement)],
            traits.EntropyBits());
    }

    private static (HashSet<PasswordRequirement> Errors, HashSet<PasswordRequirement> SeparateErrors) FindErrors(
        PublishedRule[] rules, List<RuleViolation> violations, IReadOnlyList<PasswordRequirement> alwaysRequired)
    {
        List<HashSet<PasswordRequirement>> rejections =
            [.. rules.Select(rule => RequirementsOf(violations.Where(violation => violation.Rule == rule && violation.Rejects)))];

        HashSet<PasswordRequirement> errors = [.. rejections.SelectMany(static reasons => reasons).Where(alwaysRequired.Contains)];
        errors.UnionWith(rejections.Aggregate(static (common, reasons) => [.. common.Intersect(reasons)]));

        // With what they all agree on put right, would they still all reject it, each for its own reason?
        foreach (HashSet<PasswordRequirement> reasons in rejections)
        {
            reasons.ExceptWith(errors);
        }

        return (errors, rejections.All(static reasons => reasons.Count > 0) ? [.. rejections.SelectMany(static reasons => reasons)] : []);
    }

    private static HashSet<PasswordRequirement> RequirementsOf(IEnumerable<RuleViolation> violations) =>
        [.. violations.Select(static violation => violation.Requirement)];

    private static string MayBeAccepted(bool differ) =>
        (differ ? " Published rules differ here, so the provider" : " The provider") + " may also accept it as it is.";

    private static string Instructions(RuleViolation[] broken, bool namesRules)
    {
        IGrouping<string, RuleViolation>[] instructions = [.. broken.GroupBy(static violation => violation.Instruction)];
        if (broken[0].Requirement == PasswordRequirement.AllowedCharacters)
        {
            // The lists differ in a few characters; what all of them allow is the advice that fits.
            string[] lists = [.. broken.Select(static violation => violation.Rule.AllowedSpecials).OfType<string>()];
            string? common = lists.Length == 0
                ? null
                : lists.Aggregate(static (all, list) => string.Concat(all.Where(c => list.Contains(c))));
            string advice = RuleViolation.AllowedCharactersInstruction(common);
            instructions = [.. broken.GroupBy(_ => advice)];
        }

        IEnumerable<string> sentences = instructions.Select((instruction, index) => string.Concat(
            index == 0 ? instruction.Key : char.ToLowerInvariant(instruction.Key[0]) + instruction.Key.Substring(1),
            namesRules || instructions.Length > 1
                ? " (" + string.Join(", ", instruction.Select(static violation => violation.Rule.Id)) + ")"
                : string.Empty));
        return string.Join("; ", sentences) + ".";
    }

    private static bool SameText(ReadOnlySpan<char> password, SecretText other)
    {
        if (other.Length != password.Length)
        {
            return false;
        }

        char[] copy = ArrayPool<char>.Shared.Rent(Math.Max(password.Length, 1));
        try
        {
            password.CopyTo(copy);
            return other.Reveal((copy, password.Length), static (old, state) => old.SequenceEqual(state.copy.AsSpan(0, state.Length)));
        }
        finally
        {
            Array.Clear(copy, 0, password.Length);
            ArrayPool<char>.Shared.Return(copy);
        }
    }
}
