using System;
using System.Text.Json;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Http;

/// <summary>Writes JSON request bodies without a secret ever becoming a string.</summary>
internal static class JsonBody
{
    /// <summary>Writes one JSON object into a request's body.</summary>
    public static void Write<TState>(WireRequest request, TState state, Action<Utf8JsonWriter, TState> members)
    {
        using Utf8JsonWriter json = new(request.Body);
        json.WriteStartObject();
        members(json, state);
        json.WriteEndObject();
        json.Flush();
    }

    /// <summary>Writes a member whose value is a secret.</summary>
    public static void WriteSecret(this Utf8JsonWriter json, string name, SecretText secret) => secret.Reveal(
        (json, name),
        static (characters, state) =>
        {
            state.json.WriteString(state.name, characters);
            return true;
        });
}
