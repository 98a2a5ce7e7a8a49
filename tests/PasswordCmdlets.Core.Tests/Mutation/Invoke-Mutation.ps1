<#
.SYNOPSIS
    Measures how many changes of the code the tests notice, part by part, with Stryker.NET.
.DESCRIPTION
    The parts are in mutation.json: the folders and files of src/PasswordCmdlets.Core to change, and the test classes that run. A part's
    report goes to artifacts/mutation/<part>; it is kept and the part not run again until its sources, its tests or mutation.json change.
    Throws where fewer mutants are killed than mutation.json demands. Needs PowerShell 7.
.PARAMETER Part
    The parts; wildcards are allowed.
#>
[CmdletBinding()]
param(
    [SupportsWildcards()]
    [string]$Part = '*'
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3

$tests = Split-Path $PSScriptRoot
$root = Split-Path (Split-Path $tests)
$engine = Join-Path $root 'src/PasswordCmdlets.Core'
$configuration = Get-Content -Raw -LiteralPath (Join-Path $PSScriptRoot 'mutation.json') | ConvertFrom-Json -AsHashtable

# The sources of a part as patterns below the engine's folder.
function Get-Source {
    [CmdletBinding()]
    param([hashtable]$Part)

    $Part.sources.ForEach({ if ($_ -match '\.cs$') { $_ } else { "$_/**/*.cs" } })
}

# Stryker's configuration of a part.
function Get-Settings {
    [CmdletBinding()]
    param([hashtable]$Part)

    $settings = $configuration.stryker.Clone()
    $settings.mutate = @(Get-Source -Part $Part)
    $settings.'test-case-filter' = $Part.tests.ForEach({ "FullyQualifiedName~$_" }) -join '|'
    ConvertTo-Json -Depth 5 @{ 'stryker-config' = $settings }
}

# What a part's result depends on: its settings, its sources, and the files of its test classes and of the tests' support.
function Get-Key {
    [CmdletBinding()]
    param([hashtable]$Part, [string]$Settings)

    $files = @(
        $Part.sources.ForEach({ Get-ChildItem -Path (Join-Path $engine $_) -Recurse:($_ -notmatch '\.cs$') -File -Filter *.cs })
        Get-ChildItem -LiteralPath (Join-Path $tests 'TestSupport') -Recurse -File
        Get-ChildItem -LiteralPath $tests -Recurse -File -Filter *.cs | Where-Object {
            $name = $_.FullName -replace '[\\/]', '.'
            $Part.tests.Where({ $name.Contains(($_ -replace '(?<=Tests)\..*')) })
        }
    )
    $hashes = $files | Sort-Object FullName -Unique | Get-FileHash | ForEach-Object Hash
    $text = [System.Text.Encoding]::UTF8.GetBytes("$Settings`n$hashes")
    [System.Convert]::ToHexString([System.Security.Cryptography.SHA256]::HashData($text))
}

function Invoke-Part {
    [CmdletBinding()]
    param([hashtable]$Part, [string]$Folder, [string]$Settings)

    New-Item -ItemType Directory -Force -Path $Folder | Out-Null
    Set-Content -LiteralPath "$Folder/stryker-config.json" -Value $Settings
    dotnet stryker --config-file "$Folder/stryker-config.json" --output $Folder --skip-version-check | Out-Host
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet stryker failed with exit code $LASTEXITCODE."
    }
}

function Get-Score {
    [CmdletBinding()]
    param([string]$Name, [string]$Report)

    $mutants = (Get-Content -Raw -LiteralPath $Report | ConvertFrom-Json -AsHashtable).files.Values.mutants
    $count = @{ Killed = 0; Timeout = 0; Survived = 0; NoCoverage = 0 }
    $mutants | Group-Object { $_.status } | ForEach-Object { $count[$_.Name] = $_.Count }
    $all = $count.Killed + $count.Timeout + $count.Survived + $count.NoCoverage
    [pscustomobject]@{
        Part = $Name
        Killed = $count.Killed
        TimedOut = $count.Timeout
        Survived = $count.Survived
        NotCovered = $count.NoCoverage
        Score = [math]::Round(100 * ($count.Killed + $count.Timeout) / [math]::Max($all, 1), 1)
    }
}

$parts = @($configuration.parts | Where-Object { $_.name -like $Part })
if ($parts.Count -eq 0) {
    throw "The part '$Part' does not exist. The parts are $($configuration.parts.name -join ', ')."
}

Push-Location -LiteralPath $tests
try {
    dotnet tool restore | Out-Null
    # In milliseconds. Stryker gives up where 'dotnet --info' takes longer, as it may on a busy machine.
    $env:DOTNET_INFO_WAIT_TIME = '600000'
    # The compiler's analyzers have run in the build.
    $env:RunAnalyzers = 'false'
    $scores = foreach ($one in $parts) {
        $folder = Join-Path $root "artifacts/mutation/$($one.name)"
        $settings = Get-Settings -Part $one
        $key = Get-Key -Part $one -Settings $settings
        if (-not (Test-Path -LiteralPath "$folder/key.txt") -or (Get-Content -LiteralPath "$folder/key.txt") -ne $key) {
            Invoke-Part -Part $one -Folder $folder -Settings $settings
            Set-Content -LiteralPath "$folder/key.txt" -Value $key
        }

        Get-Score -Name $one.name -Report "$folder/reports/mutation-report.json"
    }
}
finally {
    $env:RunAnalyzers, $env:DOTNET_INFO_WAIT_TIME = $null
    Pop-Location
}

$scores | Format-Table | Out-Host
$low = @($scores | Where-Object Score -LT $configuration.minimumScore)
if ($low.Count -gt 0) {
    throw "The mutation score is below $($configuration.minimumScore) % in: $($low.Part -join ', '). The surviving mutants are in artifacts/mutation/<part>/reports."
}
