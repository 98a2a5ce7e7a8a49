using System;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Tencent.Cvm;

/// <summary>Reads CVM responses.</summary>
internal static class CvmResponses
{
    public static ProviderReply ReadReset(WireResponse response) => TencentResponses.Read(response);

    public static ProviderReply ReadInstances(WireResponse response) => TencentResponses.Read(
        response,
        static content => TencentResponses.ReadInstances(content, static (instance, shared) => shared with
        {
            IsWindows = instance.Text("OsName") is { } os ? os.Contains("windows", StringComparison.OrdinalIgnoreCase) : null,
            OperationError = instance.Text("LatestOperationErrorMsg"),
        }));
}
