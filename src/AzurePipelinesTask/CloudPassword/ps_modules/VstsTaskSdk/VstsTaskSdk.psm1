# The agent imports a module of this name from the task's folder and calls Invoke-VstsTaskScript. This one has what the agent and this task
# need, and nothing else; inputs and connections come as environment variables.
# https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/Handlers/PowerShell3Handler.cs
# INPUT_, ENDPOINT_ and SECRET_ variables are taken out of the environment, so that no child process gets them.
$script:values = @{}
foreach ($entry in [System.Environment]::GetEnvironmentVariables().GetEnumerator()) {
    if ($entry.Key -match '^(INPUT|ENDPOINT|SECRET|SECUREFILE)_') {
        $script:values[$entry.Key.ToUpperInvariant()] = $entry.Value
        [System.Environment]::SetEnvironmentVariable($entry.Key, $null)
    }
}

<#
.SYNOPSIS
Runs the task's script; an error that ends it fails the task.
#>
function Invoke-VstsTaskScript {
    [CmdletBinding()]
    param([Parameter(Mandatory)][scriptblock]$ScriptBlock)

    try {
        $ErrorActionPreference = 'Stop'
        & $ScriptBlock
    }
    catch {
        Write-VstsTaskResult -Result Failed -Message $_.Exception.Message
    }
}

# The functions return secrets as SecureString, because module logging records what a command is given. No trimming: a blank may be part of a secret.
function Get-Value([string]$Name, [switch]$AsSecureString) {
    $value = $script:values[$Name.ToUpperInvariant()]
    if ($value) {
        if ($AsSecureString) { [System.Net.NetworkCredential]::new('', $value).SecurePassword } else { $value.Trim() }
    }
}

<#
.SYNOPSIS
The value of an input; nothing when it was left empty.
#>
function Get-VstsInput {
    [CmdletBinding()]
    param([Parameter(Mandatory)][string]$Name, [switch]$AsSecureString)

    Get-Value "INPUT_$($Name.Replace(' ', '_'))" -AsSecureString:$AsSecureString
}

<#
.SYNOPSIS
A value that a service connection authenticates with.
#>
function Get-VstsEndpointParameter {
    [CmdletBinding()]
    param([Parameter(Mandatory)][string]$Endpoint, [Parameter(Mandatory)][string]$Name, [switch]$AsSecureString)

    $value = Get-Value "ENDPOINT_AUTH_PARAMETER_${Endpoint}_$Name" -AsSecureString:$AsSecureString
    if (-not $value) {
        throw "The service connection '$Endpoint' has no $Name."
    }

    $value
}

<#
.SYNOPSIS
A setting of a service connection that is no secret; nothing when it was left empty.
#>
function Get-VstsEndpointData {
    [CmdletBinding()]
    param([Parameter(Mandatory)][string]$Endpoint, [Parameter(Mandatory)][string]$Name)

    Get-Value "ENDPOINT_DATA_${Endpoint}_$Name"
}

<#
.SYNOPSIS
Says how the task ended.
#>
function Write-VstsTaskResult {
    [CmdletBinding()]
    param([Parameter(Mandatory)][ValidateSet('Succeeded', 'Failed')][string]$Result, [string]$Message)

    $data = ($Message -replace '#(?=#)', '# ').Replace('%', '%AZP25').Replace("`r", '%0D').Replace("`n", '%0A')
    [Console]::Out.WriteLine("##vso[task.complete result=$Result;done=true;]$data")
}
