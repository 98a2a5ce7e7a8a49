using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Sandbox.Faults;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.Providers.Huawei;

namespace PasswordCmdlets.Sandbox.Seeds;

/// <summary>
/// The JSON of seeds and of the control API, for people: comments are allowed, names that do not exist are not. It uses reflection, because
/// generated serializers lose the defaults of init-only properties; the providers' responses never come here.
/// </summary>
internal static class SandboxJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new JsonStringEnumConverter<Cloud>(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
            new JsonStringEnumConverter<FaultKind>(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
            new JsonStringEnumConverter<HuaweiCounters>(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
            new JsonStringEnumConverter<HuaweiErrorShape>(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
        },
    };

    /// <summary>Reads a text.</summary>
    /// <typeparam name="T">What it is.</typeparam>
    /// <param name="json">The text.</param>
    /// <exception cref="JsonException">It is something else; the message says where.</exception>
    public static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException("The JSON is null.");

    /// <summary>Reads a stream.</summary>
    /// <typeparam name="T">What it is.</typeparam>
    /// <param name="json">The stream.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="JsonException">It is something else; the message says where.</exception>
    public static async Task<T> ParseAsync<T>(Stream json, CancellationToken cancellationToken) =>
        await JsonSerializer.DeserializeAsync<T>(json, Options, cancellationToken) ?? throw new JsonException("The JSON is null.");

    /// <summary>Writes a value.</summary>
    /// <typeparam name="T">What it is.</typeparam>
    /// <param name="value">The value.</param>
    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);
}
