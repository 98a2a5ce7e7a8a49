using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Passwords;
using Xunit;

namespace PasswordCmdlets.Core.Tests.TestSupport;

/// <summary>A published signature from a provider's documentation or official SDK.</summary>
internal sealed class SignatureVector
{
    private readonly JsonElement _json;

    private SignatureVector(JsonElement json) => _json = json;

    public string Id => this["id"];

    public string this[string member] =>
        _json.GetProperty(member).ValueKind == JsonValueKind.Null ? string.Empty : _json.GetProperty(member).ToString();

    public IEnumerable<KeyValuePair<string, string>> Map(string member) =>
        _json.TryGetProperty(member, out JsonElement map)
            ? map.EnumerateObject().Select(pair => new KeyValuePair<string, string>(pair.Name, pair.Value.GetString()!))
            : [];

    /// <summary>The characters of what is signed.</summary>
    public static string Text(SecretBuffer buffer) => Encoding.UTF8.GetString(buffer.WrittenSpan);

    public static SignatureVector Named(string id) => All().Single(vector => vector.Id == id);

    /// <summary>The vectors of one scheme, by name, for a theory.</summary>
    public static TheoryData<string> Ids(string scheme) =>
        [.. All().Where(vector => vector["scheme"] == scheme).Select(vector => vector.Id)];

    public CloudCredential Credential(ProviderDescriptor provider, string idMember, string secretMember) => new()
    {
        Provider = provider,
        AccessKeyId = this[idMember],
        Secret = new SecretText(this[secretMember].AsSpan()),
        Source = "vector",
    };

    /// <summary>A request with the vector's host, content type and body.</summary>
    public WireRequest JsonRequest()
    {
        WireRequest request = new(HttpMethod.Post, new Uri($"https://{this["host"]}"), "/")
        {
            ContentType = this["contentType"],
            Service = "cvm",
        };
        request.Body.Write(System.Text.Encoding.UTF8.GetBytes(this["body"]));
        return request;
    }

    private static List<SignatureVector> All()
    {
        using JsonDocument document =
            JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "vectors", "signatures.json")));
        return document.RootElement.Clone().EnumerateArray().Select(element => new SignatureVector(element)).ToList();
    }
}
