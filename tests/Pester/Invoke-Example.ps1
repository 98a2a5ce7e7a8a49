<#
.SYNOPSIS
    Runs one example, as written, in a session of its own, and writes what came of it as JSON.
.DESCRIPTION
    What a person would type at a prompt comes from stand-ins for Read-Host and Get-Credential. The sandbox's address comes in as a default
    parameter value and its keys as environment variables, so that the example itself stays as it is. pwsh and the cmdlets of Task Scheduler
    have stand-ins that pass the address on.
#>
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'The stand-ins of Task Scheduler change nothing.')]
[CmdletBinding()]
param(
    # A file with the example's code.
    [Parameter(Mandatory)][string]$CodePath,
    # Where the sandbox listens.
    [Parameter(Mandatory)][uri]$Sandbox,
    # The module's psd1.
    [Parameter(Mandatory)][string]$ModulePath,
    # Where the JSON goes.
    [Parameter(Mandatory)][string]$SummaryPath,
    # The session's folder; vaults are in it too.
    [Parameter(Mandatory)][string]$Folder
)

$env:PSModulePath = (Split-Path (Split-Path $ModulePath)) + [System.IO.Path]::PathSeparator + $env:PSModulePath
Import-Module $ModulePath
Import-Module (Join-Path $PSScriptRoot 'Sandbox.psm1'), (Join-Path $PSScriptRoot 'Shell.psm1')
Set-Location -LiteralPath $Folder
$code = [System.IO.File]::ReadAllText($CodePath)

$env:ALIBABA_CLOUD_ACCESS_KEY_ID = 'sandbox-alibaba-id'
$env:ALIBABA_CLOUD_ACCESS_KEY_SECRET = 'sandbox-alibaba-secret'
$env:HUAWEICLOUD_SDK_AK = 'sandbox-huawei-id'
$env:HUAWEICLOUD_SDK_SK = 'sandbox-huawei-secret'
$env:TENCENTCLOUD_SECRET_ID = 'sandbox-tencent-id'
$env:TENCENTCLOUD_SECRET_KEY = 'sandbox-tencent-secret'
$env:ZENLAYERCLOUD_ACCESS_KEY_ID = 'sandbox-zenlayer-id'
$env:ZENLAYERCLOUD_ACCESS_KEY_PASSWORD = 'sandbox-zenlayer-secret'

# The profile that examples name; the home folder is the examples' own.
$homeFolder = [Environment]::GetEnvironmentVariable((Get-HomeVariable))
$null = New-Item -ItemType Directory -Path (Join-Path $homeFolder '.aliyun') -Force
$settings = @{ current = 'prod'; profiles = @(@{ name = 'prod'; mode = 'AK'; access_key_id = 'sandbox-alibaba-id'; access_key_secret = 'sandbox-alibaba-secret' }) }
ConvertTo-Json -InputObject $settings -Depth 3 | Set-Content -LiteralPath (Join-Path $homeFolder '.aliyun/config.json')

if ($code -match '\bVault(Name)?\b') {
    $null = New-Item -ItemType Directory -Path ./vault
    Import-Module Microsoft.PowerShell.SecretManagement
    Unregister-SecretVault -Name Fleet -ErrorAction Ignore
    Register-SecretVault -Name Fleet -ModuleName (Join-Path $PSScriptRoot 'TestVault/TestVault.psd1') -VaultParameters @{ Folder = Convert-Path ./vault }
}

function Read-Host {
    [CmdletBinding()]
    [OutputType([securestring])]
    param([Parameter(Mandatory)][string]$Prompt, [switch]$AsSecureString)

    Write-Verbose "$Prompt (as a SecureString: $AsSecureString)"
    $text = switch -Regex ($Prompt) {
        'New VNC password' { 'Ecs123'; break }
        'Old password of the instance' { 'Sandbox-Dcs-1'; break }
        '^Old password$' { 'Sandbox-Alice-1'; break }
        'wrong' { 'Cloud-Tour-13'; break }
        'Secret of the Tencent' { 'sandbox-tencent-secret'; break }
        default { 'Cloud-Tour-12' }
    }
    ConvertTo-TestSecret $text
}

function Read-CloudPassword {
    [CmdletBinding()]
    [OutputType([securestring])]
    param([Parameter(Mandatory)][string]$For, [string]$Prompt)

    Write-Verbose "$Prompt ($For)"
    ConvertTo-TestSecret $(if ($For -eq 'EcsVnc') { 'Ecs123' } else { 'Cloud-Tour-12' })
}

function Get-Credential {
    [CmdletBinding()]
    [OutputType([pscredential])]
    param([string]$UserName, [Parameter(Mandatory)][string]$Message)

    switch -Regex ($Message) {
        'access key of the RAM user' { [pscredential]::new('sandbox-alice-id', (ConvertTo-TestSecret 'sandbox-alice-secret')); break }
        '^(Zenlayer|Tencent).* access key' { Get-SandboxKey $Matches[1].ToLowerInvariant(); break }
        'IAM user' { [pscredential]::new('sandbox-user', (ConvertTo-TestSecret 'sandbox-password')); break }
        default { [pscredential]::new($UserName, (ConvertTo-TestSecret 'Cloud-Tour-12')) }
    }
}

# Task Scheduler is on Windows, and no test leaves a task behind: registering one runs it, once.
function New-ScheduledTaskAction { param([string]$Execute, [string]$Argument, [string]$WorkingDirectory) $PSBoundParameters }
function New-ScheduledTaskTrigger { param([switch]$Weekly, [string]$DaysOfWeek, [datetime]$At) $PSBoundParameters }
function New-ScheduledTaskSettingsSet { param([string]$MultipleInstances, [timespan]$ExecutionTimeLimit) $PSBoundParameters }
function Register-ScheduledTask {
    param([string]$TaskName, [object]$Action, [object]$Trigger, [object]$Settings)

    if ($Action.Execute -ne 'pwsh.exe' -or -not ($TaskName -and $Trigger -and $Settings -and $Action.WorkingDirectory)) {
        throw 'The task is not one that would run.'
    }

    $arguments = $Action.Argument -split ' '
    pwsh @arguments
    "Last result of $TaskName $LASTEXITCODE"
}

# pwsh -File, with the sandbox's address as a default parameter value in the new session too.
function pwsh {
    if ("$args" -notmatch '^-NoProfile -NonInteractive -File (\S+\.ps1)') {
        throw "This way of calling pwsh is not known here: $args"
    }

    Invoke-PowerShell -NoProfile -NonInteractive -File (Join-Path $PSScriptRoot 'Invoke-WithSandbox.ps1') $Sandbox $args[3] @($args | Select-Object -Skip 4)
}

$ConfirmPreference = 'None'
foreach ($command in Get-Command -Module PasswordCmdlets | Where-Object { $_.Parameters.ContainsKey('Endpoint') }) {
    $PSDefaultParameterValues["$($command.Name):Endpoint"] = $Sandbox
}

$Error.Clear()
$output = . ([scriptblock]::Create($code)) 2>$null
[pscustomobject]@{
    Statuses = @($output | Where-Object { $_ -is [PasswordCmdlets.PasswordChangeResult] } | ForEach-Object Status)
    Errors   = @($Error | ForEach-Object { [pscustomobject]@{ Id = $_.FullyQualifiedErrorId.Split(',')[0]; Text = "$_" } })
    Output   = ($output | Out-String -Width 100)
} | ConvertTo-Json -Depth 4 | Set-Content -LiteralPath $SummaryPath
