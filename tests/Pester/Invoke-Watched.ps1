<#
.SYNOPSIS
Resets two passwords twice: once to write down the progress records as JSON, and once for the terminal to show.
#>
[CmdletBinding()]
param(
    # A file that holds the password.
    [Parameter(Mandatory)][string]$TextPath,
    [Parameter(Mandatory)][uri]$Endpoint,
    # Where the records go.
    [Parameter(Mandatory)][string]$RecordPath
)

Import-Module $env:PASSWORDCMDLETS_MODULE, $PSScriptRoot/Sandbox.psm1
$with = @{ Provider = 'Zenlayer'; InstanceId = '1341431445241233', '1341431445241234'; Endpoint = $Endpoint; AccessKey = Get-SandboxKey zenlayer; Password = ConvertTo-TestSecret (Get-Content -Raw -LiteralPath $TextPath); Confirm = $false }
$state = [initialsessionstate]::CreateDefault2()
$state.ImportPSModule($env:PASSWORDCMDLETS_MODULE)
$shell = [powershell]::Create($state)
$statuses = @($shell.AddCommand('Reset-CloudInstancePassword').AddParameters($with).Invoke() | ForEach-Object { "$($_.Status)" })
$records = @($shell.Streams.Progress | Select-Object -Property Activity, StatusDescription, CurrentOperation, RecordType)
ConvertTo-Json -InputObject @{ Statuses = $statuses; Records = $records } -Depth 4 | Set-Content -LiteralPath $RecordPath
Reset-CloudInstancePassword @with
