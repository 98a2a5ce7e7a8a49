<#
.SYNOPSIS
Builds, tests, shows, packs or measures PasswordCmdlets.
.DESCRIPTION
The PowerShell front of the .NET targets; build.sh is its twin for a shell. Build lays the loadable module out in
output/PasswordCmdlets. Demo builds the module, starts the sandbox on a loopback port and takes a tour of the cmdlets. Pack is PackModule,
which packs the module and the sandbox, then PackExtension, which packs the Azure DevOps extension with the module of output/PasswordCmdlets.
.PARAMETER Task
What to do.
.PARAMETER Files
With TestWindows, the files of the Pester suite to run, without .Tests.ps1; with Fuzz, the targets; with Mutate, the parts. Wildcards are allowed.
.PARAMETER Seconds
With Fuzz, how long each target is fuzzed.
.PARAMETER Schedules
With Explore, how many schedules of each kind each scenario has.
.PARAMETER Publisher
With Pack and PackExtension, the publisher of the Azure DevOps extension, in place of the one in vss-extension.json.
.EXAMPLE
./build.ps1 -Task Demo
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'TestWindows', 'Fuzz', 'Explore', 'Demo', 'Pack', 'PackModule', 'PackExtension', 'Bench', 'Mutate')]
    [string]$Task = 'Build',
    [ValidatePattern('^[A-Za-z0-9][A-Za-z0-9-]*$')]
    [string]$Publisher,
    [string]$Files = '*',
    [ValidateRange(1, 1000000)]
    [int]$Seconds = 300,
    [ValidateRange(1, 10000000)]
    [int]$Schedules = 5000
)

$ErrorActionPreference = 'Stop'

function Invoke-DotNet {
    [CmdletBinding()]
    param([Parameter(Mandatory)][string[]]$Arguments)

    & dotnet @Arguments
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($Arguments[0]) failed with exit code $LASTEXITCODE."
    }
}

# The command of a PowerShell 7.4 or later: the pwsh on PATH, else the tool that .config/dotnet-tools.json pins.
function Find-PowerShell {
    [CmdletBinding()]
    [OutputType([string])]
    param()

    $onPath = Get-Command pwsh -CommandType Application -ErrorAction Ignore | Select-Object -First 1
    if ($onPath) {
        $output = try { & $onPath.Source --version 2>&1 } catch { $_ }
        if ("$output" -notmatch '^PowerShell (\d+\.\d+)') {
            throw "The pwsh on PATH, $($onPath.Source), does not start: $output. Repair it, or remove it from PATH."
        }

        if ([version]$Matches[1] -ge [version]'7.4') {
            return $onPath.Source
        }
    }

    $output = & dotnet tool restore
    if ($LASTEXITCODE -ne 0) {
        throw "There is no pwsh 7.4 or later on PATH, and 'dotnet tool restore' could not download one. Connect to the network, or install PowerShell. dotnet wrote: $output"
    }

    'dotnet', 'tool', 'run', 'pwsh', '--'
}

function Invoke-Npm {
    [CmdletBinding()]
    param([Parameter(Mandatory)][string[]]$Arguments)

    # The application: npm.ps1, which PowerShell finds first, takes its arguments from the text of this statement in some versions of Node.
    & (Get-Command npm -CommandType Application | Select-Object -First 1).Source @Arguments
    if ($LASTEXITCODE -ne 0) {
        throw "npm failed with exit code $LASTEXITCODE."
    }
}

