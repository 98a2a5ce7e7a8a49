<#
.SYNOPSIS
The handler of agents on Windows: passes the task's inputs to the script that the Node handler runs too.
#>
[CmdletBinding()]
param()

$task = [System.IO.File]::ReadAllText((Join-Path $PSScriptRoot 'task.json')) | ConvertFrom-Json
$request = @{}
foreach ($name in $task.inputs.name) {
    $request[$name] = Get-VstsInput -Name $name -AsSecureString:($name -in 'accessKeySecret', 'securityToken', 'password', 'oldPassword')
}

if ($request.connection) {
    $request.accessKeyId = Get-VstsEndpointParameter -Endpoint $request.connection -Name username
    $request.accessKeySecret = Get-VstsEndpointParameter -Endpoint $request.connection -Name password -AsSecureString
}

if ($request.roleConnection) {
    foreach ($name in 'role', 'identityProvider', 'sessionName', 'subject') {
        $request[$name] = Get-VstsEndpointData -Endpoint $request.roleConnection -Name $name
    }

    $request.oidcRequestUri = $env:SYSTEM_OIDCREQUESTURI
    $request.accessToken = Get-VstsEndpointParameter -Endpoint SystemVssConnection -Name AccessToken -AsSecureString
}

$code = & (Join-Path $PSScriptRoot 'Invoke-CloudPassword.ps1') -Request $request
if ($code -ne 0) {
    $message = if ($code -eq 2) { 'Not every password was changed.' } else { "The task ended early ($code)." }
    Write-VstsTaskResult -Result Failed -Message $message
}
