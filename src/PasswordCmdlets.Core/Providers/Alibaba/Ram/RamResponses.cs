using System.Globalization;
using System.Linq;
using System.Text.Json;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Discovery;

namespace PasswordCmdlets.Core.Providers.Alibaba.Ram;

/// <summary>Reads RAM responses.</summary>
internal static class RamResponses
{
    /// <summary>Reads <see cref="RamLoginFlags"/>.</summary>
    public static ProviderReply ReadLoginProfile(WireResponse response) => AlibabaResponses.Read(response, static json => Flags(json));

    /// <summary>Reads <see cref="RamAccountPolicy"/>.</summary>
    public static ProviderReply ReadPasswordPolicy(WireResponse response) =>
        AlibabaResponses.Read(response, static json => Policy(json));

    /// <summary>Reads a <see cref="TargetPage"/> of users.</summary>
    public static ProviderReply ReadUsers(WireResponse response) => AlibabaResponses.Read(response, static json => Users(json));

    private static TargetPage? Users(JsonElement json)
    {
        if (json.Member("Users") is not { } set || !set.HasItems("User"))
        {
            return null;
        }

        JsonElement[] entries = [.. set.Items("User")];
        return new TargetPage(
            [
                .. entries.Where(static entry => entry.Text("UserName") is not null).Select(static entry => new ListedTarget
                {
                    Id = entry.Text("UserName")!,
                    Name = entry.Text("UserName"),
                    CreatedAt = entry.Time("CreateDate"),
                }),
            ],
            json.Flag("IsTruncated") == true ? json.Text("Marker") : null)
        {
            EntryCount = entries.Length,
        };
    }

    private static RamLoginFlags? Flags(JsonElement json) => json.Member("LoginProfile") is { } profile
        ? new RamLoginFlags(profile.Flag("PasswordResetRequired"), profile.Flag("MFABindRequired"))
        : null;

    private static RamAccountPolicy? Policy(JsonElement json)
    {
        if (json.Member("PasswordPolicy") is not { } policy || Number(policy, "MinimumPasswordLength") is not { } minimumLength)
        {
            return null;
        }

        return new RamAccountPolicy
        {
            MinimumPasswordLength = minimumLength,
            RequireLowercaseCharacters = policy.Flag("RequireLowercaseCharacters") ?? false,
            RequireUppercaseCharacters = policy.Flag("RequireUppercaseCharacters") ?? false,
            RequireNumbers = policy.Flag("RequireNumbers") ?? false,
            RequireSymbols = policy.Flag("RequireSymbols") ?? false,
            MinimumPasswordDifferentCharacter = Number(policy, "MinimumPasswordDifferentCharacter") ?? 0,
            PasswordNotContainUserName = policy.Flag("PasswordNotContainUserName") ?? false,

            // The API's own spelling.
            MaximumLoginAttempts = Number(policy, "MaxLoginAttemps"),
        };
    }

    private static int? Number(JsonElement element, string name) =>
        int.TryParse(element.Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
