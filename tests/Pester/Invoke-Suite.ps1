<#
.SYNOPSIS
Runs the Pester suite against a built or unpacked module and writes what happened as JSON.
#>
[CmdletBinding()]
param(
    # The module's psd1: the build output, or an unpacked package.
    [string]$ModulePath = (Join-Path $PSScriptRoot '../../output/PasswordCmdlets/PasswordCmdlets.psd1'),
    # Where to write the summary.
    [string]$SummaryPath,
    # Run only test files whose name matches.
    [string]$Filter = '*'
)

$ErrorActionPreference = 'Stop'
Import-Module Pester -MinimumVersion 5.5
$env:PASSWORDCMDLETS_MODULE = (Resolve-Path -LiteralPath $ModulePath).Path

# Nobody listens there: what asks for an instance role in a test or in a process it starts does not reach a metadata service.
$env:PASSWORDCMDLETS_METADATA_ENDPOINT = 'http://127.0.0.1:9'

$configuration = New-PesterConfiguration
$configuration.Run.Path = @(Get-ChildItem -Path $PSScriptRoot -Filter "$Filter.Tests.ps1" | ForEach-Object FullName)
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$result = Invoke-Pester -Configuration $configuration

if ($SummaryPath) {
    [pscustomobject]@{
        Passed   = $result.PassedCount
        Failed   = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
        Skipped  = $result.SkippedCount
        Failures = @($result.Failed | ForEach-Object { "$($_.ExpandedPath): $($_.ErrorRecord -join ' ')" }) + @($result.FailedContainers | ForEach-Object { "$($_.Item): $($_.ErrorRecord -join ' ')" })
    } | ConvertTo-Json | Set-Content -LiteralPath $SummaryPath
}

exit [int]($result.Result -ne 'Passed')
