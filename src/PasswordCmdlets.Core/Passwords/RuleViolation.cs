using System;
using System.Collections.Generic;
using System.Globalization;

namespace PasswordCmdlets.Core.Passwords;

/// <summary>One requirement of one published rule that a password does not meet.</summary>
internal sealed class RuleViolation
{
    private RuleViolation(PublishedRule rule, PasswordRequirement requirement, bool rejects, string instruction)
    {
        Rule = rule;
        Requirement = requirement;
        Rejects = rejects;
        Instruction = instruction;
    }

    public PublishedRule Rule { get; }

    public PasswordRequirement Requirement { get; }

    /// <summary>Whether the rule rejects the password for it, or only advises against it.</summary>
    public bool Rejects { get; }

    /// <summary>What to do; depends on the rule only, never on the password.</summary>
    public string Instruction { get; }

    public static string AllowedCharactersInstruction(string? specials) => "Use letters a-z and A-Z, digits" + specials switch
    {
        null => " and ASCII punctuation only, since nothing is published about other characters",
        "" => " only",
        _ => " and these special characters only: " + specials,
    };

    public static void Collect(
        List<RuleViolation> violations,
        PublishedRule rule,
        ReadOnlySpan<char> password,
        PasswordTraits traits,
        string? userName,
        bool isOldPassword)
    {
        void Add(PasswordRequirement requirement, bool rejects, string instruction) =>
            violations.Add(new RuleViolation(rule, requirement, rejects, instruction));

        if (traits.Length < rule.MinLength)
        {
            string instruction = string.Format(CultureInfo.InvariantCulture, "Use at least {0} characters", rule.MinLength);
            Add(PasswordRequirement.MinimumLength, true, instruction);
        }

        if (traits.Length > rule.MaxLength)
        {
            string instruction = string.Format(CultureInfo.InvariantCulture, "Use at most {0} characters", rule.MaxLength);
            Add(PasswordRequirement.MaximumLength, true, instruction);
        }

        if (!rule.Classes.IsMetBy(traits.ClassesFor(rule)))
        {
            Add(PasswordRequirement.CharacterClasses, true, "Use " + rule.Classes);
        }

        bool isOutside = rule.AllowedSpecials is null ? traits.HasNonAscii : traits.HasCharactersOutside(rule.AllowedSpecials);
        if (isOutside)
        {
            bool isListed = rule.AllowedSpecials is not null && !rule.SpecialsAreAdvisory;
            Add(PasswordRequirement.AllowedCharacters, isListed, AllowedCharactersInstruction(rule.AllowedSpecials));
        }

        if (!password.IsEmpty && rule.ForbiddenFirstCharacters.Contains(password[0]))
        {
            Add(PasswordRequirement.FirstCharacter, true, "Begin with another character than " + rule.ForbiddenFirstCharacters);
        }

        if (traits.DistinctCharacters < rule.MinDistinctCharacters)
        {
            string instruction =
                string.Format(CultureInfo.InvariantCulture, "Use at least {0} different characters", rule.MinDistinctCharacters);
            Add(PasswordRequirement.DistinctCharacters, true, instruction);
        }

        AddUserName(Add, rule, password, userName);
        if (rule.Forbidden is { } forbidden && UserNameMatch.ContainsAny(password, forbidden.Texts, ignoreCase: true))
        {
            bool rejects = UserNameMatch.ContainsAny(password, forbidden.Texts, ignoreCase: false);
            Add(PasswordRequirement.UserName, rejects, $"Leave {forbidden.Description} out of the password");
        }

        if (rule.MustDifferFromOld && isOldPassword)
        {
            Add(PasswordRequirement.OldPassword, true, "Choose another password than the old one");
        }
    }

    // No source says whether the comparison minds case: the exact name is rejected, the name in another case is advised against.
    private static void AddUserName(
        Action<PasswordRequirement, bool, string> add, PublishedRule rule, ReadOnlySpan<char> password, string? userName)
    {
        if (string.IsNullOrEmpty(userName))
        {
            return;
        }

        ReadOnlySpan<char> name = userName.AsSpan();
        if (rule.MustNotContainUserName && UserNameMatch.Contains(password, name, ignoreCase: true))
        {
            bool rejects = UserNameMatch.Contains(password, name, ignoreCase: false);
            add(PasswordRequirement.UserName, rejects, "Leave the user name out of the password");
        }

        if (rule.MustNotEqualUserNameOrReverse && UserNameMatch.EqualsOrReverses(password, name, ignoreCase: true))
        {
            bool rejects = UserNameMatch.EqualsOrReverses(password, name, ignoreCase: false);
            add(PasswordRequirement.UserName, rejects, "Use neither the user name nor the user name backwards");
        }
    }
}
