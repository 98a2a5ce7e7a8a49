using System;
using System.Buffers;
using System.Globalization;

namespace PasswordCmdlets.Core.Passwords;

/// <summary>Makes passwords that satisfy every published rule of a policy at once.</summary>
/// <remarks>
/// <para>The valid passwords of a policy and length are those that begin with a letter or digit, go on with letters, digits and the
/// policy's specials, contain every one of these classes, enough different characters, no avoided text and no user name. Each is equally
/// likely: every character is drawn uniformly (bytes that would bias it are thrown away, so there is no modulo), and a candidate that is
/// not valid is thrown away as a whole. Forcing a missing class into place instead would make some passwords likelier than others.</para>
/// <para>Similar characters are allowed: leaving them out costs strength, and passwords for machines are copied.</para>
/// </remarks>
internal static class PasswordGenerator
{
    private const string LettersAndDigits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    // In the least favourable case, 8 characters with 4 classes, one candidate in six is valid.
    private const int MaxCandidates = 10_000;

    /// <summary>Makes a password from the operating system's random numbers.</summary>
    /// <param name="policy">The policy to satisfy.</param>
    /// <param name="length">The length; null for <see cref="PasswordPolicy.DefaultGeneratedLength"/>.</param>
    /// <param name="userName">The account it is for, so that its name does not occur in the password.</param>
    public static SecretText Create(PasswordPolicy policy, int? length = null, string? userName = null) =>
        Generate(policy, length, SystemRandomSource.Instance, userName);

    /// <summary>Makes a password from given bytes; the same bytes make the same password in every version.</summary>
    /// <param name="policy">The policy to satisfy.</param>
    /// <param name="length">The length; null for <see cref="PasswordPolicy.DefaultGeneratedLength"/>.</param>
    /// <param name="random">The source of randomness.</param>
    /// <param name="userName">The account it is for, so that its name does not occur in the password.</param>
    /// <exception cref="ArgumentOutOfRangeException">No password of this length satisfies every rule.</exception>
    /// <exception cref="InvalidOperationException">The source of randomness is broken.</exception>
    public static SecretText Generate(PasswordPolicy policy, int? length, IRandomSource random, string? userName = null)
    {
        int count = length ?? policy.DefaultGeneratedLength;
        if (count < policy.MinGeneratedLength || count > policy.MaxGeneratedLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(length),
                string.Format(
                    CultureInfo.InvariantCulture,
                    policy.MinGeneratedLength == policy.MaxGeneratedLength
                        ? "A generated password for {0} has {1} characters: no other length satisfies every published rule."
                        : "A generated password for {0} has {1} to {2} characters: only these lengths satisfy every published rule.",
                    policy.Name,
                    policy.MinGeneratedLength,
                    policy.MaxGeneratedLength));
        }

        string? avoided = string.IsNullOrEmpty(userName) ? policy.DefaultUserName : userName;
        string alphabet = LettersAndDigits + policy.Generation.Specials;
        char[] buffer = ArrayPool<char>.Shared.Rent(count);
        try
        {
            Span<char> candidate = buffer.AsSpan(0, count);
            using UniformIndexes indexes = new(random);
            for (int i = 0; i < MaxCandidates; i++)
            {
                candidate[0] = LettersAndDigits[indexes.Next(LettersAndDigits.Length)];
                for (int position = 1; position < count; position++)
                {
                    candidate[position] = alphabet[indexes.Next(alphabet.Length)];
                }

                if (IsValid(candidate, policy.Generation, avoided))
                {
                    return new SecretText(candidate);
                }
            }
        }
        finally
        {
            Array.Clear(buffer, 0, count);
            ArrayPool<char>.Shared.Return(buffer);
        }

        string attempts = MaxCandidates.ToString(CultureInfo.InvariantCulture);
        throw new InvalidOperationException($"No password meets the policy after {attempts} attempts.");
    }

    private static bool IsValid(ReadOnlySpan<char> candidate, GenerationProfile profile, string? userName)
    {
        CharacterClasses special = profile.Specials.Length > 0 ? CharacterClasses.Special : CharacterClasses.None;
        CharacterClasses required = CharacterClasses.Letter | CharacterClasses.Digit | special;
        PasswordTraits traits = new(candidate);
        return traits.Classes == required
            && traits.DistinctCharacters >= profile.MinDistinctCharacters
            && !UserNameMatch.ContainsAny(candidate, profile.Avoided, ignoreCase: true)
            && (string.IsNullOrEmpty(userName)
                || (!UserNameMatch.Contains(candidate, userName.AsSpan(), ignoreCase: true)
                    && !UserNameMatch.EqualsOrReverses(candidate, userName.AsSpan(), ignoreCase: true)));
    }
}
