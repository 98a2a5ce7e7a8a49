using System;
using System.Linq;

namespace PasswordCmdlets.Sandbox.Providers.Alibaba;

/// <summary>The operations of ECS.</summary>
internal sealed class EcsOperations
{
    /// <summary>The operation that lists instances.</summary>
    public const string Describe = "DescribeInstances";

    private const int VncPasswordLength = 6;

    // https://www.alibabacloud.com/help/en/ecs/api-modifyinstanceattribute (2026-01).
    private const string LoginPasswordSpecials = "()`~!@#$%^&*-_+=|{}[]:;'<>,.?/";

    private readonly AlibabaCloud _cloud;
    private readonly AlibabaParameters _parameters;
    private readonly string _requestId;

    /// <summary>Prepares one operation.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="requestId">The request.</param>
    public EcsOperations(AlibabaCloud cloud, AlibabaParameters parameters, string requestId)
    {
        _cloud = cloud;
        _parameters = parameters;
        _requestId = requestId;
    }

    /// <summary>Whether there is such an operation.</summary>
    /// <param name="action">Its name.</param>
    public static bool Knows(string action) => action
        is "ModifyInstanceVncPasswd" or "ModifyInstanceAttribute" or Describe or "RebootInstance" or "StartInstance";

    /// <summary>Runs an operation.</summary>
    /// <param name="action">Its name.</param>
    /// <param name="response">The response.</param>
    /// <param name="listsNothing">Whether the caller sees no instance.</param>
    /// <returns>The error; null when it was done.</returns>
    public AlibabaError? Run(string action, AlibabaDocument response, bool listsNothing) => action switch
    {
        "ModifyInstanceVncPasswd" => ModifyVncPassword(),
        "ModifyInstanceAttribute" => ModifyLoginPassword(),
        "RebootInstance" => Restart(),
        "StartInstance" => Start(),
        _ => CheckRegion() ?? new EcsDescribeOperation(_cloud, _parameters, listsNothing).Run(response),
    };

    private AlibabaError? ModifyVncPassword()
    {
        if (CheckRegion() is AlibabaError wrongRegion)
        {
            return wrongRegion;
        }

        if (_parameters["VncPassword"] is not string password)
        {
            return AlibabaError.MissingParameter("VncPassword");
        }

        if (!IsVncPassword(password))
        {
            return new AlibabaError("IncorrectVncPassword.Malformed");
        }

        if (Find(out EcsInstance? instance) is AlibabaError missing)
        {
            return missing;
        }

        lock (instance!.SyncRoot)
        {
            DateTimeOffset now = _cloud.Clock.Now;
            if (RefusalOf(instance, now, "Running") is AlibabaError error)
            {
                return error;
            }

            instance.ChangeVncPassword(password, _requestId, now);
            return null;
        }
    }

    // Of the attributes the sandbox has the password alone.
    private AlibabaError? ModifyLoginPassword()
    {
        if (Find(out EcsInstance? instance) is AlibabaError missing)
        {
            return missing;
        }

        if (_parameters["Password"] is not string password)
        {
            return AlibabaError.MissingParameter("Password");
        }

        if (!IsLoginPassword(password, instance!.Template))
        {
            return new AlibabaError("InvalidPassword.Malformed");
        }

        lock (instance.SyncRoot)
        {
            DateTimeOffset now = _cloud.Clock.Now;
            AlibabaError? error = instance.Template switch
            {
                { Refuses: string seeded } => new AlibabaError(seeded),
                { LockReason: "security" } => new AlibabaError("InstanceLockedForSecurity"),
                _ => instance.StatusAt(now) == "Starting" ? new AlibabaError("IncorrectInstanceStatus") : null,
            };
            if (error is null)
            {
                instance.ChangeLoginPassword(password, _requestId, now);
            }

            return error;
        }
    }

    private AlibabaError? Start()
    {
        if (Find(out EcsInstance? instance) is AlibabaError missing)
        {
            return missing;
        }

        lock (instance!.SyncRoot)
        {
            DateTimeOffset now = _cloud.Clock.Now;
            AlibabaError? error = RefusalOf(instance, now, "Stopped");
            if (error is null)
            {
                instance.Start(now, TimeSpan.FromMilliseconds(_cloud.Options.RestartMilliseconds));
            }

            return error;
        }
    }

    private AlibabaError? Restart()
    {
        if (!_parameters.TryFlag("ForceStop", out bool? forceStop) || !_parameters.TryFlag("DryRun", out bool? dryRun))
        {
            return AlibabaError.InvalidParameter(_parameters.TryFlag("ForceStop", out _) ? "DryRun" : "ForceStop");
        }

        if (Find(out EcsInstance? instance) is AlibabaError missing)
        {
            return missing;
        }

        lock (instance!.SyncRoot)
        {
            DateTimeOffset now = _cloud.Clock.Now;
            if (RefusalOf(instance, now, "Running") is AlibabaError error)
            {
                return error;
            }

            if (dryRun == true)
            {
                return new AlibabaError("DryRunOperation");
            }

            instance.Restart(now, TimeSpan.FromMilliseconds(_cloud.Options.RestartMilliseconds), forceStop == true);
            return null;
        }
    }

    private static AlibabaError? RefusalOf(EcsInstance instance, DateTimeOffset now, string needed) => instance.Template switch
    {
        { Refuses: string seeded } => new AlibabaError(seeded),
        { LockReason: "security" } => new AlibabaError("InstanceLockedForSecurity"),
        { LockReason: not null } => new AlibabaError("InstanceExpiredOrInArrears"),
        _ => instance.StatusAt(now) == needed ? null : new AlibabaError("IncorrectInstanceStatus"),
    };

    private bool IsVncPassword(string password) =>
        password.Length == VncPasswordLength
        && password.All(char.IsAsciiLetterOrDigit)
        && (!_cloud.Options.VncNeedsAllClasses
            || (password.Any(char.IsAsciiLetterUpper) && password.Any(char.IsAsciiLetterLower) && password.Any(char.IsAsciiDigit)));

    private static bool IsLoginPassword(string password, EcsTemplate template)
    {
        bool[] classes =
        [
            password.Any(char.IsAsciiLetterLower),
            password.Any(char.IsAsciiLetterUpper),
            password.Any(char.IsAsciiDigit),
            password.Any(LoginPasswordSpecials.Contains),
        ];
        return password.Length is >= 8 and <= 30
            && classes.Count(static occurs => occurs) >= 3
            && password.All(static character => char.IsAsciiLetterOrDigit(character) || LoginPasswordSpecials.Contains(character))
            && !(template.OsType == "windows" && password[0] == '/');
    }

    private AlibabaError? CheckRegion() => _parameters["RegionId"] switch
    {
        null => AlibabaError.MissingParameter("RegionId"),
        string region when EcsRegions.Contains(region) || _cloud.SeededRegions.ContainsKey(region) => null,
        _ => new AlibabaError("InvalidRegionId.NotFound"),
    };

    private AlibabaError? Find(out EcsInstance? instance)
    {
        instance = null;
        if (_parameters["InstanceId"] is not string id)
        {
            return AlibabaError.MissingParameter("InstanceId");
        }

        instance = _cloud.Instances.Find(id);

        // Where a region is optional and given, an instance of another region is unknown.
        return instance is null || (_parameters["RegionId"] is string region && instance.Template.Region != region)
            ? new AlibabaError("InvalidInstanceId.NotFound")
            : null;
    }
}
