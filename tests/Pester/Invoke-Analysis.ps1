<#
.SYNOPSIS
Runs PSScriptAnalyzer with the PowerShell Gallery's settings over every script of the repository and every PowerShell block of its pages.
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'
Import-Module PSScriptAnalyzer -MinimumVersion 1.20
$root = (Resolve-Path -LiteralPath (Join-Path $PSScriptRoot '../..')).Path
$built = '[\\/](bin|obj|output|artifacts|node_modules|\.git)[\\/]'
$files = Get-ChildItem -LiteralPath $root -Recurse -File -Include *.ps1, *.psm1, *.psd1, *.ps1xml, *.md |
    Where-Object { $_.FullName.Substring($root.Length) -notmatch $built }

$findings = foreach ($file in $files) {
    $name = $file.FullName.Substring($root.Length + 1)
    if ($file.Extension -ne '.md') {
        Invoke-ScriptAnalyzer -Path $file.FullName -Settings PSGallery | ForEach-Object { "${name}:$($_.Line): $($_.RuleName): $($_.Message)" }
        continue
    }

    $text = [System.IO.File]::ReadAllText($file.FullName) -replace '\r\n', "`n"
    foreach ($block in [regex]::Matches($text, '(?s)(?<=^|\n)```powershell\n(.*?)\n```')) {
        $before = $text.Substring(0, $block.Index).Split("`n").Count
        # One block of a page may assign what the next one, or the reader, uses.
        Invoke-ScriptAnalyzer -ScriptDefinition $block.Groups[1].Value -Settings PSGallery -ExcludeRule PSUseDeclaredVarsMoreThanAssignments | ForEach-Object { "${name}:$($before + $_.Line): $($_.RuleName): $($_.Message)" }
    }
}

$findings
Write-Output "$(@($files).Count) files, $(@($findings).Count) findings"
exit [int]($null -ne $findings)
