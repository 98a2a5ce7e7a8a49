using System;
using System.Collections.Generic;
using System.Linq;

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
        ArgumentNullException.ThrowIfNull(template);

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
                throw new ArgumentException(Refusal("The secret name has a brace without its counterpart."), nameof(template));
            }

            string asked = template.Substring(brace + 1, close - brace - 1);
            string placeholder = Placeholders.FirstOrDefault(known => string.Equals(known, asked, StringComparison.OrdinalIgnoreCase))
                ?? throw new ArgumentException(
                    Refusal("The secret name has a placeholder {" + asked + "} that does not exist."),
                    nameof(template));
            parts.Add((placeholder, true));
            position = close + 1;
        }

        return parts.Count > 0 ? parts : throw new ArgumentException(Refusal("The secret name is empty."), nameof(template));
    }

    private static string Refusal(string problem) =>
        problem + " The placeholders are " + string.Join(" ", Placeholders.Select(static name => "{" + name + "}")) + ".";
}
