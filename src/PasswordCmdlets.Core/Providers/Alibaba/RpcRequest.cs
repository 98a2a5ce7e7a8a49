using System;
using System.Net.Http;
using PasswordCmdlets.Core.Http;

namespace PasswordCmdlets.Core.Providers.Alibaba;

/// <summary>
/// One attempt of an RPC call: POST / with every parameter in the form body, because the official SDKs' query would put the password in
/// URLs and access logs. The request writer leaves the API's own parameters; the signer adds what its scheme needs and writes the body.
/// </summary>
internal sealed class RpcRequest(AlibabaCallContract contract, Uri endpoint) : WireRequest(HttpMethod.Post, endpoint, "/")
{
    public const string FormContentType = "application/x-www-form-urlencoded";

    public AlibabaCallContract Contract { get; } = contract;

    /// <summary>The API's own parameters.</summary>
    public FormParameters Parameters { get; } = new();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Parameters.Dispose();
        }

        base.Dispose(disposing);
    }
}
