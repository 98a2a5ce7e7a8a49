using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Tests.TestSupport;

/// <summary>CVM as a test wants it: every instance exists and is stopped, every reset is taken, unless the test says otherwise.</summary>
internal static class ScriptedTencent
{
    public const string Reset = "ResetInstancesPassword";

    public static ProviderSession Session()
    {
        CloudCredential credential = TestCredential.Of(TencentProvider.Descriptor, "secret");
        return ProviderSessions.Open(new FixedCredentialProvider(credential), credential, endpoint: null);
    }

    public static string Action(ServerCall call) => call.Headers["X-TC-Action"];

    public static string Region(ServerCall call) => call.Headers["X-TC-Region"];

    public static IReadOnlyList<string> Ids(ServerCall call)
    {
        using JsonDocument body = JsonDocument.Parse(call.Body);
        return [.. body.RootElement.GetProperty("InstanceIds").EnumerateArray().Select(static id => id.GetString()!)];
    }

    public static HttpResponseMessage Response(ServerCall call)
    {
        if (Action(call) == Reset)
        {
            return ScriptedServer.Json(200, """{"Response":{"RequestId":"ours"}}""");
        }

        string instances = string.Join(",",
            Ids(call).Select(static id => $$"""{"InstanceId":"{{id}}","InstanceState":"STOPPED","OsName":"Ubuntu"}"""));
        return ScriptedServer.Json(200, "{\"Response\":{\"RequestId\":\"look\",\"InstanceSet\":[" + instances + "]}}");
    }

    public static HttpResponseMessage Error(string code, string message = "No.") => ScriptedServer.Json(200,
        "{\"Response\":{\"RequestId\":\"refused\",\"Error\":{\"Code\":\"" + code + "\",\"Message\":\"" + message + "\"}}}");

    public static async Task<HttpResponseMessage> HangAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        throw new InvalidOperationException("An endless wait has ended.");
    }
}
