using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Discovery;

namespace PasswordCmdlets.Core.Providers.Tencent.Lighthouse;

/// <summary>Reads Lighthouse responses.</summary>
internal static class LighthouseResponses
{
    public static ProviderReply ReadReset(WireResponse response) => TencentResponses.Read(response);

    public static ProviderReply ReadInstances(WireResponse response) => TencentResponses.Read(
        response,
        static content => TencentResponses.ReadInstances(content, static (instance, shared) => shared with
        {
            IsWindows = instance.Text("PlatformType") switch
            {
                "WINDOWS" => true,
                "LINUX_UNIX" => false,
                _ => null,
            },
        }));

    /// <summary>
    /// Reads which instances deny a reset, and why; the others are not among the result. Without its list the response has no content.
    /// </summary>
    public static ProviderReply ReadDeniedActions(WireResponse response) =>
        TencentResponses.Read(response, static content => Denials(content));

    private static DescribedInstances? Denials(JsonElement content)
    {
        if (!content.HasItems("InstanceDeniedActionSet"))
        {
            return null;
        }

        Dictionary<string, DescribedInstance> denials = new(StringComparer.Ordinal);
        foreach (JsonElement instance in content.Items("InstanceDeniedActionSet"))
        {
            JsonElement denied = instance.Items("DeniedActions")
                .FirstOrDefault(static action => action.Text("Action") == LighthouseContracts.ResetInstancesPassword.Action);
            if (instance.Text("InstanceId") is { } id && denied.ValueKind == JsonValueKind.Object)
            {
                denials[id] = new DescribedInstance
                {
                    Id = id,
                    DenialCode = denied.Text("Code") ?? string.Empty,
                    DenialMessage = denied.Text("Message"),
                };
            }
        }

        return new DescribedInstances(denials);
    }
}
