using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Credentials;

namespace PasswordCmdlets.Core.Passwords;

/// <summary>Reads the templates of <c>-SecretName</c>.</summary>
internal static class SecretNameTemplate
{
    public const string Provider = "Provider";
    public const string Resource = "Resource";
    public const string Region = "Region";
    public const string InstanceId = "InstanceId";
    public const string UserName = "UserName";
    public const string Account = "Account";
    public const string RunId = "RunId";

    private static readonly string[] Placeholders = [Provider, Resource, Region, InstanceId, UserName, Account, RunId];

    /// <summary>Literal texts and placeholders (without braces, in their own spelling), in order.</summary>
    public static IReadOnlyList<(string Text, bool IsPlaceholder)> Parse(string template)
    {
        List<(string Text, bool IsPlaceholder)> parts = [];
        int position = 0;
        while (position < template.Length)
        {
            int brace = template.IndexOfAny(['{', '}'], position);
            if (brace != position)
            {
                int end = brace < 0 ? template.Length : brace;
                parts.Add((template.Substring(position, end - position), false));
                position = end;
                continue;
            }

            int close = template.IndexOf('}', brace);
            if (template[brace] == '}' || close < 0)
            {
                throw Invalid("has a brace without its counterpart");
            }

            string asked = template.Substring(brace + 1, close - brace - 1);
            string placeholder = Placeholders.FirstOrDefault(known => string.Equals(known, asked, StringComparison.OrdinalIgnoreCase))
                ?? throw Invalid("has the placeholder {" + PrintableText.Line(asked) + "}, which does not exist");
            parts.Add((placeholder, true));
            position = close + 1;
        }

        return parts.Count > 0 ? parts : throw Invalid("is empty");
    }

    private static ArgumentException Invalid(string problem) =>
        new($"-SecretName {problem}. Use {string.Join(" ", Placeholders.Select(static name => "{" + name + "}"))}.");
}
