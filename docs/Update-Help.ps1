<#
.SYNOPSIS
    Makes the module's help (module/en-US) from the pages in docs/en-US.
.DESCRIPTION
    Writes PasswordCmdlets.dll-Help.xml from the cmdlets' pages and about_*.help.txt from the about_ pages. Run it after every change to a
    page and commit what it writes; a test fails when the two say different things. Needs platyPS 0.14.
.PARAMETER OutputPath
    Where the help goes; module/en-US of this repository unless given.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [ValidateNotNullOrEmpty()]
    [string]$OutputPath = (Join-Path (Split-Path $PSScriptRoot) 'module/en-US')
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3

# The parameter names of each syntax block of a page, in the order of the page.
function Get-SyntaxOrder {
    [CmdletBinding()]
    param([string]$Path)

    $page = [System.IO.File]::ReadAllText($Path) -replace '\r\n', "`n"
    $syntax = [regex]::Match($page, '(?s)\n## SYNTAX\n(.*?)\n## ').Groups[1].Value
    foreach ($block in [regex]::Matches($syntax, '(?s)```\n(.*?)\n```')) {
        , [string[]][regex]::Matches($block.Groups[1].Value, '(?<=[\s\[])-([A-Z]\w+)').ForEach({ $_.Groups[1].Value })
    }
}

# platyPS sorts the parameters of each syntax and the syntaxes themselves; people read them in the order of the page.
function Set-SyntaxOrder {
    [CmdletBinding(SupportsShouldProcess)]
    param([System.Xml.XmlElement]$Command, [string]$PagePath)

    if (-not $PSCmdlet.ShouldProcess($PagePath, 'Order the syntax')) {
        return
    }

    $items = @($Command.syntax.syntaxItem)
    foreach ($order in Get-SyntaxOrder -Path $PagePath) {
        $item = $items | Where-Object { -not (Compare-Object -ReferenceObject @($_.parameter.name) -DifferenceObject $order) }
        if (@($item).Count -ne 1) {
            throw "${PagePath}: the syntax block with -$($order -join ', -') is not that of one parameter set."
        }

        foreach ($name in $order) {
            $null = $item.AppendChild(($item.parameter | Where-Object name -EQ $name))
        }

        $null = $Command.SelectSingleNode('*[local-name()="syntax"]').AppendChild($item)
    }
}

# Without an empty paragraph the heading of the next example follows on the text of the last one.
function Add-ExampleSpacing {
    [CmdletBinding()]
    param([System.Xml.XmlElement]$Command)

    foreach ($remarks in $Command.SelectNodes('*[local-name()="examples"]/*/*[local-name()="remarks"]')) {
        $null = $remarks.AppendChild($remarks.OwnerDocument.CreateElement('maml', 'para', 'http://schemas.microsoft.com/maml/2004/10'))
    }
}

# Wraps words; the first line may begin with a mark, such as that of a list.
function Format-Text {
    [CmdletBinding()]
    param([string]$Text, [int]$Indent, [string]$Mark = '')

    # Markdown that a terminal does not show: links keep their text, and their address where it is one.
    $plain = [regex]::Replace($Text, '\[([^\]]+)\]\(([^)]+)\)', { param($link) $link.Groups[2].Value -match '^https?:' ? "$($link.Groups[1].Value) ($($link.Groups[2].Value))" : $link.Groups[1].Value })
    $plain = $plain -replace '[`*]', ''
    $line = ' ' * $Indent + $Mark
    $empty = $true
    foreach ($word in $plain -split '\s+' -ne '') {
        if (-not $empty -and $line.Length + 1 + $word.Length -gt 79) {
            $line
            $line = ' ' * ($Indent + $Mark.Length)
            $empty = $true
        }

        $line += ($empty ? '' : ' ') + $word
        $empty = $false
    }

    $line
}

# The blocks of a page: what empty lines keep apart, code blocks whole.
function Get-Block {
    [CmdletBinding()]
    param([string]$Path)

    $block = @()
    $inCode = $false
    foreach ($line in @([System.IO.File]::ReadAllText($Path) -split '\r?\n') + '') {
        $inCode = $inCode -xor $line.StartsWith('```')
        $isHeading = -not $inCode -and $line -match '^#{1,2} '
        if ($block -and ($isHeading -or ($line -eq '' -and -not $inCode))) {
            , $block
            $block = @()
        }

        if ($isHeading) {
            , @($line)
        }
        elseif ($line -ne '' -or $inCode) {
            $block += $line
        }
    }
}

