using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using PasswordCmdlets.Sandbox.Credentials;
using PasswordCmdlets.Sandbox.Http;

namespace PasswordCmdlets.Sandbox.Commands;

/// <summary>Prints the sandbox's keys: a table, and lines ready for PowerShell.</summary>
internal static class KeyTable
{
    /// <summary>Describes keys.</summary>
    /// <param name="keys">The keys.</param>
    public static string Describe(IReadOnlyList<AccessKey> keys)
    {
        List<AccessKey> ordered = [.. keys.OrderBy(key => key.Provider).ThenBy(key => key.Id, System.StringComparer.Ordinal)];
        StringBuilder text = new();
        int idWidth = ordered.Select(key => key.Id.Length).Append(2).Max();
        int secretWidth = ordered.Select(key => key.Secret.Length).Append(6).Max();
        text.AppendLine().AppendLine("These keys work here and nowhere else:").AppendLine();
        AppendRow("PROVIDER", "ID", "SECRET", "NOTE");
        foreach (AccessKey key in ordered)
        {
            AppendRow(key.Provider.ToString(), key.Id, key.Secret, Note(key));
        }

        text.AppendLine();
        foreach (string line in ordered.DistinctBy(key => key.Provider).SelectMany(EnvironmentOf))
        {
            text.AppendLine(line);
        }

        return text.AppendLine().AppendLine("Ctrl+C stops the sandbox.").ToString();

        void AppendRow(string provider, string id, string secret, string note) => text.AppendLine(
            string.Create(CultureInfo.InvariantCulture,
                $"  {provider,-9} {id.PadRight(idWidth)} {secret.PadRight(secretWidth)} {note}").TrimEnd());
    }

    private static string Note(AccessKey key)
    {
        List<string> notes = [];
        if (key.IsBearer)
        {
            notes.Add("bearer token");
        }

        if (key.SecurityToken is not null)
        {
            notes.Add("token " + key.SecurityToken);
        }

        if (key.UserName is not null)
        {
            notes.Add("user " + key.UserName);
        }

        if (key.IsDisabled)
        {
            notes.Add("disabled");
        }

        if (key.DeniedActions.Count > 0)
        {
            notes.Add("without " + string.Join(", ", key.DeniedActions));
        }

        return string.Join("; ", notes);
    }

    // The variables are those of the providers' own tools.
    private static string[] EnvironmentOf(AccessKey key) => key.Provider switch
    {
        Cloud.Alibaba => [Set("ALIBABA_CLOUD_ACCESS_KEY_ID", key.Id), Set("ALIBABA_CLOUD_ACCESS_KEY_SECRET", key.Secret)],
        Cloud.Tencent => [Set("TENCENTCLOUD_SECRET_ID", key.Id), Set("TENCENTCLOUD_SECRET_KEY", key.Secret)],
        Cloud.Huawei => [Set("HUAWEICLOUD_SDK_AK", key.Id), Set("HUAWEICLOUD_SDK_SK", key.Secret)],
        _ => [Set("ZENLAYERCLOUD_ACCESS_KEY_ID", key.Id), Set("ZENLAYERCLOUD_ACCESS_KEY_PASSWORD", key.Secret)],
    };

    private static string Set(string name, string value) => $"$env:{name} = '{value.Replace("'", "''", System.StringComparison.Ordinal)}'";
}
