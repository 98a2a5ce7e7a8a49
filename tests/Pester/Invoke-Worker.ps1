<#
.SYNOPSIS
Runs scripts one after the other, each in a runspace and with environment variables of its own.
.DESCRIPTION
In a process of its own, a test file spends most of its processor time on compiling PowerShell, Pester and the module. A worker compiles them
once. Each line that comes through the pipe is a job as JSON; the worker ends when the pipe does. What a job writes goes to standard output,
and after it a line with its exit code and the end marker.

A job has either a Script, with Arguments and Input, or a Command. Without an Environment it has the worker's.
#>
[CmdletBinding()]
param(
    # The pipe that the jobs come through. Standard input would be shared with the processes that the scripts start.
    [Parameter(Mandatory)][string]$PipeName,
    # The text at the end of the line that follows the output of each job.
    [Parameter(Mandatory)][string]$EndMarker
)

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot 'Shell.psm1')

function ConvertTo-Table([object]$Value) {
    $table = @{}
    foreach ($property in @($Value.psobject.Properties)) {
        $table[$property.Name] = $property.Value
    }

    $table
}

# Runs a job. Its runspace has no variable or function of this script.
$run = {
    param($Job, $Arguments)

    if ($Job.Command) {
        . ([scriptblock]::Create($Job.Command))
    }
    elseif ($Job.Input) {
        $Job.Input | & $Job.Script @Arguments
    }
    else {
        & $Job.Script @Arguments
    }
}.ToString()

$environment = [Environment]::GetEnvironmentVariables()
$folder = [Environment]::CurrentDirectory
$pipe = [System.IO.Pipes.NamedPipeClientStream]::new('.', $PipeName, 'In')
$pipe.Connect(60000)
$reader = [System.IO.StreamReader]::new($pipe, [System.Text.UTF8Encoding]::new($false))
while ($null -ne ($line = $reader.ReadLine())) {
    $job = ConvertFrom-Json -InputObject $line
    if ($job.Environment) {
        # Names that differ in case alone are different variables on Linux.
        $variables = [hashtable]::new([StringComparer]::Ordinal)
        foreach ($variable in $job.Environment) {
            $name, $value = $variable -split '=', 2
            $variables[$name] = $value
        }

        Set-ProcessEnvironment $variables
    }

    $runspace = [runspacefactory]::CreateRunspace($Host)
    $runspace.Open()
    $shell = [powershell]::Create()
    $exitCode = 1
    try {
        $shell.Runspace = $runspace
        $null = $shell.AddScript($run).AddArgument($job).AddArgument((ConvertTo-Table $job.Arguments)).AddCommand('Out-Default')
        $shell.Commands.Commands[0].MergeMyResults('Error', 'Output')
        $null = $shell.Invoke()
        $exitCode = if ($job.Script) { [int]$runspace.SessionStateProxy.GetVariable('LASTEXITCODE') } else { 0 }
    }
    catch {
        [Console]::Out.WriteLine("$_")
    }
    finally {
        $shell.Dispose()
        $runspace.Dispose()
        [Environment]::CurrentDirectory = $folder
        Set-ProcessEnvironment $environment
    }

    [Console]::Out.WriteLine()
    [Console]::Out.WriteLine("$exitCode $EndMarker")
}
