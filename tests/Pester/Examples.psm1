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

    # The artifact of an earlier run, in which the running instance failed.
    $earlier = '$null = New-Item -ItemType Directory ./night; ' +
    '$null = Import-Csv ./fleet.csv | Reset-CloudInstancePassword -GeneratePassword -VaultName Fleet -ReportPath ./night/night.jsonl -ErrorAction SilentlyContinue; $Error.Clear()'
    @{ Name = 'azure-devops: the steps'; Blocks = @($given + $earlier + $steps + 'Get-Content ./rest.csv') }
}

# A step's script as the agent runs it: macros replaced, errors stop, the module neither loaded nor on the path.
function ConvertTo-AgentScript {
    [CmdletBinding()]
    [OutputType([string])]
    param([Parameter(Mandatory)][string]$Script)

    $Script = $Script.Replace('$(Pipeline.Workspace)/modules/PasswordCmdlets/PasswordCmdlets.psd1', $env:PASSWORDCMDLETS_MODULE)
    foreach ($macro in @{ 'Pipeline.Workspace' = '.'; 'Build.ArtifactStagingDirectory' = '.'; 'region' = 'ap-shanghai' }.GetEnumerator()) {
        $Script = $Script.Replace("`$($($macro.Key))", $macro.Value)
    }

    if ($Script -match '\$\((?!\[)[\w.]+\)') {
        throw "The macro $($Matches[0]) is not known here."
    }

    $forget = '$env:PSModulePath = @($env:PSModulePath -split [IO.Path]::PathSeparator | Where-Object { -not (Test-Path -LiteralPath "$_/PasswordCmdlets") }) -join [IO.Path]::PathSeparator; ' +
    'Remove-Module PasswordCmdlets'
    "$forget`n& {`n`$ErrorActionPreference = 'stop'`n$Script`n}`n'Step ended with exit code ' + [int]`$LASTEXITCODE"
}

<#
.SYNOPSIS
Runs examples, each in a session and against a sandbox of its own, and returns the summary of each by its name.
#>
function Invoke-HelpExample {
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        # Name and Blocks of each.
        [Parameter(Mandatory)][hashtable[]]$Example,
        # An empty folder.
        [Parameter(Mandatory)][string]$Folder,
        [Parameter(Mandatory)][string]$ModulePath
    )

    $list = foreach ($one in $Example) {
        $own = New-Item -ItemType Directory -Path (Join-Path $Folder ([guid]::NewGuid()))
        $work = New-Item -ItemType Directory -Path (Join-Path $own 'work')

        # A block that begins with the name of a script is that script.
        $code = foreach ($block in $one.Blocks) {
            if ($block -match '^# (\S+\.ps1)\n') {
                [System.IO.File]::WriteAllText((Join-Path $work $Matches[1]), $block)
            }
            else {
                $block
            }
        }

        $codePath = Join-Path $own 'example.ps1'
        [System.IO.File]::WriteAllText($codePath, $code -join "`n")
        [pscustomobject]@{ Name = $one.Name; CodePath = $codePath; SummaryPath = Join-Path $own 'summary.json'; Folder = $work.FullName }
    }

    # Most of an example's time is waiting, so two processes wait together.
    $processes = foreach ($first in 0, 1) {
        $own = New-Item -ItemType Directory -Path (Join-Path $Folder "process-$first")
        $listPath = Join-Path $own 'examples.json'
        $part = @(for ($i = $first; $i -lt $list.Count; $i += 2) { $list[$i] })
        ConvertTo-Json -InputObject $part | Set-Content -LiteralPath $listPath
        $start = Get-PowerShellStart '-NoProfile', '-NonInteractive', '-File', (Join-Path $PSScriptRoot 'Invoke-ExampleList.ps1'), '-ListPath', $listPath, '-ModulePath', $ModulePath

        # Vaults are registered, and profiles kept, in the home folder.
        $start.Environment[(Get-HomeVariable)] = (New-Item -ItemType Directory -Path (Join-Path $own 'home')).FullName
        $process = [System.Diagnostics.Process]::Start($start)
        [pscustomobject]@{ Process = $process; Output = $process.StandardOutput.ReadToEndAsync(); Problems = $process.StandardError.ReadToEndAsync() }
    }

    $problems = foreach ($process in $processes) {
        $process.Process.WaitForExit()
        $process.Output.Result
        $process.Problems.Result
    }

    $summaries = @{}
    foreach ($one in $list) {
        $summaries[$one.Name] = if (Test-Path -LiteralPath $one.SummaryPath) {
            Get-Content -LiteralPath $one.SummaryPath -Raw | ConvertFrom-Json
        }
        else {
            $failure = [pscustomobject]@{ Id = 'NoSummary'; Text = $problems -join "`n" }
            [pscustomobject]@{ Statuses = @(); Errors = @($failure); Output = ''; Actions = @() }
        }
    }

    $summaries
}

Export-ModuleMember -Function Get-HelpExample, Invoke-HelpExample
