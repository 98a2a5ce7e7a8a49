using System;
using System.Linq;
using System.Management.Automation;
using PasswordCmdlets.Completion;
using PasswordCmdlets.Core.Providers;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>The base of the cmdlets that work with the seed of an earlier run: its vault, the run and its targets.</summary>
public abstract class EarlierRunCommand : PSCmdlet
{
    private RecordPosition? _position;

    /// <summary>The vault that the run's seed is in.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VaultCompleter))]
    public string? VaultName { get; set; }

    /// <summary>The run, as its results, its report and its warnings show it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    [BoundText]
    public string? RunId { get; set; }

    /// <summary>The instances; left out for RAM users.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [BoundText("InstanceId", "Id")]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string?[]? InstanceId { get; set; }

    /// <summary>The user, where one was specified in the run.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BoundText]
    public string? UserName { get; set; }

    /// <summary>What the targets are; found out by the form of the ids when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ResourceCompleter))]
    [BoundText]
    public string? Resource { get; set; }

    /// <summary>The region of the targets.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RegionId")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [BoundText]
    public string? Region { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _position = new RecordPosition(this);
        if (!MyInvocation.ExpectingInput)
        {
            this.Terminating(() => ValidateRun(hasTarget: Ids.Length > 0 || !string.IsNullOrEmpty(UserName)));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _position!.Next();

        string[] ids = Ids;
        foreach (string? id in ids.Length > 0 ? ids : new string?[] { null })
        {
            _position.NextItem();
            try
            {
                Validate(id);
                ProcessTarget(id);
            }
            catch (CommandFailure failure)
            {
                WriteError(failure.ToErrorRecord());
                if (!BoundText.IsInvalid(id))
                {
                    // It is about the record, and the other ids would fail alike.
                    return;
                }
            }
        }
    }

    /// <summary>Ctrl+C: ends the wait for the vault.</summary>
    protected override void StopProcessing() => Stopped.Stop();

    /// <summary>Processes one target of a record.</summary>
    /// <param name="id">The instance; null for a user.</param>
    private protected abstract void ProcessTarget(string? id);

    private protected StopSource Stopped { get; } = new();

    /// <summary>Whether a record needs a target.</summary>
    private protected virtual bool NeedsTarget => true;

    /// <summary>What the cmdlet needs of the record of a target besides the run; null when it has that.</summary>
    private protected virtual string? Problem(RecordPosition position) => null;

    /// <summary>What a record, or the command line, lacks.</summary>
    private protected string Without(RecordPosition position, string what) =>
        MyInvocation.ExpectingInput ? $"{position} has no {what}" : $"No {what} is specified";

    // A user of the account has no instance id.
    private string[] Ids => [.. (InstanceId ?? []).OfType<string>().Where(static id => id.Length > 0 && !BoundText.IsMissing(id))];

    private void Validate(string? id)
    {
        if (BoundText.Problem(id, nameof(InstanceId), _position!) is { } problem)
        {
            throw CommandFailure.Invalid(problem);
        }

        ValidateRun(hasTarget: id is not null || !string.IsNullOrEmpty(UserName));
    }

    // Without input everything but the ids is of the whole command, and known at its start.
    private void ValidateRun(bool hasTarget)
    {
        RecordPosition position = _position!;
        string? problem = BoundText.Problem(UserName, nameof(UserName), position)
            ?? BoundText.Problem(Resource, nameof(Resource), position, ProviderCatalog.Resources)
            ?? BoundText.Problem(Region, nameof(Region), position)
            ?? BoundText.Problem(RunId, nameof(RunId), position);
        if (problem is null && !hasTarget && NeedsTarget)
        {
            problem = $"{Without(position, "target")}. Specify -InstanceId for an instance, -UserName for a RAM user.";
        }

        if (problem is null && string.IsNullOrEmpty(RunId))
        {
            problem = $"{Without(position, "run")}. Specify -RunId as results, reports and warnings show it.";
        }

        if (problem is null && !string.IsNullOrEmpty(Resource) && ProviderCatalog.FindResource(Resource) is null)
        {
            throw CommandFailure.Unknown(CatalogText.UnknownResource(Resource!), Resource);
        }

        problem ??= hasTarget ? Problem(position) : null;
        if (problem is not null)
        {
            throw CommandFailure.Invalid(problem);
        }
    }
}
