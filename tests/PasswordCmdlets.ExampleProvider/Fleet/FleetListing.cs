using System.Linq;
using System.Net.Http;
using System.Text.Json;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Discovery;

namespace PasswordCmdlets.ExampleProvider.Fleet;

/// <summary>Lists servers: pages of twenty, by ids or all of them.</summary>
internal sealed class FleetListing : TargetListing
{
    public override CallContract Contract => FleetContracts.List;

    public override ApiCall Page(ListingQuery query, ListingPosition position) => new()
    {
        Contract = Contract,
        Region = query.Region,
        Write = endpoint =>
        {
            WireRequest request = new(HttpMethod.Post, endpoint, "/fleet/list") { ContentType = "application/json" };
            JsonBody.Write(request, (query.Ids, position.Cursor), static (json, state) =>
            {
                json.WriteStartArray("ids");
                foreach (string id in state.Ids)
                {
                    json.WriteStringValue(id);
                }

                json.WriteEndArray();
                json.WriteString("after", state.Cursor);
            });
            return request;
        },
        Read = static response => ExampleApi.Read(response, static root => root.HasItems("servers")
            ? new TargetPage([.. root.Items("servers").Select(ReadServer)], root.Text("next"))
            : null),
    };

    private static ListedTarget ReadServer(JsonElement server) => new()
    {
        Id = server.Text("id") ?? string.Empty,
        Name = server.Text("name"),
        State = server.Text("state") == "up" ? TargetState.Running : TargetState.Unknown,
        ProviderState = server.Text("state"),
    };
}
