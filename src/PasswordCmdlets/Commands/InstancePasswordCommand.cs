using System.Management.Automation;
using PasswordCmdlets.Completion;
using PasswordCmdlets.Core.Providers;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>The base of the cmdlets that change the passwords of instances.</summary>
public abstract class InstancePasswordCommand : PasswordChangeCommand
{
    /// <summary>The instances.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "InstanceIds")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [BoundText("InstanceId", "Id", "InstanceIds")]
    [ArgumentCompleter(typeof(TargetCompleter))]
    public virtual string?[]? InstanceId { get; set; }

    /// <summary>The region of the instances.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RegionId")]
    [BoundText]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public virtual string? Region { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        this.Terminating(() => Position.RequireInput(nameof(InstanceId), "ids or objects that have a property InstanceId"));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Position.Next();
        foreach (string? id in InstanceId is { Length: > 0 } ids ? ids : [null])
        {
            Position.NextItem();
            ProcessInstance(BoundText.Valid(id), BindingProblem(id, nameof(InstanceId)) ?? BindingProblem(Region, nameof(Region)));
        }

        WriteCompleted();
    }

    /// <summary>
    /// Throws <see cref="CommandFailure"/> when the region or the project on the command line is invalid: it is that of every target.
    /// </summary>
    private protected void ValidateRegionAndProject(ProviderDescriptor provider, OperationDescriptor? descriptor, string? projectId)
    {
        string? project = BoundText.Valid(projectId);
        string? problem = BindingProblem(Region, nameof(Region))
            ?? BindingProblem(projectId, "ProjectId")
            ?? RecordChecks.Region(provider, BoundText.Valid(Region))
            ?? (project is null ? null : descriptor?.ProjectIds?.Check(project));
        if (problem is not null)
        {
            throw CommandFailure.Invalid(problem);
        }
    }

    /// <summary>Validates one instance and submits its change.</summary>
    /// <param name="id">The id; null when there is none.</param>
    /// <param name="problem">Why the bound values are invalid; null when they are valid.</param>
    private protected abstract void ProcessInstance(string? id, string? problem);
}
