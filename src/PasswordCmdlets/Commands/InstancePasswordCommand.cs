using System.Management.Automation;
using PasswordCmdlets.Completion;

namespace PasswordCmdlets.Commands;

/// <summary>The base of the cmdlets that change the passwords of instances.</summary>
public abstract class InstancePasswordCommand : PasswordChangeCommand
{
    /// <summary>The instances.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "InstanceIds")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(TargetCompleter))]
    public string?[]? InstanceId { get; set; }

    /// <summary>The region of the instances.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RegionId")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? Region { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string? id in InstanceId is { Length: > 0 } ids ? ids : [null])
        {
            ProcessInstance(id);
        }

        WriteCompleted();
    }

    /// <summary>Validates one instance and submits its change.</summary>
    private protected abstract void ProcessInstance(string? id);
}
