<#
.SYNOPSIS
Runs the demo and draws what a terminal of 120 columns shows of it: docs/demo.svg.
.DESCRIPTION
Needs the module and the sandbox to be built. Run it after a change of the demo or of the result view, look at the picture, and commit it.
.PARAMETER Step
The steps of the demo to draw, counted from 1.
.PARAMETER Path
Where the picture goes.
#>
[CmdletBinding()]
param(
    [int[]]$Step = @(1, 2, 3),
    [string]$Path = (Join-Path $PSScriptRoot 'demo.svg')
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3
Import-Module (Join-Path $PSScriptRoot '../tests/Pester/Shell.psm1')

$columns, $fontSize, $lineHeight, $margin, $titleBar = 120, 14, 19, 18, 34
$characterWidth = $fontSize * 0.602
$colours = @{ 30 = '#484f58'; 31 = '#ff7b72'; 32 = '#3fb950'; 33 = '#d29922'; 34 = '#58a6ff'; 35 = '#bc8cff'; 36 = '#39c5cf'; 37 = '#c9d1d9'; 90 = '#8b949e' }

# The lines of a step: its title, the command after the prompt, and the output.
function Get-DemoStep {
    [CmdletBinding()]
    param()

    $demo = (Resolve-Path -LiteralPath (Join-Path $PSScriptRoot '../src/PasswordCmdlets.Sandbox/Tour/Demo.ps1')).Path
    $text = Invoke-PowerShell -NoProfile -NonInteractive -Command "`$PSStyle.OutputRendering = 'Ansi'; & '$($demo.Replace("'", "''"))'" | Out-String -Width 4096
    if ($LASTEXITCODE -ne 0) {
        throw "The demo ended with exit code ${LASTEXITCODE}: $text"
    }

    , @([regex]::Split(($text -replace '\r\n', "`n"), '(?m)^(?=--- )') | Select-Object -Skip 1 | ForEach-Object { $_.TrimEnd() })
}

# A line of a terminal as SVG: each SGR escape sequence begins a run of characters with a colour and a weight of its own.
function ConvertTo-SvgLine {
    [CmdletBinding()]
    [OutputType([string])]
    param([string]$Line)

    $colour, $bold = $null, $false
    $parts = foreach ($part in [regex]::Split($Line, '(\e\[[0-9;]*m)')) {
        if ($part -match '^\e\[([0-9;]*)m$') {
            foreach ($code in $Matches[1].Split(';').ForEach({ [int]"0$_" })) {
                if ($code -eq 0) { $colour, $bold = $null, $false }
                elseif ($code -eq 1) { $bold = $true }
                elseif ($code -in 30..37 + 90) { $colour = $colours[$code] }
                elseif ($code -in 91..97) { $colour = $colours[$code - 60] }
            }
        }
        elseif ($part) {
            $style = $(if ($colour) { " fill=`"$colour`"" }) + $(if ($bold) { ' font-weight="bold"' })
            "<tspan$style>$([System.Security.SecurityElement]::Escape($part))</tspan>"
        }
    }

    -join $parts
}

$steps = Get-DemoStep
$lines = [System.Collections.Generic.List[string]]::new()
foreach ($number in $Step) {
    if ($lines.Count) { $lines.Add('') }
    foreach ($line in $steps[$number - 1].Split("`n")) {
        $plain = $line -replace '\e\[[0-9;]*m'
        if ($plain.StartsWith('--- ')) { $lines.Add("`e[90m# $($plain.Substring(4))`e[0m"); continue }
        if ($plain.StartsWith('PS> ')) { $line = "`e[34mPS>`e[0m $($plain.Substring(4))" }

        # A terminal breaks what is wider than it is; only plain lines are.
        while ($plain.Length -gt $columns -and $line -eq $plain) {
            $lines.Add($plain.Substring(0, $columns))
            $line = $plain = $plain.Substring($columns)
        }

        $lines.Add($line)
    }
}

$width = [int][Math]::Ceiling($columns * $characterWidth + 2 * $margin)
$height = $titleBar + $lines.Count * $lineHeight + $margin
$svg = [System.Text.StringBuilder]::new()
$null = $svg.Append("<svg xmlns=`"http://www.w3.org/2000/svg`" viewBox=`"0 0 $width $height`" width=`"$width`" height=`"$height`" role=`"img`">`n")
$null = $svg.Append("<title>The demo in a terminal</title>`n<rect width=`"$width`" height=`"$height`" rx=`"8`" fill=`"#0d1117`"/>`n")
foreach ($dot in @(@(20, '#ff5f57'), @(40, '#febc2e'), @(60, '#28c840'))) {
    $null = $svg.Append("<circle cx=`"$($dot[0])`" cy=`"17`" r=`"6`" fill=`"$($dot[1])`"/>`n")
}

$null = $svg.Append("<g font-family=`"ui-monospace, 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace`" font-size=`"$fontSize`" fill=`"#c9d1d9`" xml:space=`"preserve`">`n")
for ($i = 0; $i -lt $lines.Count; $i++) {
    if ($lines[$i]) {
        $null = $svg.Append("<text x=`"$margin`" y=`"$($titleBar + ($i + 1) * $lineHeight - 4)`">$(ConvertTo-SvgLine -Line $lines[$i])</text>`n")
    }
}

$null = $svg.Append("</g>`n</svg>`n")
[System.IO.File]::WriteAllText($PSCmdlet.GetUnresolvedProviderPathFromPSPath($Path), $svg.ToString())
Write-Output "$Path shows $($lines.Count) lines of $($steps.Count) steps."
