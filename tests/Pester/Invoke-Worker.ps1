<#
.SYNOPSIS
Runs scripts one after the other, each in a runspace and with environment variables of its own.
.DESCRIPTION
Most of the processor time of a file of the suite is that PowerShell, Pester and the module are compiled anew in each process. Here they are
compiled once. Each line that comes through the pipe is a job as JSON; the worker ends when the pipe does. What a job writes goes to standard
output, and after it a line with its exit code and the token.

A job has a Script with its Arguments and Input, or a Command as text; and an Environment where it is not to have the worker's.
#>
[CmdletBinding()]
param(
    # The pipe that the jobs come through. Standard input would be shared with the processes that the scripts start.
    [Parameter(Mandatory)][string]$PipeName,
    # The text at the end of the line that follows the output of each job.
    [Parameter(Mandatory)][string]$Token
)

$ErrorActionPreference = 'Stop'

function ConvertTo-Table([object]$Value) {
    $table = @{}
    foreach ($property in @($Value.psobject.Properties)) {
        $table[$property.Name] = $property.Value
    }

    $table
}

function Use-Environment([System.Collections.IDictionary]$Variable) {
    foreach ($name in @([Environment]::GetEnvironmentVariables().Keys) + @($Variable.Keys)) {
        [Environment]::SetEnvironmentVariable($name, $Variable[$name])
    }
}

# In a runspace that has nothing of this script.
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
$culture = [cultureinfo]::CurrentCulture
$folder = [Environment]::CurrentDirectory
$pipe = [System.IO.Pipes.NamedPipeClientStream]::new('.', $PipeName, 'In')
$pipe.Connect()
$reader = [System.IO.StreamReader]::new($pipe, [System.Text.UTF8Encoding]::new($false))
while ($null -ne ($line = $reader.ReadLine())) {
    $job = ConvertFrom-Json -InputObject $line
    if ($job.Environment) {
        Use-Environment (ConvertTo-Table $job.Environment)
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
        [cultureinfo]::CurrentCulture = $culture
        Use-Environment $environment
    }

    [Console]::Out.WriteLine()
    [Console]::Out.WriteLine("$exitCode $Token")
}
