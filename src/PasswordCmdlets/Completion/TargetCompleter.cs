using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Completion;

/// <summary>Completes instance ids and user names where -Endpoint is a sandbox on this machine; a provider is never called.</summary>
public sealed class TargetCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (!Uri.TryCreate(fakeBoundParameters?["Endpoint"]?.ToString(), UriKind.Absolute, out Uri? endpoint))
        {
            return [];
        }

        string word = CompletionContext.Word(wordToComplete);
        bool wantsUsers = string.Equals(parameterName, "UserName", StringComparison.OrdinalIgnoreCase);

        // Of several regions any will do.
        string? region = (fakeBoundParameters?["Region"] ?? fakeBoundParameters?["RegionId"]) as string;
        string command = CompletionContext.CommandOf(commandName);
        ProviderDescriptor[] providers = CompletionContext.ProvidersOf(command, fakeBoundParameters);
        OperationDescriptor[][] operations =
            [.. providers.Select(provider => wantsUsers ? [] : OperationsOf(provider, command, fakeBoundParameters))];
        return CompletionContext.InTime(() => TargetsAsync(endpoint, providers, operations, wantsUsers, region, word));
    }

    // The operations whose targets the command line may be about; none where that is unknown.
    private static OperationDescriptor[] OperationsOf(ProviderDescriptor provider, string command, IDictionary? bound)
    {
        string? resource = bound?["Resource"]?.ToString();
        bool isReset = string.Equals(command, OperationDescriptor.InstanceCommand, StringComparison.OrdinalIgnoreCase);
        IEnumerable<OperationDescriptor> possible = isReset
            ? new[] { provider.FindInstance(resource) }.OfType<OperationDescriptor>()
            : CompletionContext.OperationsOf(provider, command).Where(operation =>
                resource is null || string.Equals(operation.Resource, resource, StringComparison.OrdinalIgnoreCase));
        return [.. possible];
    }

    private static async Task<CompletionResult[]> TargetsAsync(
        Uri endpoint,
        ProviderDescriptor[] providers,
        OperationDescriptor[][] operations,
        bool wantsUsers,
        string? region,
        string word)
    {
        List<CompletionResult> found = [];
        foreach ((ProviderDescriptor provider, OperationDescriptor[] possible) in providers.Zip(
            operations, static (provider, possible) => (provider, possible)))
        {
            IReadOnlyList<SandboxTarget> targets = await LocalSandbox.TargetsAsync(
                endpoint, provider, CompletionContext.Patience, CancellationToken.None).ConfigureAwait(false);
            found.AddRange(targets
                .Where(target => target.Region is null == wantsUsers)
                .Where(target => possible.Length == 0 || possible.Any(operation => IsOf(operation, target)))
                .Where(target => target.Id.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                .Where(target => IsIn(target.Region, region, provider))
                .Select(static target => CompletionContext.Result(
                    target.Id, string.Join(", ", new[] { target.Id, target.Region, target.State }.OfType<string>()))));
        }

        return [.. found];
    }

    private static bool IsOf(OperationDescriptor operation, SandboxTarget target) =>
        operation.Ids.Check(target.Id) is null && (target.Resource is null || target.Resource == operation.Resource);

    // A target's location is a region, or a zone whose name begins with its region; a project has no region, so it is offered anyway.
    private static bool IsIn(string? location, string? region, ProviderDescriptor provider) =>
        string.IsNullOrEmpty(region)
            || location is null
            || location.StartsWith(region, StringComparison.OrdinalIgnoreCase)
            || !provider.Endpoints.Regions.Any(known => location.StartsWith(known.Id, StringComparison.OrdinalIgnoreCase));
}
