using System;
using System.Buffers;
using System.Linq;

namespace PasswordCmdlets.Sandbox.Providers.Huawei;

/// <summary>The complexity rules of os-reset-password (support.huaweicloud.com/intl/en-us/api-ecs/ecs_02_1103.html).</summary>
internal static class EcsServerPasswordRules
{
    private const string Administrator = "Administrator";
    private static readonly SearchValues<char> Specials = SearchValues.Create("!@%-_=+[]:./?");
    private static readonly string[] UserNames = [Administrator, "root", "rotartsinimdA", "toor"];

    /// <summary>
    /// 8–26 characters of at least three of the four classes and no others, without the administrators' names, forwards or backwards, and
    /// without three characters of Administrator in a row.
    /// </summary>
    /// <param name="password">The password.</param>
    public static bool Accept(string password)
    {
        bool[] classes =
        [
            password.Any(char.IsAsciiLetterLower),
            password.Any(char.IsAsciiLetterUpper),
            password.Any(char.IsAsciiDigit),
            password.Any(static character => Specials.Contains(character)),
        ];
        return password.Length is >= 8 and <= 26
            && password.All(static character => char.IsAsciiLetterOrDigit(character) || Specials.Contains(character))
            && classes.Count(static has => has) >= 3
            && !UserNames.Any(name => password.Contains(name, StringComparison.Ordinal))
            && !Enumerable.Range(0, Administrator.Length - 2)
                .Any(start => password.Contains(Administrator.Substring(start, 3), StringComparison.Ordinal));
    }
}
