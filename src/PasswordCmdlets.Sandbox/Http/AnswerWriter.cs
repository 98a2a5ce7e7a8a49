using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace PasswordCmdlets.Sandbox.Http;

/// <summary>Sends an answer.</summary>
internal static class AnswerWriter
{
    /// <summary>Sends status and headers.</summary>
    /// <param name="response">The response to write.</param>
    /// <param name="answer">The answer.</param>
    public static void WriteHead(HttpResponse response, ApiAnswer answer)
    {
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        foreach ((string name, string value) in answer.Headers)
        {
            response.Headers[name] = value;
        }
    }

    /// <summary>Sends the whole answer.</summary>
    /// <param name="response">The response to write.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="cancellationToken">Cancelled when the client leaves.</param>
    public static async ValueTask WriteAsync(HttpResponse response, ApiAnswer answer, CancellationToken cancellationToken)
    {
        WriteHead(response, answer);
        if (!answer.Body.IsEmpty)
        {
            await response.BodyWriter.WriteAsync(answer.Body, cancellationToken);
        }
    }
}
