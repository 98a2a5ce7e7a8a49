# Starts another PowerShell like the one that runs the tests.
Set-StrictMode -Version 3

<#
.SYNOPSIS
The program that runs this PowerShell and its first arguments.
.DESCRIPTION
PowerShell installed as a .NET tool is pwsh.dll run by dotnet. The pwsh of such a tool is a shim: killing it leaves its child alive.
#>
function Get-PowerShellCommand {
    [CmdletBinding()]
    [OutputType([string])]
    param()

    [Environment]::ProcessPath
    if ([System.IO.Path]::GetFileNameWithoutExtension([Environment]::ProcessPath) -eq 'dotnet') {
        Join-Path $PSHOME 'pwsh.dll'
    }
}

<#
.SYNOPSIS
Runs another PowerShell with the given arguments and returns its output.
#>
function Invoke-PowerShell {
    $program, [string[]]$first = Get-PowerShellCommand
    & $program @first @args
}

<#
.SYNOPSIS
What System.Diagnostics.Process needs to start another PowerShell; its standard output and error are redirected.
#>
function Get-PowerShellStart {
    [CmdletBinding()]
    [OutputType([System.Diagnostics.ProcessStartInfo])]
    param([Parameter(Mandatory)][string[]]$Arguments)

    $program, [string[]]$first = Get-PowerShellCommand
    $start = [System.Diagnostics.ProcessStartInfo]::new($program)
    $first + $Arguments | ForEach-Object { $start.ArgumentList.Add($_) }
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $start
}

<#
.SYNOPSIS
The environment variable that specifies the user's home folder.
#>
function Get-HomeVariable {
    [CmdletBinding()]
    [OutputType([string])]
    param()

    if ($IsWindows) { 'USERPROFILE' } else { 'HOME' }
}

<#
.SYNOPSIS
Runs a script in another PowerShell of another home folder and returns its output as text.
#>
function Invoke-PowerShellAt {
    [CmdletBinding()]
    param([Parameter(Mandatory)][string]$HomeFolder, [Parameter(Mandatory)][scriptblock]$Script)

    $variable = Get-HomeVariable
    $saved = [Environment]::GetEnvironmentVariable($variable)
    [Environment]::SetEnvironmentVariable($variable, $HomeFolder)
    try {
        Invoke-PowerShell -NoProfile -NonInteractive -Command $Script.ToString()
    }
    finally {
        [Environment]::SetEnvironmentVariable($variable, $saved)
    }
}

Export-ModuleMember -Function Get-PowerShellCommand, Invoke-PowerShell, Get-PowerShellStart, Get-HomeVariable, Invoke-PowerShellAt