Push-Location -LiteralPath $PSScriptRoot
try {
    $output = try { & dotnet --version } catch { $_ }
    if ("$output" -notmatch '^\d+\.') {
        throw "PasswordCmdlets needs the .NET SDK 10.0 or later: https://dotnet.microsoft.com/download. dotnet wrote: $output"
    }

    switch ($Task) {
        'Build' { Invoke-DotNet build, PasswordCmdlets.sln }
        'Test' { Invoke-DotNet test, PasswordCmdlets.sln }
        'TestWindows' {
            # The Pester suite in PowerShell for Windows under Wine. On Windows itself, Test runs it.
            Invoke-DotNet run, '--environment', "PASSWORDCMDLETS_TEST_FILES=$Files", '--project', tests/PasswordCmdlets.Windows.Tests, '--',
                '-explicit', only, '-showLiveOutput'
        }
        'Fuzz' {
            # Findings are written to artifacts/fuzzing.
            Invoke-DotNet run, --configuration, Release, '--project', tests/PasswordCmdlets.Fuzzing, '--', run, $Files, $Seconds
        }
        'Explore' {
            # The interleavings of the run, many more than Test explores.
            Invoke-DotNet run, '--environment', "PASSWORDCMDLETS_SCHEDULES=$Schedules", '--configuration', Release, '--project', tests/PasswordCmdlets.Interleavings, '--',
                '-class', '*InterleavingTests', '-showLiveOutput'
        }
        'Demo' {
            'Building the module and the sandbox; the first time this takes a minute.'
            $program, [string[]]$first = Find-PowerShell
            Invoke-DotNet build, src/PasswordCmdlets/PasswordCmdlets.csproj, --verbosity, quiet, --nologo
            Invoke-DotNet build, src/PasswordCmdlets.Sandbox/PasswordCmdlets.Sandbox.csproj, --verbosity, quiet, --nologo

            # In a PowerShell of its own, so that this session keeps no loaded module.
            & $program @first -NoProfile -File src/PasswordCmdlets.Sandbox/Tour/Demo.ps1
            if ($LASTEXITCODE -ne 0) {
                throw "The demo failed with exit code $LASTEXITCODE."
            }
        }
        { $_ -in 'Pack', 'PackModule' } {
            Invoke-DotNet pack, src/PasswordCmdlets/PasswordCmdlets.csproj, --configuration, Release
            Invoke-DotNet pack, src/PasswordCmdlets.Sandbox/PasswordCmdlets.Sandbox.csproj, --configuration, Release, --output, artifacts
        }
        { $_ -in 'Pack', 'PackExtension' } {
            if (Get-Command npm -CommandType Application -ErrorAction Ignore) {
                # The Azure DevOps extension; its task carries the module of output/PasswordCmdlets.
                $extension = 'src/AzurePipelinesTask'
                Remove-Item -LiteralPath $extension/CloudPassword/PasswordCmdlets -Recurse -ErrorAction Ignore
                Copy-Item -LiteralPath output/PasswordCmdlets -Destination $extension/CloudPassword/PasswordCmdlets -Recurse
                Copy-Item -LiteralPath LICENSE -Destination $extension/LICENSE
                Invoke-Npm --prefix, $extension/CloudPassword, ci, --omit=dev, --ignore-scripts, --no-bin-links, --no-audit, --no-fund
                Invoke-Npm --prefix, $extension, ci, --ignore-scripts, --no-audit, --no-fund
                $own = @(if ($Publisher) { '--', '--publisher', $Publisher })
                Invoke-Npm (@('--prefix', $extension, 'run', 'pack') + $own)
            }
            else {
                Write-Warning 'npm was not found on PATH: the Azure DevOps extension was not packed.'
            }
        }
        'Bench' {
            Invoke-DotNet build, src/PasswordCmdlets/PasswordCmdlets.csproj, --configuration, Release
            Invoke-DotNet run, --configuration, Release, --project, tests/PasswordCmdlets.Benchmarks
        }
        'Mutate' {
            $program, [string[]]$first = Find-PowerShell
            & $program @first -NoProfile -File tests/PasswordCmdlets.Core.Tests/Mutation/Invoke-Mutation.ps1 -Part $Files
            if ($LASTEXITCODE -ne 0) {
                throw "The mutation test failed with exit code $LASTEXITCODE."
            }
        }
    }
}
finally {
    Pop-Location
}
