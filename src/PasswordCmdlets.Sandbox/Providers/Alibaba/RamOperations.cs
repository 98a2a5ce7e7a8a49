using System;
using System.Globalization;
using System.Linq;
using PasswordCmdlets.Sandbox.Credentials;

namespace PasswordCmdlets.Sandbox.Providers.Alibaba;

/// <summary>The operations of RAM.</summary>
internal sealed class RamOperations
{
    private const int MaximumNameLength = 64;
    private const int MaximumItems = 1000;

    private readonly AlibabaCloud _cloud;
    private readonly AlibabaParameters _parameters;
    private readonly AccessKey _key;
    private readonly string _requestId;

    /// <summary>Prepares one operation.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="key">The caller's key.</param>
    /// <param name="requestId">The request.</param>
    public RamOperations(AlibabaCloud cloud, AlibabaParameters parameters, AccessKey key, string requestId)
    {
        _cloud = cloud;
        _parameters = parameters;
        _key = key;
        _requestId = requestId;
    }

    /// <summary>Whether there is such an operation.</summary>
    /// <param name="action">Its name.</param>
    public static bool Knows(string action) =>
        action is "ChangePassword" or "UpdateLoginProfile" or "CreateLoginProfile" or "GetLoginProfile" or "GetPasswordPolicy"
            or "ListUsers";

    /// <summary>Runs an operation.</summary>
    /// <param name="action">Its name.</param>
    /// <param name="response">The response.</param>
    /// <returns>The error; null when it was done.</returns>
    public AlibabaError? Run(string action, AlibabaDocument response)
    {
        switch (action)
        {
            case "ChangePassword":
                return ChangePassword();
            case "GetPasswordPolicy":
                Write(response, _cloud.PasswordPolicy);
                return null;
            case "ListUsers":
                return List(response);
            default:
                if (FindUser(out RamUser? user) is AlibabaError unknown)
                {
                    return unknown;
                }

                lock (user!.SyncRoot)
                {
                    return action switch
                    {
                        "UpdateLoginProfile" => Update(user),
                        "CreateLoginProfile" => Create(user, response),
                        _ => Get(user, response),
                    };
                }
        }
    }

    // A marker is the name of the last user of the page before.
    private AlibabaError? List(AlibabaDocument response)
    {
        string? text = _parameters["MaxItems"];
        int size = 100;
        if (text is not null
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size is < 1 or > MaximumItems))
        {
            return AlibabaError.InvalidParameter("MaxItems");
        }

        RamUser[] users =
        [
            .. _cloud.Users.Values.OrderBy(static user => user.Name, StringComparer.Ordinal)
                .Where(user => string.CompareOrdinal(user.Name, _parameters["Marker"]) > 0),
        ];
        response.Write("IsTruncated", users.Length > size);
        if (users.Length > size)
        {
            response.Write("Marker", users[size - 1].Name);
        }

