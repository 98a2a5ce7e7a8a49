<#
.SYNOPSIS
    Changes the passwords that a pipeline task asks for.
.DESCRIPTION
    Calls one of the module's cmdlets and reports the outcome to the agent in logging commands: secrets masked before anything else is written, an error
    for each target that did not get its password, a summary in Markdown. Exit code 0: every target has its new password; 1: the task ended
    early; 2: some target has not.

    Module logging (event 4103) and transcripts record the arguments and the pipeline input of every command and function. There a secret is a
    SecureString; only .NET calls and operators, which are not recorded, read and write its text.
#>

# No [CmdletBinding()]: then standard input is $input.
param(
    # The task's inputs by name, the secret ones as SecureString; read from standard input as JSON unless specified.
    [hashtable]$Request
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$fromStandardInput = -not $Request
$secretInputs = 'accessKeySecret', 'securityToken', 'password', 'oldPassword'
$taskInputs = ([System.IO.File]::ReadAllText((Join-Path $PSScriptRoot 'task.json')) | ConvertFrom-Json).inputs

# https://github.com/microsoft/azure-pipelines-tasks/blob/master/docs/authoring/commands.md: a value ends at the line's end, a property at ] or ;.
function Write-AgentCommand([string]$Command, [string]$Data, [securestring]$Secret, [hashtable]$Property = @{}) {
    $list = foreach ($name in $Property.Keys | Sort-Object) {
        "$name=$($Property[$name].Replace('%', '%AZP25').Replace("`r", '%0D').Replace("`n", '%0A').Replace(']', '%5D').Replace(';', '%3B'));"
    }

    $head = ("$Command " + ($list -join '')).TrimEnd()
    $text = if ($Secret) { [System.Net.NetworkCredential]::new('', $Secret).Password } else { $Data }
    [Console]::Out.WriteLine("##vso[$head]" + $text.Replace('%', '%AZP25').Replace("`r", '%0D').Replace("`n", '%0A'))
}

# The text may come from a provider or a file: nothing in it can be a logging command or a control sequence of a terminal.
function Write-Issue([string]$Type, [string]$Message) {
    $shown = $Message -replace '#(?=#)', '# ' -replace '[\p{Cc}-[\r\n\t]]', '?'
    Write-AgentCommand -Command 'task.logissue' -Data $shown -Property @{ type = $Type }
}

# The agent accepts no secret of several lines; each of its lines is one.
function Write-Mask([securestring]$Secret) {
    if (-not $Secret) {
        return
    }

    foreach ($line in [System.Net.NetworkCredential]::new('', $Secret).Password -split '\r\n|\r|\n') {
        if ($line.Trim()) {
            [Console]::Out.WriteLine('##vso[task.setsecret]' + $line.Replace('%', '%AZP25'))
        }
    }
}

function Test-Choice([string]$Name) {
    "$($Request[$Name])" -eq 'true'
}

# The agent makes an input of the type filePath absolute from the folder of the repository: one that is empty arrives as that folder.
function Clear-EmptyPath {
    $roots = @($env:BUILD_SOURCESDIRECTORY, $env:SYSTEM_DEFAULTWORKINGDIRECTORY | Where-Object { $_ } | ForEach-Object { $_.TrimEnd('\', '/') })
    foreach ($name in 'targetsFile', 'reportPath') {
        if ("$($Request[$name])".TrimEnd('\', '/') -in $roots) {
            $Request[$name] = ''
        }
    }
}

# The agent also passes the inputs that the editor hides (visibleRule), with their defaults or what they held before.
function Clear-HiddenInput {
    foreach ($rule in $taskInputs | Where-Object { $_.visibleRule }) {
        $visible = foreach ($condition in $rule.visibleRule -split ' \|\| ') {
            $name, $value = $condition -split ' = '
            $value -eq $(if ($Request[$name]) { $Request[$name] } else { ($taskInputs | Where-Object { $_.name -eq $name }).defaultValue })
        }

        if ($visible -notcontains $true) {
            $Request.Remove($rule.name)
        }
    }
}

# An undefined variable stays as it is written. A password may have its form as a part.
function Assert-Input {
    foreach ($entry in $taskInputs | Where-Object { $Request[$_.name] }) {
        $name = $entry.name
        $pattern = if ($name -in $secretInputs) { '^\$\(.*\)\z' } else { '\$\([\w. -]+\)' }
        if ([System.Net.NetworkCredential]::new('', $Request[$name]).Password -match $pattern) {
            throw "${name}: the variable is not defined in this pipeline."
        }

        if ($entry.type -eq 'boolean' -and $Request[$name] -notin 'true', 'false') {
            throw "${name}: the value is invalid. Specify true or false."
        }
    }
}

function Get-Target {
    $column = if ($Request.command -eq 'Set-RamUserPassword') { 'UserName' } else { 'InstanceId' }
    if ($Request.targetsFile) {
        Get-FileTarget $column
        return
    }

    $Request.targets -split '[\s,]+' | Where-Object { $_ } | ForEach-Object { [pscustomobject]@{ $column = $_ } }
}

# A value in the file takes precedence; where it is empty, the input of that name is used. A column of another name may hold a secret and is not passed on.
function Get-FileTarget([string]$Column) {
    $rows = @(Import-Csv -LiteralPath $Request.targetsFile)
    $columns = if ($rows) { @($rows[0].PSObject.Properties.Name) } else { @() }
    if ($rows -and $Column -notin $columns) {
        throw "targetsFile: $($Request.targetsFile) has no column $Column."
    }

    $script:fileInputs = @('provider', 'resource', 'region', 'projectId', 'userName' | Where-Object { $_ -in $columns -and $_ -ne $Column })
    foreach ($row in $rows) {
        $target = [ordered]@{ $Column = $row.$Column }
        foreach ($name in $fileInputs) {
            $target[$name] = if ($row.$name) { $row.$name } else { $Request[$name] }
        }

        [pscustomobject]$target
    }
}

# The cmdlet's parameters; an input that belongs to another cmdlet is ignored.
function Get-Parameter([string]$Command) {
    $parameters = @{ Confirm = $false }
    $known = (Get-Command $Command).Parameters
    $plain = @{
        provider = 'Provider'; resource = 'Resource'; region = 'Region'; userName = 'UserName'; operatingSystem = 'OperatingSystem'; projectId = 'ProjectId'; apiVersion = 'ApiVersion'
        vaultName = 'VaultName'; secretName = 'SecretName'; throttleLimit = 'ThrottleLimit'; endpoint = 'Endpoint'; reportPath = 'ReportPath'
        canary = 'Canary'; maximumFailure = 'MaximumFailure'; notAfter = 'NotAfter'
    }
    foreach ($name in @($plain.Keys) | Where-Object { $_ -notin $fileInputs }) {
        if ($Request[$name] -and $known.ContainsKey($plain[$name])) {
            $parameters[$plain[$name]] = $Request[$name]
        }
    }

    foreach ($name in 'Force', 'Wait', 'Restart', 'Reset', 'PasswordResetRequired', 'CreateLoginProfile', 'WhatIf') {
        if ((Test-Choice $name) -and $known.ContainsKey($name)) {
            $parameters[$name] = $true
        }
    }

    if ($Request.accessKeyId) {
        $parameters.AccessKey = [pscredential]::new($Request.accessKeyId, $Request.accessKeySecret)
    }

    if ($Request.securityToken) {
        $parameters.SecurityToken = $Request.securityToken
    }

    if ($Request.oldPassword -and $known.ContainsKey('OldPassword') -and -not $parameters.ContainsKey('Reset')) {
        $parameters.OldPassword = $Request.oldPassword
    }

    if (Test-Choice 'generatePassword') {
        $parameters.GeneratePassword = $true
        if (-not $Request.vaultName) {
            $parameters.AllowUnstored = $true
        }
    }
    else {
        $name = if ($known.ContainsKey('NewPassword')) { 'NewPassword' } else { 'Password' }
        $parameters[$name] = $Request.password
    }

    $parameters
}

function Assert-Request([object[]]$Target) {
    if ($Request.command -notin 'Reset-CloudInstancePassword', 'Set-EcsVncPassword', 'Set-DcsPassword', 'Set-RamUserPassword') {
        throw "command: '$($Request.command)' is not supported."
    }

    if (-not $Target -and $Request.command -ne 'Set-RamUserPassword') {
        throw 'targets: none are specified. Specify targets or targetsFile.'
    }

    # The host writes the text of whatIf to standard output, where the agent reads its commands.
    $names = @($Target | ForEach-Object { $_.PSObject.Properties.Value }) + ('provider', 'resource', 'region', 'projectId', 'userName' | ForEach-Object { $Request[$_] })
    if ($names -match '##|\p{Cc}') {
        throw 'targets: the value of an id, a user name or a region contains two number signs in a row or a control character.'
    }

    if ($Request.roleConnection -and ($Request.connection -or $Request.accessKeyId)) {
        throw 'roleConnection and an access key are two identities: specify one.'
    }

    # The identity is of one provider; for rows of another the module would use the agent's own identity, or the key of the wrong provider.
    if ($Request.command -eq 'Reset-CloudInstancePassword' -and 'provider' -in $fileInputs -and ($Request.roleConnection -or $Request.accessKeyId)) {
        $providers = @($Target.provider | Sort-Object -Unique)
        if ($providers.Count -gt 1) {
            throw 'targetsFile: the targets are of several providers, and the role or the access key is of one. Use one targets file for each provider.'
        }

        $Request.provider = $providers[0]
    }

    if ([bool]$Request.accessKeyId -ne [bool]$Request.accessKeySecret) {
        throw 'accessKeyId and accessKeySecret belong together. Is the secret variable mapped?'
    }

    if (-not (Test-Choice 'generatePassword')) {
        if (-not $Request.password) {
            throw 'password: specify one, or set generatePassword.'
        }
    }
    elseif (-not $Request.vaultName) {
        if (-not $Request.passwordVariable) {
            throw 'generatePassword: specify vaultName or passwordVariable.'
        }

        if (@($Target).Count -gt 1) {
            throw 'passwordVariable holds the password of one target. Specify vaultName for several.'
        }
    }
    elseif ($Request.passwordVariable) {
        throw 'passwordVariable and vaultName: specify one. Read a password from the vault where it is needed.'
    }

    if ($Request.passwordVariable -and $Request.passwordVariable -notmatch '^[A-Za-z_][A-Za-z0-9_.]*$') {
        throw 'passwordVariable: a name has letters, digits, _ and . only.'
    }
}

# Accepted without an ErrorId is the result of a task that does not wait, and the best of a provider that shows no more: a wait that was not long enough
# has an ErrorId.
function Test-Done([psobject]$Result) {
    -not $Result.ErrorId -and $Result.Status -in 'Succeeded', 'Accepted'
}

# First of all output, so that nothing can show a secret that the agent does not know yet.
function Publish-Secret([object[]]$Result) {
    $passwords = @($Result | Where-Object { $_.Credential } | ForEach-Object { $_.Credential.Password })
    foreach ($password in $passwords) {
        Write-Mask $password
    }

    if ($Request.passwordVariable -and $passwords) {
        Write-AgentCommand -Command 'task.setvariable' -Secret $passwords[0] -Property @{ variable = $Request.passwordVariable; issecret = 'true'; isoutput = 'true' }
    }
}

function Publish-Summary([object[]]$Result) {
    $folder = if ($env:AGENT_TEMPDIRECTORY) { $env:AGENT_TEMPDIRECTORY } else { [System.IO.Path]::GetTempPath() }
    $path = Join-Path $folder "Passwords-$([guid]::NewGuid().ToString('N')).md"
    $Result | Export-CloudPasswordReport -Destination $path
    Write-AgentCommand -Command 'task.uploadsummary' -Data $path
}

# Of a command that ended early the report alone has what was in flight. A classic release has no artifacts of its own: the upload would fail the task.
function Publish-Report {
    if ($Request.reportPath -and $Request.reportArtifact -and (Test-Path -LiteralPath $Request.reportPath -PathType Leaf)) {
        $report = (Resolve-Path -LiteralPath $Request.reportPath).ProviderPath
        if ($env:SYSTEM_HOSTTYPE -ne 'build') {
            Write-Issue -Type warning -Message "reportArtifact: a classic release cannot upload an artifact. The report is $report on the agent."
            return
        }

        Write-AgentCommand -Command 'artifact.upload' -Data $report -Property @{ containerfolder = $Request.reportArtifact; artifactname = $Request.reportArtifact }
    }
}

# How many of the targets have no new password. One that the cmdlet does not bind has an error and no result, and so has each with whatIf.
function Publish-Outcome([object[]]$Result, [object[]]$Problem = @()) {
    $mostIssues = 50
    $refused = @($Problem | Where-Object { (Test-Choice 'whatIf') -or $_.Exception -is [System.Management.Automation.ParameterBindingException] })
    foreach ($one in $refused | Select-Object -First $mostIssues) {
        Write-Issue -Type error -Message "$(if ($one.TargetObject.InstanceId) { "$($one.TargetObject.InstanceId): " })$($one.Exception.Message)"
    }

    $open = @($Result | Where-Object { -not (Test-Done $_) })
    foreach ($one in $open | Select-Object -First $mostIssues) {
        Write-Issue -Type error -Message "$($one.InstanceId)$(if ($one.UserName) { " $($one.UserName)" }): $($one.Status): $($one.ErrorId): $($one.Message)"
    }

    if ($Result) {
        Publish-Summary $Result
    }

    $restarts = @($Result | Where-Object { $_.RestartRequired -and (Test-Done $_) }).Count
    $count = "$($Result.Count - $open.Count) of $($Result.Count + $refused.Count)"
    $script:outcome = if (Test-Choice 'whatIf') {
        'Nothing was sent.'
    }
    elseif ($restarts) {
        Write-Issue -Type warning -Message "For $restarts target(s) the new password takes effect at the next restart. Until then the earlier one is in force. Set the input restart to restart running instances."
        "$count passwords are set, $restarts of them with effect from the next restart."
    }
    elseif ("$($Request.wait)" -eq 'false') {
        "$count changes were accepted."
    }
    else {
        "$count targets have their new password."
    }

    [Console]::Out.WriteLine($outcome)
    $open.Count + $refused.Count
}

# A command that ended early may have changed some passwords first.
function Publish-Early {
    Publish-Secret (@($results) + @(Get-Variable -Scope Global -Name PasswordCmdletsUndelivered -ValueOnly -ErrorAction Ignore))
}

$code = 1
$results = @()
$fileInputs = @()
$signOut = $null
$isStopped = $true
try {
    if ($fromStandardInput) {
        $Request = @{}
        $json = [System.Text.Json.JsonDocument]::Parse(@($input) -join "`n")
        foreach ($entry in $json.RootElement.EnumerateObject()) {
            $text = $entry.Value.GetString()
            if ($text) {
                $Request[$entry.Name] = if ($entry.Name -in $secretInputs + 'accessToken') { [System.Net.NetworkCredential]::new('', $text).SecurePassword } else { $text }
            }
        }
    }

    Write-Mask $Request.accessToken
    foreach ($name in $secretInputs) {
        Write-Mask $Request[$name]
    }

    Clear-EmptyPath
    Clear-HiddenInput
    Assert-Input
    $targets = @(Get-Target)
    Assert-Request $targets
    if ($Request.roleConnection -and -not (Test-Choice 'whatIf')) {
        $signOut = & (Join-Path $PSScriptRoot 'Connect-CloudRole.ps1') -Request $Request
    }

    $bundled = Join-Path $PSScriptRoot 'PasswordCmdlets/PasswordCmdlets.psd1'
    $module = if ($Request.modulePath) { $Request.modulePath } elseif (Test-Path -LiteralPath $bundled) { $bundled } else { 'PasswordCmdlets' }
    Import-Module $module
    $parameters = Get-Parameter $Request.command
    $quiet = @{ ErrorAction = 'SilentlyContinue'; WarningAction = 'SilentlyContinue'; WarningVariable = 'warnings'; ErrorVariable = 'problems'; OutVariable = 'results' }
    if ($targets) {
        $null = $targets | & $Request.command @parameters @quiet
    }
    else {
        $null = & $Request.command @parameters @quiet
    }

    Publish-Secret $results
    foreach ($warning in $warnings) {
        Write-Issue -Type warning -Message $warning.Message
    }

    $isStopped = $false
    $code = if ((Publish-Outcome $results $problems) -eq 0) { 0 } else { 2 }
}
catch {
    $isStopped = $false
    Publish-Early
    # What this script throws has its message as its id.
    $id = if ($_.FullyQualifiedErrorId -cne $_.Exception.Message) { "$($_.FullyQualifiedErrorId.Split(',')[0]): " }
    Write-Issue -Type error -Message "$id$($_.Exception.Message)"
    if ($results) {
        $null = Publish-Outcome $results
    }
}
finally {
    # At Ctrl+C no catch runs.
    if ($isStopped) {
        Publish-Early
    }

    if ($signOut) {
        $null = & $signOut
    }

    Publish-Report
}

if ($code -eq 0) {
    Write-AgentCommand -Command 'task.complete' -Data $outcome -Property @{ result = 'Succeeded' }
}

if ($fromStandardInput) {
    exit $code
}

$code
