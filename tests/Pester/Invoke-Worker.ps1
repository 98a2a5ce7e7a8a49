<#
.SYNOPSIS
Runs scripts one after the other, each in a runspace and with environment variables of its own.
.DESCRIPTION
Most of the processor time of a file of the suite is that PowerShell, Pester and the module are compiled anew in each process. Here they are
compiled once. Each line that comes through the pipe is a script with its arguments as JSON; the worker ends when the pipe does. What a script
writes goes to standard output, and after it a line with the token.
#>
[CmdletBinding()]
param(
    # The pipe that the scripts come through. Standard input would be shared with the processes that the scripts start.
    [Parameter(Mandatory)][string]$PipeName,
    # The text of the line that follows the output of each script.
    [Parameter(Mandatory)][string]$Token
)

$ErrorActionPreference = 'Stop'
$environment = [Environment]::GetEnvironmentVariables()
$culture = [cultureinfo]::CurrentCulture
$folder = [Environment]::CurrentDirectory
$pipe = [System.IO.Pipes.NamedPipeClientStream]::new('.', $PipeName, 'In')
$pipe.Connect()
$reader = [System.IO.StreamReader]::new($pipe, [System.Text.UTF8Encoding]::new($false))
while ($null -ne ($line = $reader.ReadLine())) {
    $job = ConvertFrom-Json -InputObject $line
    $runspace = [runspacefactory]::CreateRunspace($Host)
    $runspace.Open()
    $shell = [powershell]::Create()
    try {
        $shell.Runspace = $runspace
        $null = $shell.AddScript('param($Script, $Arguments) & $Script @Arguments').AddArgument($job.Script)
        $arguments = @{}
        foreach ($property in $job.Arguments.psobject.Properties) {
            $arguments[$property.Name] = $property.Value
        }

        $null = $shell.AddArgument($arguments)
        $shell.Invoke()
        $shell.Streams.Error
    }
    catch {
        $_
    }
    finally {
        $shell.Dispose()
        $runspace.Dispose()
        [Environment]::CurrentDirectory = $folder
        [cultureinfo]::CurrentCulture = $culture
        foreach ($name in @([Environment]::GetEnvironmentVariables().Keys) + @($environment.Keys)) {
            [Environment]::SetEnvironmentVariable($name, $environment[$name])
        }
    }

    [Console]::Out.WriteLine()
    [Console]::Out.WriteLine($Token)
    [Console]::Out.Flush()
}