# An about_ page as plain text of at most 80 columns. platyPS would run tables and lists together.
function ConvertTo-AboutText {
    [CmdletBinding()]
    param([string]$Path)

    $name = [System.IO.Path]::GetFileNameWithoutExtension($Path)
    $lines = foreach ($block in Get-Block -Path $Path) {
        $text = $block -join "`n"
        switch -Regex ($text) {
            '^#{1,2} (about_\w+)$' { 'TOPIC', "    $($Matches[1])", ''; break }
            "^# $($name -replace '^about_')$" { break }
            '^# (.+)$' { $Matches[1]; break }
            '^## (.+)$' { "  $($Matches[1])"; break }
            '^```' { $block[1..($block.Count - 2)] | ForEach-Object { "        $_" }; ''; break }
            '^ {4}' { $block | ForEach-Object { "    $_" }; ''; break }
            '^- ' { $text -split '\n(?=- )' | ForEach-Object { Format-Text -Text $_.Substring(2) -Indent 4 -Mark '- ' }; ''; break }
            '^\|' {
                # Each row is its first cell and, further in, the others; the header is left out.
                foreach ($row in $block[2..($block.Count - 1)]) {
                    $first, $others = $row.Trim('|', ' ') -split '\|' | ForEach-Object Trim
                    Format-Text -Text $first -Indent 4
                    $others | ForEach-Object { Format-Text -Text $_ -Indent 8 }
                }

                ''
                break
            }
            default { Format-Text -Text $text -Indent 4; '' }
        }
    }

    (($lines -join "`n") -replace '[ \t]+(?=\n)', '').TrimEnd() + "`n"
}

$platyPS = Get-Module -ListAvailable -Name platyPS | Where-Object { $_.Version -ge '0.14.0' -and $_.Version -lt '1.0' } | Select-Object -First 1
if (-not $platyPS) {
    throw 'The help cannot be made: platyPS 0.14 was not found. Install it with: Install-Module platyPS -RequiredVersion 0.14.2 -Scope CurrentUser'
}

if (-not $PSCmdlet.ShouldProcess($OutputPath, 'Make the help')) {
    return
}

Import-Module $platyPS.Path -Verbose:$false
$source = Join-Path $PSScriptRoot 'en-US'
$utf8 = [System.Text.UTF8Encoding]::new($false)
$null = New-Item -ItemType Directory -Path $OutputPath -Force
Get-ChildItem -Path $OutputPath -File -Filter 'about_*.help.txt' | Remove-Item
$written = New-ExternalHelp -Path (Join-Path $source '*-*.md') -OutputPath $OutputPath -Encoding $utf8 -Force

# Line ends and spaces at the end of lines depend on the system that platyPS runs on; what is committed does not.
foreach ($file in $written) {
    $help = [xml][System.IO.File]::ReadAllText($file.FullName)
    foreach ($command in $help.helpItems.command) {
        Set-SyntaxOrder -Command $command -PagePath (Join-Path $source "$($command.details.name).md")
        Add-ExampleSpacing -Command $command
    }

    $writer = [System.Xml.XmlWriter]::Create($file.FullName, [System.Xml.XmlWriterSettings]@{ Indent = $true; Encoding = $utf8; NewLineChars = "`n" })
    $help.Save($writer)
    $writer.Dispose()
    $text = [System.IO.File]::ReadAllText($file.FullName) -replace '\r\n', "`n" -replace '[ \t]+(?=\n)', ''
    [System.IO.File]::WriteAllText($file.FullName, $text.TrimEnd() + "`n", $utf8)
    Get-Item -LiteralPath $file.FullName
}

foreach ($page in Get-ChildItem -Path $source -Filter 'about_*.md') {
    $target = Join-Path $OutputPath "$($page.BaseName).help.txt"
    [System.IO.File]::WriteAllText($target, (ConvertTo-AboutText -Path $page.FullName), $utf8)
    Get-Item -LiteralPath $target
}
