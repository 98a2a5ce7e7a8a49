namespace PasswordCmdlets.Core.Http;

/// <summary>The hosts of one service of a provider, region by region.</summary>
/// <param name="Service">The service: <c>ecs</c>.</param>
/// <param name="Rules">Which host serves which region; the first rule that fits decides.</param>
internal sealed record ServiceEndpoints(string Service, params EndpointRule[] Rules);
