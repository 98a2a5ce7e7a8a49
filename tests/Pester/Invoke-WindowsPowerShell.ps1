<#
.SYNOPSIS
Uses the module against the sandbox in Windows PowerShell 5.1. The Pester suite needs PowerShell 7; this script runs in both.
#>
[CmdletBinding()]
param(
    # The module's psd1.
    [string]$ModulePath = (Join-Path $PSScriptRoot '../../output/PasswordCmdlets/PasswordCmdlets.psd1'),
    # The build of the sandbox.
    [string]$SandboxPath = (Join-Path $PSScriptRoot '../../src/PasswordCmdlets.Sandbox/bin/Debug/net10.0/PasswordCmdlets.Sandbox.dll')
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3
Import-Module $ModulePath

function Assert-Equal {
    param($Actual, $Expected, [string]$What)

    if ("$Actual" -cne "$Expected") {
        throw "$What is '$Actual', not '$Expected'."
    }

    "ok: $What is '$Actual'"
}

function ConvertTo-TestSecret {
    param([string]$Text)

    $secret = [securestring]::new()
    $Text.ToCharArray() | ForEach-Object { $secret.AppendChar($_) }
    $secret
}

$start = [System.Diagnostics.ProcessStartInfo]::new('dotnet', "`"$SandboxPath`" serve --port 0")
$start.RedirectStandardOutput = $true
$start.UseShellExecute = $false
$sandbox = [System.Diagnostics.Process]::Start($start)
$report = [System.IO.Path]::GetTempFileName()
try {
    do { $line = $sandbox.StandardOutput.ReadLine() } until ($null -eq $line -or $line -match 'Listening on (http://\S+)')
    $common = @{
        Provider  = 'Zenlayer'
        Endpoint  = [uri]$Matches[1]
        AccessKey = [pscredential]::new('sandbox-zenlayer-id', (ConvertTo-TestSecret 'sandbox-zenlayer-secret'))
        Password  = ConvertTo-TestSecret 'Cloud-Tour-2026x'
        Confirm   = $false
    }
    $null = $sandbox.StandardOutput.ReadToEndAsync()

    Assert-Equal (Get-Command -Module PasswordCmdlets).Count ((Test-ModuleManifest $ModulePath).ExportedCmdlets.Count) 'the number of cmdlets'
    Assert-Equal (Test-CloudPassword -For Zenlayer -Password (New-CloudPassword -For Zenlayer) -Quiet) $true 'the check of a generated password'
    Assert-Equal ((Get-Help Reset-CloudInstancePassword).Name) 'Reset-CloudInstancePassword' 'the name in the help'
    $results = '1341431445241233', '1341431445241235' | Reset-CloudInstancePassword @common -ReportPath $report -ErrorAction SilentlyContinue
    Assert-Equal (($results | Sort-Object InstanceId).Status -join ', ') 'Succeeded, Failed' 'the status of the results'
    Assert-Equal (Get-CloudPasswordReport $report -Resumable).InstanceId '1341431445241235' 'the resumable target'
}
finally {
    $sandbox.Kill()
    Remove-Item -LiteralPath $report
}
