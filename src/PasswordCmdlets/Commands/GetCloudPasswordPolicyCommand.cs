using System;
using System.Linq;
using System.Management.Automation;
using PasswordCmdlets.Completion;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>Returns the password policies: their rules, where each is published, and as of when.</summary>
[Cmdlet(VerbsCommon.Get, "CloudPasswordPolicy", HelpUri = HelpLinks.GetCloudPasswordPolicy)]
[OutputType(typeof(CloudPasswordPolicy))]
public sealed class GetCloudPasswordPolicyCommand : PSCmdlet
{
    private RecordPosition? _position;

    /// <summary>The policies; all of them when left out.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [BoundText("Name", AllowsWildcards = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PolicyCompleter))]
    public string?[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _position = new RecordPosition(this);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _position!.Next();
        if (Name is not { Length: > 0 } names)
        {
            WriteObject(PasswordPolicies.All.Select(Describe), enumerateCollection: true);
            return;
        }

        foreach (string? name in names)
        {
            _position.NextItem();
            try
            {
                WriteObject(Find(name).Select(Describe), enumerateCollection: true);
            }
            catch (CommandFailure failure)
            {
                WriteError(failure.ToErrorRecord());
            }
        }
    }

    private PasswordPolicy[] Find(string? name)
    {
        string[] known = [.. PasswordPolicies.All.Select(static policy => policy.Name)];
        string pattern = BoundText.Valid(name) ?? string.Empty;
        Func<string, bool> matches = NamePattern.AnyOf([pattern], nameof(Name));
        PasswordPolicy[] found = [.. PasswordPolicies.All.Where(policy => matches(policy.Name))];
        if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(pattern))
        {
            string message = BoundText.Problem(name, nameof(Name), _position!, known)
                ?? $"'{pattern}' is not a password policy. Specify one of: {string.Join(", ", known)}.";
            throw CommandFailure.Unknown(message, name);
        }

        return found;
    }

    private static CloudPasswordPolicy Describe(PasswordPolicy policy) => new()
    {
        Name = policy.Name,
        Provider = policy.Provider,
        AppliesTo = policy.AppliesTo,
        MinLength = policy.MinGeneratedLength,
        MaxLength = policy.MaxGeneratedLength,
        DefaultLength = policy.DefaultGeneratedLength,
        Rules = policy.Rules.Concat(policy.AdvisoryRules).Select(static rule => new CloudPasswordRule
        {
            Id = rule.Id,
            Kind = rule.Kind.ToString(),
            Summary = rule.Summary,
            Source = rule.Source,
            Url = rule.Url,
            AsOf = rule.AsOf,
            Note = rule.Note,
        }).ToArray(),
    };
}
