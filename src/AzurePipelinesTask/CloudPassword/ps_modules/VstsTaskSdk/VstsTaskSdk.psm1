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

<#
.SYNOPSIS
The value of an input; nothing when it was left empty.
#>
function Get-VstsInput {
    [CmdletBinding()]
    param([Parameter(Mandatory)][string]$Name)

    $value = $script:values['INPUT_' + $Name.Replace(' ', '_').ToUpperInvariant()]
    if ($value) {
        $value.Trim()
    }
}

<#
.SYNOPSIS
A service connection: its address and what authenticates to it.
#>
function Get-VstsEndpoint {
    [CmdletBinding()]
    param([Parameter(Mandatory)][string]$Name, [switch]$Require)

    $auth = $script:values["ENDPOINT_AUTH_$Name".ToUpperInvariant()]
    if (-not $auth) {
        if ($Require) {
            throw "The service connection '$Name' has no credential."
        }

        return
    }

    [pscustomobject]@{ Url = $script:values["ENDPOINT_URL_$Name".ToUpperInvariant()]; Auth = ConvertFrom-Json -InputObject $auth }
}

<#
.SYNOPSIS
Says how the task ended.
#>
function Write-VstsTaskResult {
    [CmdletBinding()]
    param([Parameter(Mandatory)][ValidateSet('Succeeded', 'Failed')][string]$Result, [string]$Message)

    $data = $Message.Replace('%', '%AZP25').Replace("`r", '%0D').Replace("`n", '%0A')
    [Console]::Out.WriteLine("##vso[task.complete result=$Result;done=true;]$data")
}
