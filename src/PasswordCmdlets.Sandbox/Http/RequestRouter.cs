using PasswordCmdlets.Sandbox.Metadata;
using PasswordCmdlets.Sandbox.Providers.Alibaba;
using PasswordCmdlets.Sandbox.Providers.Huawei;
using PasswordCmdlets.Sandbox.Providers.Tencent;
using PasswordCmdlets.Sandbox.Providers.Zenlayer;
using PasswordCmdlets.Sandbox.State;

namespace PasswordCmdlets.Sandbox.Http;

/// <summary>Recognises whose API a request is for: all of them share one port.</summary>
internal sealed class RequestRouter
{
    private readonly SandboxState _state;

    /// <summary>Creates a router.</summary>
    /// <param name="state">The clouds.</param>
    public RequestRouter(SandboxState state) => _state = state;

    /// <summary>Opens the call a request is; null when it is none of any provider's.</summary>
    /// <param name="request">The request.</param>
    public ApiCall? Open(ApiRequest request) => request switch
    {
        { Path: ZenlayerCall.Path, Method: "POST" } => new ZenlayerCall(_state.Zenlayer, request),
        { Path: "/", Method: "POST" } when request.Headers.ContainsKey("X-TC-Action") => new TencentCall(_state.Tencent, request),
        { Path: "/" } => AlibabaCall.TryOpen(_state.Alibaba, request),
        _ => HuaweiCall.TryOpen(_state.Huawei, request) as ApiCall ?? MetadataCall.TryOpen(_state.Metadata, request),
    };
}
