# How long -WhatIf takes over very many ids, and how much memory. What -WhatIf says goes to standard output; the last line is the measurement.
# Besides the cmdlet itself: an empty one with one parameter, and one with all its parameters, both of which only ask ShouldProcess.
param([string]$Module, [int]$Count, [ValidateSet('Reset', 'SameParameters', 'Empty')][string]$Cmdlet = 'Reset')
$ErrorActionPreference = 'Stop'
Import-Module -Name $Module
$password = ConvertTo-SecureString -String 'Brand-New-Pass-7' -AsPlainText -Force
$what = @{ Provider = 'Zenlayer'; Password = $password; WhatIf = $true }
$name = 'Reset-CloudInstancePassword'
if ($Cmdlet -ne 'Reset') {
    $common = [System.Management.Automation.Cmdlet]::CommonParameters + [System.Management.Automation.Cmdlet]::OptionalCommonParameters
    $parameters = if ($Cmdlet -eq 'Empty') { '[Parameter(ValueFromPipeline = true)] public string[] InstanceId { get; set; }' }
    else {
        foreach ($parameter in (Get-Command $name).Parameters.Values | Where-Object Name -NotIn $common) {
            foreach ($set in $parameter.ParameterSets.GetEnumerator()) {
                '[Parameter(ParameterSetName = "{0}", Mandatory = {1}, ValueFromPipeline = {2}, ValueFromPipelineByPropertyName = {3})]' -f
                    $set.Key, "$($set.Value.IsMandatory)".ToLower(), "$($set.Value.ValueFromPipeline)".ToLower(),
                    "$($set.Value.ValueFromPipelineByPropertyName)".ToLower()
            }

            if ($parameter.Aliases) { '[Alias("{0}")]' -f ($parameter.Aliases -join '", "') }
            $type = if ($parameter.SwitchParameter) { 'SwitchParameter' } elseif ($parameter.Name -eq 'InstanceId') { 'string[]' } else { 'object' }
            "public $type $($parameter.Name) { get; set; }"
        }
    }

    $type = Add-Type -PassThru -TypeDefinition @"
        using System.Management.Automation;
        [Cmdlet("Test", "Parameters", SupportsShouldProcess = true, DefaultParameterSetName = "Password")]
        public class TestParameters : PSCmdlet
        {
            $($parameters -join "`n")
            protected override void ProcessRecord()
            {
                foreach (string id in InstanceId) { ShouldProcess("Reset the password of " + id, "Reset?", "Test-Parameters"); }
            }
        }
"@
    Import-Module -Assembly $type.Assembly
    $name = 'Test-Parameters'
    if ($Cmdlet -eq 'Empty') { $what = @{ WhatIf = $true } }
}

$before = (Get-Process -Id $PID).PeakWorkingSet64
$results = 0
$watch = [Diagnostics.Stopwatch]::StartNew()
& { for ($i = 0; $i -lt $Count; $i++) { $i.ToString('d16') } } | & $name @what | ForEach-Object { $results++ }
$seconds = $watch.Elapsed.TotalSeconds
[Console]::Out.WriteLine("$seconds $((Get-Process -Id $PID).PeakWorkingSet64) $before $results")
