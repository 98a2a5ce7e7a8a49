using System;
using System.Collections.Generic;

namespace PasswordCmdlets.Core.Http;

/// <summary>Where one service of a provider answers, region by region.</summary>
/// <param name="Service">The service: <c>ecs</c>.</param>
/// <param name="Rules">Which host serves which region; the first rule that fits decides.</param>
internal sealed record ServiceEndpoints(string Service, params EndpointRule[] Rules)
{
    /// <summary>Endpoints beside the one the rules name, for people to pick with <c>-Endpoint</c>.</summary>
    public IReadOnlyList<Uri> Alternatives { get; init; } = [];
}