        response.WriteList("Users", "User", users.Take(size), static (item, user) =>
        {
            item.Write("UserName", user.Name);
            item.Write("UserId", "id-of-" + user.Name);
            item.Write("DisplayName", user.Name);
            item.Write("Comments", string.Empty);
            item.Write("CreateDate", "2026-01-05T08:00:00Z");
            item.Write("UpdateDate", "2026-01-05T08:00:00Z");
        });
        return null;
    }

    private AlibabaError? ChangePassword()
    {
        // The account itself has no RAM password; that a role has none either is inference.
        if (_key.UserName is null || _key.SecurityToken is not null || !_cloud.Users.TryGetValue(_key.UserName, out RamUser? user))
        {
            return new AlibabaError("NotSupport.Account");
        }

        if (!_cloud.Options.AllowUserToChangePassword)
        {
            return new AlibabaError("NoPermission");
        }

        string? oldPassword = _parameters["OldPassword"];
        string? newPassword = _parameters["NewPassword"];
        if (oldPassword is null || newPassword is null)
        {
            return AlibabaError.Missing(oldPassword is null ? "OldPassword" : "NewPassword");
        }

        lock (user.SyncRoot)
        {
            DateTimeOffset now = _cloud.Clock.Now;
            if (user.AttemptsLeft(_cloud.PasswordPolicy, now) == 0)
            {
                return new AlibabaError(_cloud.Options.LockedUserCode);
            }

            if (user.Passwords?.Password != oldPassword)
            {
                user.CountWrongAttempt(now);
                return new AlibabaError("InvalidParameter.OldPassword.Incorrect");
            }

            return SetPassword(user, newPassword, "NewPassword", now);
        }
    }

    private AlibabaError? Update(RamUser user)
    {
        if (user.LoginProfile is not RamLoginProfile profile)
        {
            return new AlibabaError("EntityNotExist.User.LoginProfile");
        }

        if (ReadFlags(out bool? resetRequired, out bool? mfaRequired) is AlibabaError wrong)
        {
            return wrong;
        }

        if (_parameters["Password"] is string password && SetPassword(user, password, "Password", _cloud.Clock.Now) is AlibabaError error)
        {
            return error;
        }

        bool cleared = _cloud.Options.OmittedFlagsAreCleared;
        user.LoginProfile = profile with
        {
            PasswordResetRequired = resetRequired ?? (!cleared && profile.PasswordResetRequired),
            MfaBindRequired = mfaRequired ?? (!cleared && profile.MfaBindRequired),
        };
        return null;
    }

    private AlibabaError? Create(RamUser user, AlibabaDocument response)
    {
        if (user.LoginProfile is not null)
        {
            return new AlibabaError("EntityAlreadyExists.User.LoginProfile");
        }

        if (_parameters["Password"] is not string password)
        {
            return AlibabaError.Missing("Password");
        }

        AlibabaError? error = ReadFlags(
            out bool? resetRequired, out bool? mfaRequired) ?? SetPassword(user, password, "Password", _cloud.Clock.Now);
        if (error is null)
        {
            user.LoginProfile = new RamLoginProfile(resetRequired ?? false, mfaRequired ?? false, _cloud.Clock.Now);
            Write(response, user);
        }

        return error;
    }

    private static AlibabaError? Get(RamUser user, AlibabaDocument response)
    {
        if (user.LoginProfile is null)
        {
            return new AlibabaError("EntityNotExist.User.LoginProfile");
        }

        Write(response, user);
        return null;
    }

    private AlibabaError? SetPassword(RamUser user, string password, string parameter, DateTimeOffset now)
    {
        if (!_cloud.PasswordPolicy.Accepts(password))
        {
            return new AlibabaError($"InvalidParameter.{parameter}.TooWeak");
        }

        if (user.HasUsed(password, _cloud.PasswordPolicy))
        {
            return new AlibabaError($"InvalidParameter.{parameter}.ReusePrevention");
        }

        user.SetPassword(password, _requestId, now);
        return null;
    }

    private AlibabaError? ReadFlags(out bool? resetRequired, out bool? mfaRequired)
    {
        mfaRequired = null;
        return !_parameters.TryFlag("PasswordResetRequired", out resetRequired)
            ? AlibabaError.InvalidParameter("PasswordResetRequired")
            : !_parameters.TryFlag("MFABindRequired", out mfaRequired) ? AlibabaError.InvalidParameter("MFABindRequired") : null;
    }

    private AlibabaError? FindUser(out RamUser? user)
    {
        user = null;
        return _parameters["UserName"] switch
        {
            null => AlibabaError.Missing("UserName"),
            { Length: > MaximumNameLength } => new AlibabaError("InvalidParameter.UserName.Length"),
            string name when !name.All(IsNameCharacter) => new AlibabaError("InvalidParameter.UserName.InvalidChars"),
            string name => _cloud.Users.TryGetValue(name, out user) ? null : new AlibabaError("EntityNotExist.User"),
        };
    }

    private static bool IsNameCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-';

    private static void Write(AlibabaDocument response, RamUser user) => response.WriteObject("LoginProfile", profile =>
    {
        profile.Write("UserName", user.Name);
        profile.Write("PasswordResetRequired", user.LoginProfile!.PasswordResetRequired);
        profile.Write("MFABindRequired", user.LoginProfile.MfaBindRequired);
        profile.Write(
            "CreateDate", user.LoginProfile.CreateDate.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    });

    private static void Write(AlibabaDocument response, RamPasswordPolicy policy) => response.WriteObject("PasswordPolicy", document =>
    {
        document.Write("MinimumPasswordLength", policy.MinimumPasswordLength);
        document.Write("RequireLowercaseCharacters", policy.RequireLowercaseCharacters);
        document.Write("RequireUppercaseCharacters", policy.RequireUppercaseCharacters);
        document.Write("RequireNumbers", policy.RequireNumbers);
        document.Write("RequireSymbols", policy.RequireSymbols);
        document.Write("HardExpiry", policy.HardExpiry);
        document.Write("MaxPasswordAge", policy.MaxPasswordAge);
        document.Write("PasswordReusePrevention", policy.PasswordReusePrevention);
        document.Write("MaxLoginAttemps", policy.MaxLoginAttemps);
    });
}
