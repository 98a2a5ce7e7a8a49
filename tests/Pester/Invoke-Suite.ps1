<#
.SYNOPSIS
Runs the Pester suite, or some of its files, against a built or unpacked module and writes the totals as JSON.
#>
[CmdletBinding()]
param(
    # The module's psd1: the build output, or an unpacked package.
    [string]$ModulePath = (Join-Path $PSScriptRoot '../../output/PasswordCmdlets/PasswordCmdlets.psd1'),
    # Pester's psd1. Without it, the newest Pester among NuGet's packages; restoring the tests brings the pinned one.
    [string]$PesterPath,
    # Where to write the totals.
    [string]$SummaryPath,
    # Run only test files whose name matches.
    [string]$Filter = '*'
)

$ErrorActionPreference = 'Stop'
if ($PSEdition -eq 'Desktop') {
    # What is different in Windows PowerShell 5.1: it does not know the system's name, and writes files in the system's code page.
    Set-Variable -Name IsWindows -Value $true -Scope Global
    Set-Variable -Name IsLinux, IsMacOS -Value $false -Scope Global
    foreach ($command in 'Get-Content', 'Set-Content', 'Add-Content', 'Out-File', 'Import-Csv', 'Export-Csv') {
        $global:PSDefaultParameterValues["${command}:Encoding"] = 'utf8'
    }
}

if (-not $PesterPath) {
    $packages = if ($env:NUGET_PACKAGES) { $env:NUGET_PACKAGES } else { Join-Path $HOME '.nuget/packages' }
    $PesterPath = Get-ChildItem -Path (Join-Path $packages 'pester/*/tools/Pester.psd1') |
        Sort-Object { [version](Test-ModuleManifest $_).Version } |
        Select-Object -Last 1 -ExpandProperty FullName
}

if (-not $PesterPath) {
    throw 'Pester was not found among the NuGet packages. Run dotnet restore first.'
}

Import-Module $PesterPath
$env:PASSWORDCMDLETS_MODULE = (Resolve-Path -LiteralPath $ModulePath).Path

# Where SecretManagement is installed it comes first on the path, and the stand-in has no part. On Windows the stand-in comes first: where
# SecretManagement registers vaults cannot be moved aside there.
$paths = @($env:PSModulePath, (Join-Path $PSScriptRoot 'StandIn'))
if ($IsWindows) {
    [array]::Reverse($paths)
}

$env:PSModulePath = $paths -join [System.IO.Path]::PathSeparator

# No process listens there: a request for an instance role, of a test or of a process it starts, does not reach a metadata service.
$env:PASSWORDCMDLETS_METADATA_ENDPOINT = 'http://127.0.0.1:9'

# What the sessions of a user share is not that of the person who runs the tests.
$state = Join-Path ([System.IO.Path]::GetTempPath()) "passwordcmdlets-state-$([guid]::NewGuid())"
$env:XDG_STATE_HOME = $env:PASSWORDCMDLETS_TEST_STATE = $state

$configuration = New-PesterConfiguration
$configuration.Run.Path = @(Get-ChildItem -Path $PSScriptRoot -Filter "$Filter.Tests.ps1" | ForEach-Object FullName)
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$result = Invoke-Pester -Configuration $configuration
Remove-Item -LiteralPath $state -Recurse -ErrorAction Ignore

if ($SummaryPath) {
    [pscustomobject]@{
        Passed   = $result.PassedCount
        Failed   = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
        Skipped  = $result.SkippedCount
        Failures = @($result.Failed | ForEach-Object { "$($_.ExpandedPath): $($_.ErrorRecord -join ' ')" }) + @($result.FailedContainers | ForEach-Object { "$($_.Item): $($_.ErrorRecord -join ' ')" })
    } | ConvertTo-Json | Set-Content -LiteralPath $SummaryPath
}

exit [int]($result.Result -ne 'Passed')
