using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Credentials.Files;
using PasswordCmdlets.Core.Credentials.Roles;

namespace PasswordCmdlets.Core.Providers.Tencent.Credentials;

/// <summary>The settings of the tccli command: <c>~/.tccli/&lt;profile&gt;.credential</c>, and <c>.configure</c> beside it.</summary>
/// <remarks>
/// Names and kinds: tencentcloud-cli tccli/services/cvm/cvm_client.py (parse_global_arg), tccli/configure.py, oauth.py and sso.py.
/// </remarks>
internal sealed class TccliStore : ProfileStore
{
    // What 'tccli configure' always writes. It is no choice of the user, and would exclude the endpoints of the financial zones.
    private const string UsualEndpoint = "cvm.tencentcloudapi.com";
    private const string Extension = ".credential";

    public override IReadOnlyList<string> ProfileVariables { get; } = ["TCCLI_PROFILE"];

    public override ProfileLookup Find(CredentialSearch search, string? profile)
    {
        if (BelowHome(search, ".tccli") is not { } directory)
        {
            return ProfileLookup.NoFile("~/.tccli", "there is no home directory");
        }

        string name = profile ?? "default";
        if (name.IndexOfAny(['/', '\\', ':', '\0']) >= 0)
        {
            return ProfileLookup.NoProfile(directory, name, ProfilesIn(directory));
        }

        string path = Path.Combine(directory, name + Extension);
        using CredentialFile file = Load(search, path, JsonSettings.Parse);
        if (file.Document is not null)
        {
            return Read(search, path, file.Document.Root, directory, name, isPicked: search.Query.ProfileName is not null);
        }

        if (file.Exists)
        {
            return ProfileLookup.Unreadable(path, file.Problem!);
        }

        string[] others = profile is null ? [] : ProfilesIn(directory);
        return others.Length == 0 ? ProfileLookup.NoFile(path, file.Problem!) : ProfileLookup.NoProfile(directory, name, others);
    }

    private static ProfileLookup Read(CredentialSearch search, string path, Settings credential, string directory,
        string name, bool isPicked)
    {
        string type = credential.Text("type") ?? "default";
        if (type == "cvm-role" || credential.IsTrue("use-cvm-role"))
        {
            return ProfileLookup.InstanceRole(path, roleName: null);
        }

        if (type is "oauth" or "sso")
        {
            return ProfileLookup.Unusable(path,
                $"is of type {type} (a logon in the browser), which only tccli can use; set TENCENTCLOUD_SECRET_ID and "
                    + "TENCENTCLOUD_SECRET_KEY, or run 'tccli configure' for a profile with keys or a role");
        }

        if (type != "default")
        {
            return ProfileLookup.Unusable(path, $"is of the unknown type '{PrintableText.Of(type)}'");
        }

        Places places = Configuration(search, Path.Combine(directory, name + ".configure"));
        string? fromEnvironment = EnvironmentSettings.Region(search);
        CredentialDraft draft = new()
        {
            Source = path,
            AccessKeyId = credential.Text("secretId"),
            Secret = credential.Secret("secretKey"),
            SecurityToken = credential.Secret("token"),

            // As in tccli: the variable wins over the default profile, and a profile that was picked over the variable.
            Region = isPicked ? places.Region ?? fromEnvironment : fromEnvironment ?? places.Region,
            Endpoint = places.Endpoint,
            Names = ("secretId", "secretKey"),
        };
        RoleRequest? role = credential.Has("role-arn") && credential.Has("role-session-name")
            ? new RoleRequest
            {
                Source = path,
                Role = credential.Text("role-arn"),
                Origin = new KeyOrigin(draft),
                SessionName = credential.Text("role-session-name"),
                Settings = new() { Region = draft.Region, Endpoint = draft.Endpoint },
                Names = new() { Role = "role-arn", SessionName = "role-session-name" },
            }
            : null;

        // As in tccli: the variables replace the role of the default profile.
        role = (isPicked ? null : TencentRoleSettings.OfKeys(search, path, draft)) ?? role;
        if (role is null && credential.Has("role-arn"))
        {
            search.Warn($"role-arn of {path} is not used: no role is assumed, because role-session-name is missing. Add it to the file.");
        }

        return role is null ? ProfileLookup.Found(draft) : ProfileLookup.Assume(role with { ServiceEndpoint = places.StsEndpoint });
    }

    private static Places Configuration(CredentialSearch search, string path)
    {
        // No secret is in it, so who may read it does not matter.
        using CredentialFile file = CredentialFile.Load(path, JsonSettings.Parse);
        if (file.Document is null)
        {
            if (file.Exists)
            {
                search.Warn($"Region and endpoint of {path} are not used: it {file.Problem}.");
            }

            return new Places(null, null, null);
        }

        string? endpoint = file.Document.Root.Group("cvm")?.Text("endpoint");
        return new Places(file.Document.Root.Group("_sys_param")?.Text("region"), endpoint == UsualEndpoint ? null : endpoint,
            file.Document.Root.Group("sts")?.Text("endpoint"));
    }

    private static string[] ProfilesIn(string directory)
    {
        try
        {
            return
            [
                .. Directory.EnumerateFiles(directory, "*" + Extension).Select(file => Path.GetFileNameWithoutExtension(file))
                    .OrderBy(name => name, StringComparer.Ordinal),
            ];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private sealed record Places(string? Region, string? Endpoint, string? StsEndpoint);
}
