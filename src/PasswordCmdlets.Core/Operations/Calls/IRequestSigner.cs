using System;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>Signs one attempt. What it signs is what is sent, byte for byte.</summary>
internal interface IRequestSigner
{
    /// <summary>Adds the authorization to a request that is otherwise complete.</summary>
    /// <param name="request">
    /// The request; its headers are added to and, where the signature is a form parameter, its body is written.
    /// </param>
    /// <param name="credential">Whose signature.</param>
    /// <param name="now">The time to sign with (UTC).</param>
    /// <param name="cancellationToken">Ends the wait, where signing takes a token from elsewhere first.</param>
    ValueTask SignAsync(WireRequest request, CloudCredential credential, DateTimeOffset now, CancellationToken cancellationToken);
}
