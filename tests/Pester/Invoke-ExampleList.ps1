<#
.SYNOPSIS
    Runs examples one after the other, each in a runspace and against a sandbox of its own.
.DESCRIPTION
    They share a process, because starting PowerShell takes longer than most examples. An example gets the environment variables that the
    process started with; the registered vaults and the profiles in the home folder are set up anew for each (Invoke-Example.ps1).
#>
[CmdletBinding()]
param(
    # A JSON array: CodePath, SummaryPath and Folder of each example.
    [Parameter(Mandatory)][string]$ListPath,
    # The module's psd1.
    [Parameter(Mandatory)][string]$ModulePath
)

Import-Module (Join-Path $PSScriptRoot 'Sandbox.psm1'), (Join-Path $PSScriptRoot 'Shell.psm1')
$environment = [Environment]::GetEnvironmentVariables()
foreach ($example in Get-Content -LiteralPath $ListPath -Raw | ConvertFrom-Json) {
    $sandbox = Start-Sandbox
    $runspace = [runspacefactory]::CreateRunspace($Host)
    $runspace.Open()
    $shell = [powershell]::Create($runspace)
    try {
        $null = $shell.AddCommand((Join-Path $PSScriptRoot 'Invoke-Example.ps1')).AddParameter('CodePath', $example.CodePath)
        $null = $shell.AddParameter('Sandbox', $sandbox.Address).AddParameter('ModulePath', $ModulePath)
        $null = $shell.AddParameter('SummaryPath', $example.SummaryPath).AddParameter('Folder', $example.Folder)
        $shell.Invoke()
        $shell.Streams.Error
        if (Test-Path -LiteralPath $example.SummaryPath) {
            $summary = Get-Content -LiteralPath $example.SummaryPath -Raw | ConvertFrom-Json
            $actions = @(Get-SandboxRequest $sandbox | ForEach-Object action)
            $summary | Add-Member -NotePropertyName Actions -NotePropertyValue $actions
            ConvertTo-Json -InputObject $summary -Depth 4 | Set-Content -LiteralPath $example.SummaryPath
        }
    }
    finally {
        $shell.Dispose()
        $runspace.Dispose()
        Stop-Sandbox $sandbox
        Set-ProcessEnvironment $environment
    }
}
