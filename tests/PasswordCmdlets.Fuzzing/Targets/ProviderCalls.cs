using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Credentials.Roles;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Discovery;
using PasswordCmdlets.Core.Operations.Redaction;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers;
using PasswordCmdlets.Core.Providers.Alibaba.Ram;

namespace PasswordCmdlets.Fuzzing.Targets;

/// <summary>
/// Every call of a provider with its reader: those of the operations and listings of the catalog, the exchange of a role, and whatever
/// other method makes a reply of a response, with ids or without.
/// </summary>
internal sealed class ProviderCalls
{
    private const string Id = "i-1";
    private const string Region = "eu-de";

    private static readonly OperationOptions Options = new() { Force = true, Restart = true };
    private readonly SecretText _password;
    private readonly List<ProviderCall> _calls = [];
    private readonly OperationServices _services;

    /// <param name="provider">The provider.</param>
    /// <param name="password">The new password, which is also the secret key.</param>
    /// <param name="secrets">The secrets of the run.</param>
    public ProviderCalls(ProviderDescriptor provider, SecretText password, KnownSecrets secrets)
    {
        _password = password;
        CloudCredential credential = new()
        {
            Provider = provider,
            AccessKeyId = "AKIDEXAMPLE",
            Secret = password,
            Region = Region,
            ProjectId = "p1",
            Source = "fuzzing",
        };
        Session = ProviderSessions.Open(new FixedCredentialProvider(credential), credential, endpoint: null);
        _services = new OperationServices
        {
            Calls = null!,
            Options = new RunOptions(),
            Secrets = secrets,
            Time = TimeProvider.System,
            AskAsync = static (_, _) => Task.FromResult(false),
            Notice = static (_, _) => { },
            Stopping = CancellationToken.None,
        };
        CallContract contract = provider.Operations[0].Change;
        foreach (OperationDescriptor operation in provider.Operations)
        {
            ProviderOperation?[] steps = [operation.Preflight?.Invoke(Options), operation.CreateFollowUp?.Invoke()];
            foreach (ProviderOperation one in steps.OfType<ProviderOperation>())
            {
                AddOperation(one);
            }

            if (operation.CreateListing?.Invoke() is { } listing)
            {
                AddListing(operation, listing);
            }
        }

        if (provider.Identify is { } identify)
        {
            _calls.Add(new ProviderCall(identify));
        }

        AddRole(provider, credential);
        _calls.AddRange(Readers(provider).Select(reader => new ProviderCall(new ApiCall
        {
            Contract = contract,
            Region = Region,
            Names = [Id],
            Write = static _ => throw new NotSupportedException(),
            Read = reader,
        })));
    }

    /// <summary>The session that the calls are made in.</summary>
    public ProviderSession Session { get; }

    public IReadOnlyList<ProviderCall> Calls => _calls;

    private void AddOperation(ProviderOperation operation)
    {
        TargetWork Work() => new()
        {
            Target = new PasswordTarget
            {
                Id = Id,
                Region = Region,
                ProjectId = "p1",
                UserName = operation.Descriptor.TargetsUsers ? "alice" : null,
                IsUser = operation.Descriptor.TargetsUsers,
            },
            Session = Session,
            Operation = operation,
            Passwords = new SharedPassword(_password),
            PlannedAt = DateTimeOffset.UnixEpoch,
        };

        TargetWork first = Work();
        operation.PrepareAsync(first, _services).AsTask().GetAwaiter().GetResult();

        // What this one writes depends on what it reads before; its readers are found by their signatures.
        bool readsFirst = operation is RamUpdateLoginProfileOperation;
        if (!readsFirst)
        {
            operation.BeforeChangeAsync(first, _services).AsTask().GetAwaiter().GetResult();
        }

        ApiCall?[] calls =
        [
            operation.Describe([Id], first),
            operation.DescribeDenials([Id], first),
            operation.DryRun([first]),
            readsFirst ? null : operation.Change(new ChangeRequest([first], _password)),
        ];
        _calls.AddRange(calls.OfType<ApiCall>().Select(call => new ProviderCall(call with { Names = [Id] }) { Work = Work }));
    }

    private void AddListing(OperationDescriptor operation, TargetListing listing)
    {
        ListingQuery query = new() { Session = Session, Region = Region, ProjectId = "p1" };
        listing.PrepareAsync(query, _services).AsTask().GetAwaiter().GetResult();
        _calls.Add(new ProviderCall(listing.Page(query, new ListingPosition())) { Ids = operation.Ids });
        if (listing.CheckAccess(query) is { } check)
        {
            _calls.Add(new ProviderCall(check));
        }
    }

    private void AddRole(ProviderDescriptor provider, CloudCredential credential)
    {
        RoleRequest role = new()
        {
            Source = "fuzzing",
            Role = "acs:ram::1234567890123456:role/ops",
            DomainName = "acme",
            IdentityProvider = "azure-devops",
            Origin = new KeyOrigin(new CredentialDraft { Source = "fuzzing" }),
        };
        provider.Roles?.ExchangeAsync(role, credential, static () => DateTimeOffset.UnixEpoch, call =>
        {
            _calls.Add(new ProviderCall(call));
            return Task.FromResult(new CallOutcome { End = CallEnd.Stopped, MayHaveExecuted = false, Attempts = 0 });
        }).GetAwaiter().GetResult();
    }

    // Found by these three signatures; a reader of another one is in the target by its call alone.
    private static IEnumerable<Func<WireResponse, ProviderReply>> Readers(ProviderDescriptor provider)
    {
        string home = provider.Signer.GetType().Namespace!;
        foreach (MethodInfo method in typeof(ProviderDescriptor).Assembly.GetTypes()
            .Where(type => type.Namespace is { } name && (name == home || name.StartsWith(home + ".", StringComparison.Ordinal)))
            .SelectMany(static type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(static method => method.ReturnType == typeof(ProviderReply))
            .OrderBy(static method => $"{method.DeclaringType!.FullName}.{method.Name}", StringComparer.Ordinal))
        {
            Type[] parameters = [.. method.GetParameters().Select(static parameter => parameter.ParameterType)];
            if (parameters is [{ } only] && only == typeof(WireResponse))
            {
                yield return method.CreateDelegate<Func<WireResponse, ProviderReply>>();
            }
            else if (parameters is [{ } first, { } second] && first == typeof(WireResponse) && second == typeof(string))
            {
                Func<WireResponse, string, ProviderReply> read = method.CreateDelegate<Func<WireResponse, string, ProviderReply>>();
                yield return response => read(response, Id);
            }
            else if (parameters is [{ } response, { } ids] && response == typeof(WireResponse) && ids == typeof(IReadOnlyList<string>))
            {
                Func<WireResponse, IReadOnlyList<string>, ProviderReply> read =
                    method.CreateDelegate<Func<WireResponse, IReadOnlyList<string>, ProviderReply>>();
                yield return one => read(one, [Id, "i-2"]);
            }
        }
    }
}
