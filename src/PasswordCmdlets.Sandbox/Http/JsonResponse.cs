using System;
using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PasswordCmdlets.Sandbox.Http;

/// <summary>Writes JSON responses by hand: no reflection, no intermediate objects.</summary>
internal static class JsonResponse
{
    // The providers do not escape quotes, angle brackets or non-ASCII text the way System.Text.Json does for HTML.
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Writes a JSON response.</summary>
    /// <typeparam name="TState">What the callback needs.</typeparam>
    /// <param name="status">The HTTP status.</param>
    /// <param name="state">Passed to the callback, so that it can be static.</param>
    /// <param name="write">Writes one JSON value.</param>
    public static ApiResponse Write<TState>(int status, TState state, Action<Utf8JsonWriter, TState> write)
    {
        ArrayBufferWriter<byte> buffer = new(256);
        using (Utf8JsonWriter writer = new(buffer, Options))
        {
            write(writer, state);
        }

        return new ApiResponse(status, ApiResponse.Json, buffer.WrittenMemory);
    }
}
