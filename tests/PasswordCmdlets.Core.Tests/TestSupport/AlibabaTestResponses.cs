using System.Collections.Generic;
using System.Linq;
using System.Net.Http;

namespace PasswordCmdlets.Core.Tests.TestSupport;

/// <summary>Responses as in Alibaba Cloud's documentation.</summary>
internal static class AlibabaTestResponses
{
    public const string RequestId = "04F0F334-1335-436C-A1D7-6C044FE73368";

    public static HttpResponseMessage Done(string requestId = RequestId) => ScriptedAlibaba.Json($$"""{"RequestId":"{{requestId}}"}""");

    public static HttpResponseMessage Error(int status, string code, string message = "as documented",
        params (string Name, string Value)[] headers) =>
            ScriptedAlibaba.Json(
                $$"""
                {"RequestId":"E77A5E7F-0000-0000-0000-000000000001","HostId":"ecs.aliyuncs.com","Code":"{{code}}",
                "Message":"{{message}}","Recommend":"https://next.api.aliyun.com/troubleshoot?q={{code}}"}
                """, status, headers);

    public static HttpResponseMessage Instances(params Instance[] instances) => Instances((IEnumerable<Instance>)instances);

    public static HttpResponseMessage Instances(IEnumerable<Instance> instances)
    {
        IEnumerable<string> items = instances.Select(instance =>
            $$"""
            {"InstanceId":"{{instance.Id}}","Status":"{{instance.Status}}",
            "IoOptimized":{{(instance.IoOptimized ? "true" : "false")}},"StartTime":"{{instance.StartTime}}","InstanceName":"web",
            "OSType":"{{instance.OsType}}","KeyPairName":"{{instance.KeyPair}}",
            "OperationLocks":{"LockReason":[{{Lock(instance)}}] } }
            """);
        return ScriptedAlibaba.Json(
            $$"""
            {"RequestId":"473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E","PageNumber":1,"PageSize":100,"TotalCount":1,
            "Instances":{"Instance":[{{string.Join(",", items)}}] } }
            """);
    }

    public static HttpResponseMessage LoginProfile(string userName, bool resetRequired, bool mfaRequired) => ScriptedAlibaba.Json(
        $$"""
        {"RequestId":"{{RequestId}}","LoginProfile":{"UserName":"{{userName}}",
        "PasswordResetRequired":{{(resetRequired ? "true" : "false")}},"MFABindRequired":{{(mfaRequired ? "true" : "false")}},
        "CreateDate":"2015-01-23T12:33:18Z" } }
        """);

    public static HttpResponseMessage PasswordPolicy(int minimumLength = 8, bool symbols = false, int maxLoginAttemps = 5) =>
        ScriptedAlibaba.Json(
            $$"""
            {"RequestId":"{{RequestId}}","PasswordPolicy":{"MinimumPasswordLength":{{minimumLength}},
            "RequireLowercaseCharacters":true,"RequireUppercaseCharacters":true,"RequireNumbers":true,
            "RequireSymbols":{{(symbols ? "true" : "false")}},"HardExpiry":false,"MaxPasswordAge":0,"PasswordReusePrevention":0,
            "MaxLoginAttemps":{{maxLoginAttemps}} } }
            """);

    private static string Lock(Instance instance) => instance.Lock is { } reason ? $$"""{"LockReason":"{{reason}}"}""" : string.Empty;

    internal sealed record Instance(
        string Id,
        string Status = "Running",
        bool IoOptimized = true,
        string StartTime = "2026-11-01T00:00Z",
        string OsType = "linux",
        string KeyPair = "",
        string? Lock = null);
}
