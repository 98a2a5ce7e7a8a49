<#
.SYNOPSIS
The handler of agents on Windows: hands the task's inputs to the script that the Node handler runs too.
#>
[CmdletBinding()]
param()

$task = [System.IO.File]::ReadAllText((Join-Path $PSScriptRoot 'task.json')) | ConvertFrom-Json
$request = @{}
foreach ($name in $task.inputs.name) {
    $request[$name] = Get-VstsInput -Name $name
}

if ($request.connection) {
    $endpoint = Get-VstsEndpoint -Name $request.connection -Require
    $request.accessKeyId = $endpoint.Auth.Parameters.username
    $request.accessKeySecret = $endpoint.Auth.Parameters.password
}

$code = & (Join-Path $PSScriptRoot 'Invoke-CloudPassword.ps1') -Request $request
if ($code -eq 0) {
    $message = if ($request.whatIf -eq 'true') { 'Nothing was sent.' } elseif ($request.wait -eq 'false') { 'Every change was accepted.' } else { 'Every password was changed.' }
    Write-VstsTaskResult -Result Succeeded -Message $message
}
else {
    $message = if ($code -eq 2) { 'Not every password was changed.' } else { "The task ended early ($code)." }
    Write-VstsTaskResult -Result Failed -Message $message
}
