# Starts other PowerShells like the one that runs the tests. The suite runs in PowerShell 7 and in Windows PowerShell 5.1.
Set-StrictMode -Version 3

<#
.SYNOPSIS
The program that runs this PowerShell and its first arguments.
.DESCRIPTION
PowerShell installed as a .NET tool is pwsh.dll run by dotnet. The pwsh of such a tool is a shim: killing it leaves its child alive.
#>
function Get-PowerShellCommand {
    [CmdletBinding()]
    [OutputType([string])]
    param()

    $program = if ($PSEdition -eq 'Core') { [Environment]::ProcessPath } else { [System.Diagnostics.Process]::GetCurrentProcess().MainModule.FileName }
    $program
    if ([System.IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet') {
        Join-Path $PSHOME 'pwsh.dll'
    }
}

<#
.SYNOPSIS
Runs another PowerShell with the given arguments and returns its output.
#>
function Invoke-PowerShell {
    $program, [string[]]$first = Get-PowerShellCommand
    $arguments = $args

    # Windows PowerShell passes a quotation mark on as it is, and the program takes it for the end of its argument.
    if ($PSEdition -eq 'Desktop') {
        $arguments = @($args | ForEach-Object { "$_" -replace '(\\*)"', '$1$1\"' })
    }

    & $program @first @arguments
}

<#
.SYNOPSIS
One line of arguments, as .NET and Windows divide it.
#>
function Join-Argument {
    [CmdletBinding()]
    [OutputType([string])]
    param([Parameter(Mandatory)][AllowEmptyString()][string[]]$Arguments)

    ($Arguments | ForEach-Object { '"' + ($_ -replace '(\\*)"', '$1$1\"' -replace '(\\+)$', '$1$1') + '"' }) -join ' '
}

<#
.SYNOPSIS
What System.Diagnostics.Process needs to start another PowerShell; its standard output and error are redirected.
#>
function Get-PowerShellStart {
    [CmdletBinding()]
    [OutputType([System.Diagnostics.ProcessStartInfo])]
    param([Parameter(Mandatory)][string[]]$Arguments)

    $program, [string[]]$first = Get-PowerShellCommand
    $start = [System.Diagnostics.ProcessStartInfo]::new($program, (Join-Argument ($first + $Arguments)))
    $start.UseShellExecute = $false
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $start
}

<#
.SYNOPSIS
The environment variable that specifies the user's home folder.
#>
function Get-HomeVariable {
    [CmdletBinding()]
    [OutputType([string])]
    param()

    if ($env:OS -eq 'Windows_NT') { 'USERPROFILE' } else { 'HOME' }
}

<#
.SYNOPSIS
Runs a script in another PowerShell of another home folder and returns its output as text.
#>
function Invoke-PowerShellAt {
    [CmdletBinding()]
    param([Parameter(Mandatory)][string]$HomeFolder, [Parameter(Mandatory)][scriptblock]$Script)

    $variable = Get-HomeVariable
    $saved = [Environment]::GetEnvironmentVariable($variable)
    [Environment]::SetEnvironmentVariable($variable, $HomeFolder)
    try {
        Invoke-PowerShell -NoProfile -NonInteractive -Command $Script.ToString()
    }
    finally {
        [Environment]::SetEnvironmentVariable($variable, $saved)
    }
}

<#
.SYNOPSIS
Runs commands beside each other, each in a runspace of its own with every stream in one, and returns what each wrote and what was left in $Error.
#>
function Invoke-Together {
    [CmdletBinding()]
    param(
        # Modules for the runspaces.
        [Parameter(Mandatory)][string[]]$Module,
        # Name, Code (text that uses the variables) and Variables of each.
        [Parameter(Mandatory)][object[]]$Command,
        [int]$ThrottleLimit = 40
    )

    $state = [initialsessionstate]::CreateDefault2()
    $state.ImportPSModule($Module)
    $pool = [runspacefactory]::CreateRunspacePool(1, $ThrottleLimit, $state, $Host)
    $pool.Open()
    try {
        $running = foreach ($item in $Command) {
            $shell = [powershell]::Create()
            $shell.RunspacePool = $pool
            $null = $shell.AddScript({
                    param($Code, $Variables)
                    foreach ($entry in $Variables.GetEnumerator()) { Set-Variable -Name $entry.Key -Value $entry.Value }
                    $Error.Clear()
                    $output = try { . ([scriptblock]::Create($Code)) *>&1 } catch { $_ }
                    [pscustomobject]@{ Output = @($output); Errors = @($Error) }
                }.ToString()).AddArgument($item.Code).AddArgument($item.Variables)
            [pscustomobject]@{ Name = $item.Name; Shell = $shell; Handle = $shell.BeginInvoke() }
        }

        foreach ($one in $running) {
            $seen = @($one.Shell.EndInvoke($one.Handle))[-1]
            [pscustomobject]@{
                Name   = $one.Name
                Output = @($seen.Output)
                Errors = @($seen.Errors) + @($one.Shell.Streams.Error)
                Other  = @($one.Shell.Streams.Progress) + @($one.Shell.Streams.Warning) + @($one.Shell.Streams.Verbose) + @($one.Shell.Streams.Debug) + @($one.Shell.Streams.Information)
            }
            $one.Shell.Dispose()
        }
    }
    finally {
        $pool.Dispose()
    }
}

<#
.SYNOPSIS
Compiles a class of this folder, once in a process. They are in C# 5, for the compiler of Windows PowerShell.
#>
function Import-TestType {
    [CmdletBinding()]
    param([Parameter(Mandatory)][string]$Name)

    if (-not ("PasswordCmdlets.Tests.$Name" -as [type])) {
        $references = if ($PSEdition -eq 'Desktop') { @{ ReferencedAssemblies = 'System', 'System.Core' } } else { @{} }
        Add-Type -Path (Join-Path $PSScriptRoot "$Name.cs") -IgnoreWarnings @references
    }
}

<#
.SYNOPSIS
Makes these the environment variables of this process, and no others.
.DESCRIPTION
PowerShell passes $null to .NET as an empty text, which sets an empty variable.
#>
function Set-ProcessEnvironment {
    [CmdletBinding()]
    param([Parameter(Mandatory)][System.Collections.IDictionary]$Variable)

    foreach ($name in @([Environment]::GetEnvironmentVariables().Keys) + @($Variable.Keys)) {
        $value = if ($Variable.Contains($name)) { $Variable[$name] } else { [System.Management.Automation.Language.NullString]::Value }
        [Environment]::SetEnvironmentVariable($name, $value)
    }
}

Export-ModuleMember -Function Set-ProcessEnvironment, Get-PowerShellCommand, Invoke-PowerShell, Join-Argument, Get-PowerShellStart, Get-HomeVariable, Invoke-PowerShellAt, Invoke-Together, Import-TestType
