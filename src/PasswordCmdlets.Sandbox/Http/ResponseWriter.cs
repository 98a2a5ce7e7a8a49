using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace PasswordCmdlets.Sandbox.Http;

/// <summary>Sends a response.</summary>
internal static class ResponseWriter
{
    /// <summary>Sends status and headers.</summary>
    /// <param name="response">The response to write.</param>
    /// <param name="apiResponse">The response.</param>
    public static void WriteHead(HttpResponse response, ApiResponse apiResponse)
    {
        response.StatusCode = apiResponse.Status;
        response.ContentType = apiResponse.ContentType;
        response.ContentLength = apiResponse.Body.Length;
        foreach ((string name, string value) in apiResponse.Headers)
        {
            response.Headers[name] = value;
        }
    }

    /// <summary>Sends the whole response.</summary>
    /// <param name="response">The response to write.</param>
    /// <param name="apiResponse">The response.</param>
    /// <param name="cancellationToken">Cancelled when the client disconnects.</param>
    public static async ValueTask WriteAsync(HttpResponse response, ApiResponse apiResponse, CancellationToken cancellationToken)
    {
        WriteHead(response, apiResponse);
        if (!apiResponse.Body.IsEmpty)
        {
            await response.BodyWriter.WriteAsync(apiResponse.Body, cancellationToken);
        }
    }
}
