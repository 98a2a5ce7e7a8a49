using System;

namespace PasswordCmdlets.Sandbox.Providers.Huawei;

/// <summary>What a path asks for. The actions have the names that the official SDKs give them.</summary>
/// <param name="Action">The operation; empty when there is none of that path and method.</param>
/// <param name="IsVersion1">Whether it is one of v1.0.</param>
/// <param name="ProjectId">The project in the path.</param>
/// <param name="InstanceId">The instance in the path.</param>
internal sealed record HuaweiRoute(string Action, bool IsVersion1 = false, string? ProjectId = null, string? InstanceId = null)
{
    /// <summary>Changes a password with the old one.</summary>
    public const string UpdatePassword = "UpdatePassword";

    /// <summary>Sets a password without the old one.</summary>
    public const string ResetPassword = "ResetPassword";

    /// <summary>Shows an instance.</summary>
    public const string ShowInstance = "ShowInstance";

    /// <summary>Lists instances.</summary>
    public const string ListInstances = "ListInstances";

    /// <summary>Resets the password of one ECS server.</summary>
    public const string ResetServer = "ResetServerPassword";

    /// <summary>Resets the password of several ECS servers.</summary>
    public const string ResetServers = "BatchResetServersPassword";

    /// <summary>Shows whether an ECS server has the plug-in for resets.</summary>
    public const string ShowFlag = "ShowResetPasswordFlag";

    /// <summary>Lists ECS servers by one id.</summary>
    public const string ListServer = "ListCloudServers";

    /// <summary>Lists ECS servers by several ids.</summary>
    public const string ListServers = "ListServersDetails";

    /// <summary>Restarts ECS servers, or starts them.</summary>
    public const string RebootServers = "BatchRebootServers";

    /// <summary>Shows a job.</summary>
    public const string ShowJob = "ShowJob";

    /// <summary>Issues a token.</summary>
    public const string CreateToken = "KeystoneCreateUserTokenByPassword";

    /// <summary>Lists projects.</summary>
    public const string ListProjects = "KeystoneListProjects";

    /// <summary>Issues a token for a token of an identity provider.</summary>
    public const string CreateTokenByIdToken = "KeystoneCreateUserTokenByIdToken";

    /// <summary>Issues a temporary key, by an agency or by a token.</summary>
    public const string CreateTemporaryKey = "CreateTemporaryAccessKey";

    /// <summary>Whether the operation is one of IAM.</summary>
    public bool IsIam => Action is CreateToken or ListProjects or CreateTokenByIdToken or CreateTemporaryKey;

    /// <summary>The identity provider in the path.</summary>
    public string? IdentityProvider { get; init; }

    /// <summary>Whether the operation is one of ECS.</summary>
    public bool IsEcs { get; init; }

    /// <summary>Reads a path; null when it is none of DCS, ECS or IAM.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path.</param>
    public static HuaweiRoute? Parse(string method, string path)
    {
        string[] segments = path.TrimEnd('/').Split('/')[1..];
        switch (segments)
        {
            case ["v3", "auth", "tokens"]:
                return new HuaweiRoute(method == "POST" ? CreateToken : string.Empty);
            case ["v3.0", "OS-AUTH", "id-token", "tokens"]:
                return new HuaweiRoute(method == "POST" ? CreateTokenByIdToken : string.Empty);

            // The older form, which huaweicloud-sdk-nodejs-v3 calls.
            case ["v3", "OS-FEDERATION", "identity_providers", string identityProvider, "protocols", _, "auth"]:
                return new HuaweiRoute(method == "POST" ? CreateTokenByIdToken : string.Empty)
                {
                    IdentityProvider = Uri.UnescapeDataString(identityProvider),
                };
            case ["v3.0", "OS-CREDENTIAL", "securitytokens"]:
                return new HuaweiRoute(method == "POST" ? CreateTemporaryKey : string.Empty);
            case ["v3", "projects"]:
                return new HuaweiRoute(method == "GET" ? ListProjects : string.Empty);
            case [("v1" or "v1.1") and string ecsVersion, string owner, "cloudservers" or "jobs", .. string[] tail]:
                bool isEcsVersion1 = ecsVersion == "v1";
                string asked = (method, isEcsVersion1, segments[2], tail) switch
                {
                    ("GET", true, "jobs", [_]) => ShowJob,
                    ("GET", true, "cloudservers", ["detail"]) => ListServers,
                    ("GET", false, "cloudservers", ["detail"]) => ListServer,
                    ("GET", true, "cloudservers", [_, "os-resetpwd-flag"]) => ShowFlag,
                    ("PUT", true, "cloudservers", [_, "os-reset-password"]) => ResetServer,
                    ("PUT", true, "cloudservers", ["os-reset-passwords"]) => ResetServers,
                    ("POST", true, "cloudservers", ["action"]) => RebootServers,
                    _ => string.Empty,
                };
                string? subject = asked is ShowJob or ShowFlag or ResetServer ? Uri.UnescapeDataString(tail[0]) : null;
                return new HuaweiRoute(asked, isEcsVersion1, Uri.UnescapeDataString(owner), subject) { IsEcs = true };
            case [("v2" or "v1.0") and string version, string project, "instances", .. string[] rest]:
                bool isVersion1 = version == "v1.0";
                string action = (method, rest) switch
                {
                    ("PUT", [_, "password"]) => UpdatePassword,
                    ("POST", [_, "password", "reset"]) when !isVersion1 => ResetPassword,
                    ("GET", [_]) => ShowInstance,
                    ("GET", []) => ListInstances,
                    _ => string.Empty,
                };
                return new HuaweiRoute(
                    action, isVersion1, Uri.UnescapeDataString(project), rest.Length > 0 ? Uri.UnescapeDataString(rest[0]) : null);
            default:
                return null;
        }
    }
}
