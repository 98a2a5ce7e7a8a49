using System;
using System.Management.Automation;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Alibaba;
using PasswordCmdlets.Core.Providers.Alibaba.Ecs;
using PasswordCmdlets.Core.Providers.Tencent;
using PasswordCmdlets.Core.Providers.Tencent.Cvm;

namespace PasswordCmdlets.Pipeline;

/// <summary>A result of an earlier command, as it comes down the pipeline, out of a job or out of a report.</summary>
internal static class EarlierResult
{
    /// <summary>The result; null when the object is none.</summary>
    public static PasswordChangeResult? Read(PSObject input)
    {
        if (input.BaseObject is PasswordChangeResult live)
        {
            return live;
        }

        if (Text(input, "Provider") is not { } provider || Text(input, "Status") is not { } status || Text(input, "InstanceId") is not { } id)
        {
            return null;
        }

        return new PasswordChangeResult
        {
            Provider = provider,
            Status = status,
            InstanceId = id,
            Resource = Text(input, "Resource"),
            UserName = Text(input, "UserName"),
            Region = Text(input, "Region"),
            Account = Text(input, "Account"),
            RequestId = Text(input, "RequestId"),
            ErrorId = Text(input, "ErrorId"),
            ErrorCode = Text(input, "ErrorCode"),
            Message = Text(input, "Message"),
            Attempts = Value<int>(input, "Attempts"),
            StartedAt = Value<DateTime>(input, "StartedAt"),
            Duration = Value<TimeSpan>(input, "Duration"),
            RunId = Text(input, "RunId"),
            VaultName = Text(input, "VaultName"),
            SecretName = Text(input, "SecretName"),
            Credential = input.Properties["Credential"]?.Value as PSCredential,
        };
    }

    /// <summary>The operation whose completion can be followed; null when there is none.</summary>
    public static ProviderOperation? OperationOf(PasswordChangeResult result) => result.Resource switch
    {
        "CvmInstance" => new TencentResetOperation(),

        // A restart under way; one that failed has no end to wait for.
        "EcsVnc" when result.ErrorId is null or "" or ErrorIds.WaitTimeout => new EcsVncOperation(),
        _ => null,
    };

    private static string? Text(PSObject input, string name) => input.Properties[name]?.Value?.ToString() is { Length: > 0 } text ? text : null;

    private static T Value<T>(PSObject input, string name)
        where T : struct =>
        LanguagePrimitives.TryConvertTo(input.Properties[name]?.Value, out T value) ? value : default;
}
