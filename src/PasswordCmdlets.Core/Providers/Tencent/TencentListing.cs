using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Discovery;

namespace PasswordCmdlets.Core.Providers.Tencent;

/// <summary>
/// Lists the instances of CVM and Lighthouse with DescribeInstances: by ids or by filters, never both, a hundred a page. How
/// <c>instance-name</c> matches is not documented, so names are not sent.
/// </summary>
internal abstract class TencentListing : TargetListing
{
    private const int PageSize = 100;
    private const int MostFilters = 10;

    // https://cloud.tencent.com/document/api/213/15728: a tag key that no resource has is an error, not an empty list.
    private const string UnknownTagKey = "InvalidParameterValue.TagKeyNotFound";

    public override ApiCall Page(ListingQuery query, ListingPosition position) => new()
    {
        Contract = Contract,
        Region = query.Region,
        Write = endpoint =>
        {
            WireRequest request = TencentRequests.Create(endpoint, query.Region!, Contract);
            JsonBody.Write(request, (query, position.EntryCount), static (json, state) => WriteQuery(json, state.query, state.EntryCount));
            return request;
        },
        Read = response => Read(response, query, position.EntryCount),
    };

    /// <summary>Reads what is the service's own of one instance; the rest is read here.</summary>
    protected abstract ListedTarget ReadInstance(JsonElement instance, ListedTarget shared);

    private static void WriteQuery(Utf8JsonWriter json, ListingQuery query, int offset)
    {
        if (query.Ids.Count > 0)
        {
            TencentRequests.WriteIds(json, query.Ids);
        }
        else
        {
            WriteFilters(json, [.. FiltersOf(query.Filter).Take(MostFilters)]);
            json.WriteNumber("Offset", offset);
        }

        json.WriteNumber("Limit", PageSize);
    }

    private static IEnumerable<(string Name, string Value)> FiltersOf(ListingFilter filter)
    {
        // One state, because its words are those of the documentation; the others have many words, and new ones may come.
        if (filter.States is [TargetState.Running or TargetState.Stopped])
        {
            yield return ("instance-state", filter.States[0] == TargetState.Running ? "RUNNING" : "STOPPED");
        }

        foreach (TagFilter tag in filter.Tags.Where(static tag => tag.Value is not null))
        {
            yield return ($"tag:{tag.Key}", tag.Value!);
        }

        // Filters are combined with AND; what two of the same name are is not documented.
        if (filter.Tags.FirstOrDefault(static tag => tag.Value is null) is { } withAnyValue)
        {
            yield return ("tag-key", withAnyValue.Key);
        }
    }

    private static void WriteFilters(Utf8JsonWriter json, IReadOnlyList<(string Name, string Value)> filters)
    {
        if (filters.Count == 0)
        {
            return;
        }

        json.WriteStartArray("Filters");
        foreach ((string name, string value) in filters)
        {
            json.WriteStartObject();
            json.WriteString("Name", name);
            json.WriteStartArray("Values");
            json.WriteStringValue(value);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private ProviderReply Read(WireResponse response, ListingQuery query, int offset)
    {
        ProviderReply reply = TencentResponses.Read(response, content => ReadPage(content, query, offset));
        return reply.Code == UnknownTagKey
            ? new ProviderReply { Fault = Fault.None, RequestId = reply.RequestId, Content = new TargetPage([]) }
            : reply;
    }

    private TargetPage? ReadPage(JsonElement content, ListingQuery query, int offset)
    {
        if (!content.HasItems("InstanceSet"))
        {
            return null;
        }

        JsonElement[] entries = [.. content.Items("InstanceSet")];
        int next = offset + entries.Length;

        // By ids there is one page: no offset is sent. Otherwise the list ends at its total, or with an empty page.
        bool isLast = query.Ids.Count > 0
            || (int.TryParse(content.Text("TotalCount"), NumberStyles.None, CultureInfo.InvariantCulture, out int total)
                && next >= total);
        return new TargetPage(
            [.. entries.Where(static entry => entry.Text("InstanceId") is not null).Select(ReadInstance)],
            isLast ? null : next.ToString(CultureInfo.InvariantCulture))
        {
            EntryCount = entries.Length,
        };
    }

    private ListedTarget ReadInstance(JsonElement instance) => ReadInstance(instance, new ListedTarget
    {
        Id = instance.Text("InstanceId")!,
        Name = instance.Text("InstanceName"),
        State = StateOf(instance.Text("InstanceState")),
        ProviderState = instance.Text("InstanceState"),
        IsWindows = ListedValues.IsWindows(instance.Text("OsName")),
        CreatedAt = instance.Time("CreatedTime"),
        ExpiresAt = instance.Expiry("ExpiredTime"),
        Tags = ListedValues.Tags(instance.Items("Tags"), "Key", "Value"),
    });

    /// <summary>What a documented state means; Unknown for any other text.</summary>
    internal static TargetState StateOf(string? state) => state switch
    {
        "RUNNING" => TargetState.Running,
        "STOPPED" => TargetState.Stopped,
        "PENDING" or "STARTING" or "STOPPING" or "REBOOTING" or "ENTER_RESCUE_MODE" or "EXIT_RESCUE_MODE" or "SERVICE_LIVE_MIGRATE"
            or "ENTER_SERVICE_LIVE_MIGRATE" or "EXIT_SERVICE_LIVE_MIGRATE" => TargetState.Transitional,
        "LAUNCH_FAILED" or "SHUTDOWN" or "TERMINATING" or "DELETING" or "FREEZING" or "ISOLATING" or "RESCUE_MODE" =>
            TargetState.Unavailable,
        _ => TargetState.Unknown,
    };
}
