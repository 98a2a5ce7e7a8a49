# Finds the examples of the help pages and runs them against the sandbox.
Set-StrictMode -Version 3
Import-Module (Join-Path $PSScriptRoot 'Sandbox.psm1'), (Join-Path $PSScriptRoot 'Shell.psm1')

<#
.SYNOPSIS
The examples of the cmdlets' pages one by one, and the PowerShell of the about_ pages and guides, each page from top to bottom; of the guide to
Azure DevOps the scripts of its steps.
#>
function Get-HelpExample {
    [CmdletBinding()]
    param()

    $docs = Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'docs'
    foreach ($page in Get-ChildItem -Path (Join-Path $docs 'en-US/*-*.md')) {
        $text = [System.IO.File]::ReadAllText($page.FullName) -replace '\r\n', "`n"
        $section = [regex]::Match($text, '(?s)\n## EXAMPLES\n(.*?)\n## ').Groups[1].Value
        foreach ($match in [regex]::Matches($section, '(?s)### Example \d+: ([^\n]+)\n```powershell\n(.*?)\n```')) {
            @{ Name = "$($page.BaseName): $($match.Groups[1].Value)"; Blocks = @($match.Groups[2].Value) }
        }
    }

    foreach ($page in Get-ChildItem -Path (Join-Path $docs 'en-US/about_*.md'), (Join-Path $docs 'automation.md')) {
        $text = [System.IO.File]::ReadAllText($page.FullName) -replace '\r\n', "`n"
        $blocks = @([regex]::Matches($text, '(?s)```powershell\n(.*?)\n```').ForEach({ $_.Groups[1].Value }))
        if ($blocks) {
            @{ Name = "$($page.BaseName): from top to bottom"; Blocks = $blocks }
        }
    }

    # The steps find the fleet and the script of the guide to unattended use, as their text says.
    $guide = [System.IO.File]::ReadAllText((Join-Path $docs 'automation.md')) -replace '\r\n', "`n"
    $given = [regex]::Matches($guide, '(?s)```powershell\n(.*?)\n```').ForEach({ $_.Groups[1].Value }) -match '^# rotate\.ps1|Set-Content -Path ./fleet\.csv'
    $text = [System.IO.File]::ReadAllText((Join-Path $docs 'azure-devops.md')) -replace '\r\n', "`n"
    $steps = foreach ($step in [regex]::Matches($text, '(?m)^( *)- pwsh: (?:\|\n((?:\1 {4}.*\n)+)|(.+))$?')) {
        $script = if ($step.Groups[2].Success) { $step.Groups[2].Value -replace "(?m)^$($step.Groups[1].Value) {4}" } else { $step.Groups[3].Value }
        ConvertTo-AgentScript $script
    }
    @{ Name = 'azure-devops: the steps'; Blocks = @($given + $steps) }
}

# A step's script as the agent runs it: macros replaced, errors stop.
function ConvertTo-AgentScript {
    [CmdletBinding()]
    [OutputType([string])]
    param([Parameter(Mandatory)][string]$Script)

    foreach ($macro in @{ 'Pipeline.Workspace' = '.'; 'Build.ArtifactStagingDirectory' = '.'; 'region' = 'ap-shanghai' }.GetEnumerator()) {
        $Script = $Script.Replace("`$($($macro.Key))", $macro.Value)
    }

    if ($Script -match '\$\((?!\[)[\w.]+\)') {
        throw "The macro $($Matches[0]) is not known here."
    }

    "& {`n`$ErrorActionPreference = 'stop'`n$Script`n}`n'Step ended with exit code ' + [int]`$LASTEXITCODE"
}

<#
.SYNOPSIS
Whether an example needs a vault.
#>
function Test-VaultExample {
    [CmdletBinding()]
    [OutputType([bool])]
    param([Parameter(Mandatory)][string[]]$Blocks)

    "$Blocks" -match '\bVault(Name)?\b'
}

<#
.SYNOPSIS
Runs an example in a session and against a sandbox of its own, and returns what came of it.
#>
function Invoke-HelpExample {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)][string[]]$Blocks,
        # A folder that does not exist yet.
        [Parameter(Mandatory)][string]$Folder,
        [Parameter(Mandatory)][string]$ModulePath
    )

    $homeFolder = New-Item -ItemType Directory -Path (Join-Path $Folder 'home')
    $work = New-Item -ItemType Directory -Path (Join-Path $Folder 'work')
    $codePath = Join-Path $Folder 'example.ps1'
    $summary = Join-Path $Folder 'summary.json'

    # A block that begins with the name of a script is that script.
    $code = foreach ($block in $Blocks) {
        if ($block -match '^# (\S+\.ps1)\n') {
            [System.IO.File]::WriteAllText((Join-Path $work.FullName $Matches[1]), $block)
        }
        else {
            $block
        }
    }

    [System.IO.File]::WriteAllText($codePath, $code -join "`n")
    $sandbox = Start-Sandbox
    try {
        $start = Get-PowerShellStart '-NoProfile', '-NonInteractive', '-File', (Join-Path $PSScriptRoot 'Invoke-Example.ps1'), '-CodePath', $codePath,
            '-Sandbox', $sandbox.Address, '-ModulePath', $ModulePath, '-SummaryPath', $summary, '-Folder', $work.FullName

        # SecretManagement keeps its list of vaults in the home folder.
        $start.Environment['HOME'] = $homeFolder.FullName
        $process = [System.Diagnostics.Process]::Start($start)
        $output = $process.StandardOutput.ReadToEndAsync()
        $problems = $process.StandardError.ReadToEnd()
        $process.WaitForExit()
        if (-not (Test-Path -LiteralPath $summary)) {
            return [pscustomobject]@{ Statuses = @(); Errors = @([pscustomobject]@{ Id = 'NoSummary'; Text = "$($output.Result)`n$problems" }); Output = ''; Actions = @() }
        }

        $result = Get-Content -LiteralPath $summary -Raw | ConvertFrom-Json
        $result | Add-Member -NotePropertyName Actions -NotePropertyValue @(Get-SandboxRequest $sandbox | ForEach-Object action) -PassThru
    }
    finally {
        Stop-Sandbox $sandbox
    }
}

Export-ModuleMember -Function Get-HelpExample, Test-VaultExample, Invoke-HelpExample
