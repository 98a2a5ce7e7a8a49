using System;
using System.Collections.Generic;
using System.Text.Json;

namespace PasswordCmdlets.Sandbox.Providers.Tencent;

/// <summary>Reads the parameters of a call. The first thing found wrong stays in <see cref="Error"/>.</summary>
internal sealed class CvmParameters
{
    private readonly JsonElement _root;

    /// <summary>Checks that there are no other parameters than an action knows.</summary>
    /// <param name="root">The request's body.</param>
    /// <param name="known">The names of the action's parameters.</param>
    public CvmParameters(JsonElement root, ReadOnlySpan<string> known)
    {
        _root = root;
        if (root.ValueKind != JsonValueKind.Object)
        {
            Error = new TencentError("InvalidParameter", "The request body is not a JSON object.");
            return;
        }

        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (!known.Contains(property.Name))
            {
                Error = new TencentError("UnknownParameter", $"The parameter `{property.Name}` is not recognized.");
                return;
            }
        }
    }

    /// <summary>The error of the first invalid parameter; null while all are valid.</summary>
    public TencentError? Error { get; private set; }

    /// <summary>Whether a parameter was sent.</summary>
    /// <param name="name">The parameter.</param>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>A list of texts; null when it was not sent or is invalid.</summary>
    /// <param name="name">The parameter.</param>
    public List<string>? Texts(string name)
    {
        if (Find(name) is not JsonElement element)
        {
            return null;
        }

        List<string> texts = [];
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
            {
                if (item.ValueKind != JsonValueKind.String)
                {
                    return Fail<List<string>>(name);
                }

                texts.Add(item.GetString()!);
            }

            return texts;
        }

        return Fail<List<string>>(name);
    }

    /// <summary>A text; null when it was not sent or is invalid.</summary>
    /// <param name="name">The parameter.</param>
    public string? Text(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => Fail<string>(name),
    };

    /// <summary>A flag.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="fallback">Its value when it was not sent.</param>
    public bool Flag(string name, bool fallback)
    {
        switch (Find(name)?.ValueKind)
        {
            case null:
                return fallback;
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            default:
                Fail<string>(name);
                return fallback;
        }
    }

    /// <summary>A whole number.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="fallback">Its value when it was not sent.</param>
    /// <param name="minimum">The least value allowed.</param>
    /// <param name="maximum">The greatest value allowed.</param>
    public int Number(string name, int fallback, int minimum, int maximum)
    {
        if (Find(name) is not JsonElement element)
        {
            return fallback;
        }

        if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt32(out int number))
        {
            Fail<string>(name);
            return fallback;
        }

        if (number < minimum || number > maximum)
        {
            Error ??= new TencentError(
                "InvalidParameterValue", $"The value of parameter `{name}` must be between {minimum} and {maximum}.");
        }

        return number;
    }

    /// <summary>Filters: name to values, at most ten filters.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="mostValues">How many values each filter may have: five of CVM.</param>
    public List<KeyValuePair<string, List<string>>> Filters(string name, int mostValues = 5)
    {
        List<KeyValuePair<string, List<string>>> filters = [];
        if (Find(name) is not JsonElement element)
        {
            return filters;
        }

        if (element.ValueKind != JsonValueKind.Array)
        {
            Fail<string>(name);
            return filters;
        }

        foreach (JsonElement item in element.EnumerateArray())
        {
            CvmParameters filter = new(item, ["Name", "Values"]);
            string? key = filter.Text("Name");
            List<string>? values = filter.Texts("Values");
            Error ??= filter.Error;
            if (key is null || values is null)
            {
                Error ??= new TencentError("InvalidFilter", "A filter needs a name and values.");
                return filters;
            }

            filters.Add(new(key, values));
        }

        if (filters.Count > 10 || filters.Exists(filter => filter.Value.Count > mostValues))
        {
            Error ??= new TencentError(
                "InvalidFilterValue.LimitExceeded", $"At most 10 filters of at most {mostValues} values are allowed.");
        }

        return filters;
    }

    // A JSON null counts as not sent.
    private JsonElement? Find(string name) =>
        Error is null && _root.TryGetProperty(name, out JsonElement element) && element.ValueKind != JsonValueKind.Null ? element : null;

    private T? Fail<T>(string name)
        where T : class
    {
        Error ??= TencentError.WrongType(name);
        return null;
    }
}
