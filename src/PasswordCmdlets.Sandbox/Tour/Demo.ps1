<#
.SYNOPSIS
A tour of the cmdlets against the sandbox: nothing outside this machine is contacted.
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Continue'
Write-Output 'Starting a sandbox on this machine, which stands for all providers, for a tour of the cmdlets.'
$root = Resolve-Path -LiteralPath (Join-Path $PSScriptRoot '../../..')
$module = Join-Path $root 'output/PasswordCmdlets/PasswordCmdlets.psd1'
Import-Module $module -Force
Import-Module (Join-Path $root 'tests/Pester/Sandbox.psm1'), (Join-Path $root 'tests/Pester/Shell.psm1') -Force

# Where SecretManagement is installed it comes first on the path, and the stand-in has no part.
$env:PSModulePath = $env:PSModulePath, (Join-Path $root 'tests/Pester/StandIn') -join [System.IO.Path]::PathSeparator
Import-Module Microsoft.PowerShell.SecretManagement

# A run in a process of its own, killed when the provider has changed the password and has not responded yet.
function Start-KilledRun {
    $null = Invoke-SandboxControl $sandbox faults -Method Post -Body @{
        provider = 'zenlayer'; action = 'ResetInstancePassword'; kind = 'hang'; afterCommit = $true; first = 1
    }
    $earlier = @(Get-SandboxRequest $sandbox -Action ResetInstancePassword).Count
    $run = "Import-Module '$module'; Import-Module '$root/tests/Pester/Sandbox.psm1'; Reset-CloudInstancePassword -Provider Zenlayer -InstanceId " +
        "1341431445241233 -GeneratePassword -VaultName $vault -ReportPath '$report' -Endpoint $($sandbox.Address) -AccessKey (Get-SandboxKey zenlayer) -Confirm:`$false"
    $process = [System.Diagnostics.Process]::Start((Get-PowerShellStart '-NoProfile', '-NonInteractive', '-Command', $run))
    $null = $process.StandardOutput.ReadToEndAsync(), $process.StandardError.ReadToEndAsync()
    $deadline = [datetime]::UtcNow.AddSeconds(60)
    while (-not $process.HasExited -and [datetime]::UtcNow -lt $deadline -and @(Get-SandboxRequest $sandbox -Action ResetInstancePassword).Count -eq $earlier) {
        $null = $process.WaitForExit(50)
    }

    $process.Kill()
    $process.WaitForExit()
    "The process was killed: $(@(Get-CloudPasswordReport $report).Status) is all that its report says."
}

function Show-Step {
    param([string]$Title, [scriptblock]$Command)

    Write-Output ''
    Write-Output "--- $Title"
    Write-Output "PS> $($Command.ToString().Trim())"

    # A failed target also writes an error; the table shows it, so the tour keeps the error stream for surprises.
    $output = @(& $Command 2>&1 | ForEach-Object {
            if ($_ -is [System.Management.Automation.ErrorRecord]) { $errorIds.Add($_.FullyQualifiedErrorId.Split(',')[0]) } else { $_ }
        })
    $view.AddCommand('Out-String').AddParameter('Width', 120).Invoke($output) | ForEach-Object { $_.Trim("`r", "`n") }
    $view.Commands.Clear()
}

# What a terminal of 120 columns shows, whatever this one has.
$state = [initialsessionstate]::CreateDefault2()
$state.ImportPSModule($module)
Add-Type -Path (Join-Path $root 'tests/Pester/ScreenHost.cs')
$runspace = [runspacefactory]::CreateRunspace([PasswordCmdlets.Tests.ScreenHost]::new(120), $state)
$runspace.Open()
$view = [powershell]::Create($runspace)
$errorIds = [System.Collections.Generic.List[string]]::new()
$sandbox = Start-Sandbox
$vault = "PasswordCmdletsDemo$PID"
$folder = New-Item -ItemType Directory -Path (Join-Path ([System.IO.Path]::GetTempPath()) $vault)
$report = Join-Path $folder 'run.jsonl'
try {
    Register-SecretVault -Name $vault -ModuleName (Join-Path $root 'tests/Pester/TestVault/TestVault.psd1') -VaultParameters @{ Folder = $folder.FullName }
    Write-Output "The sandbox listens on $($sandbox.Address)."
    $tencent = @{ Provider = 'Tencent'; Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey tencent; Region = 'ap-guangzhou'; Confirm = $false }
    $zenlayer = @{ Provider = 'Zenlayer'; Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey zenlayer; Confirm = $false }
    $huawei = @{ Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey huawei; Region = 'cn-north-4'; Confirm = $false }
    $cache1, $cache3 = '5a4db0c5-1111-4000-8000-000000000001', '5a4db0c5-1111-4000-8000-000000000003'
    $alibaba = @{ Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey alibaba; Confirm = $false }
    $password = ConvertTo-TestSecret 'Cloud-Tour-2026x'
    $vncPassword = ConvertTo-TestSecret 'Ecs123'
    $short = ConvertTo-TestSecret 'Cloud-Tour-1'

    Show-Step 'What would happen: nothing is sent' {
        Reset-CloudInstancePassword @tencent -InstanceId ins-linux001, ins-linux003 -Password $password -Force -WhatIf
    }
    Show-Step 'One password for a pipeline of instances; one is unknown, one is running' {
        'ins-linux001', 'ins-nosuch01', 'ins-linux003' | Reset-CloudInstancePassword @tencent -Password $password -Wait
    }
    Show-Step 'The running one again, with -Force: shut down for the reset, then started again' {
        Reset-CloudInstancePassword @tencent -InstanceId ins-linux003 -Password $password -Force -Wait
    }
    Show-Step 'Accepted now, waited for later' {
        Reset-CloudInstancePassword @tencent -InstanceId ins-linux002 -UserName root -Password $password | Wait-CloudPasswordReset -Endpoint $sandbox.Address -AccessKey $tencent.AccessKey
    }
    Show-Step 'A password that breaks every published rule goes nowhere' {
        try { Reset-CloudInstancePassword @tencent -InstanceId ins-linux001 -Password (ConvertTo-TestSecret 'short') } catch { "$($_.FullyQualifiedErrorId.Split(',')[0]): $($_.Exception.Message)" }
    }
    Show-Step 'Tencent Cloud Lighthouse: the second is running, and its reset would shut it down' {
        'lhins-linux001', 'lhins-linux002' | Reset-CloudInstancePassword @tencent -Resource LighthouseInstance -Password $password -Wait
    }
    Show-Step 'Zenlayer: one call an instance; the second is stopped, the third has no agent' {
        '1341431445241233', '1341431445241235', '1341431445241236' | Reset-CloudInstancePassword @zenlayer -Password $short
    }
    Show-Step 'Huawei Cloud DCS: a wrong old password costs an attempt, and the last one is kept' {
        $wrong = ConvertTo-TestSecret 'Cloud-Tour-13'
        1..5 | ForEach-Object { Set-DcsPassword @huawei -InstanceId $cache1 -OldPassword $wrong -NewPassword $password } | Format-Table Status, ErrorId, RetryTimesLeft, LockTimeLeft
    }
    Show-Step 'Huawei Cloud DCS: the right one for two instances; one has an attempt left, and -Force uses it' {
        Set-DcsPassword @huawei -InstanceId $cache1, $cache3 -OldPassword (ConvertTo-TestSecret 'Sandbox-Dcs-1') -NewPassword $password -Force
    }
    Show-Step 'Huawei Cloud ECS: what runs is restarted to apply the password, the second is stopped, the third has no agent' {
        $server = '616fb98f-1111-4000-8000-00000000000'
        "${server}1", "${server}3", "${server}4" | Reset-CloudInstancePassword @huawei -Provider Huawei -Password $password -Restart
    }
    Show-Step 'Alibaba Cloud ECS: what runs is restarted to apply the password, the second is stopped, the third is locked' {
        'i-bp1sandbox00000000a2', 'i-bp1sandbox00000000c1', 'i-bp1sandbox00000000f1' | Reset-CloudInstancePassword @alibaba -Provider Alibaba -Region cn-hangzhou -Password $password -Restart -Wait
    }
    Show-Step 'Alibaba Cloud ECS: the second needs a restart for its VNC password, the third is stopped' {
        'i-bp1sandbox00000000a1', 'i-bp1sandbox00000000b1', 'i-bp1sandbox00000000c1' | Set-EcsVncPassword @alibaba -Region cn-hangzhou -Password $vncPassword -Restart -Wait
    }
    Show-Step 'Alibaba Cloud RAM: carol cannot log on yet and is given a login profile' {
        'alice', 'carol' | Set-RamUserPassword @alibaba -NewPassword $password -CreateLoginProfile -PasswordResetRequired
    }
    Show-Step 'The root account has no RAM password of its own to change' {
        Set-RamUserPassword @alibaba -OldPassword $short -NewPassword $password
    }

    Show-Step 'A generated password, in the result alone' {
        Reset-CloudInstancePassword @zenlayer -InstanceId 1341431445241234 -GeneratePassword -AllowUnstored |
            Format-Table Status, InstanceId, @{ Name = 'Password'; Expression = { $_.Credential.GetNetworkCredential().Password } }
    }
    Show-Step 'A password of its own for each instance, stored in a vault' {
        Reset-CloudInstancePassword @tencent -InstanceId ins-linux001, ins-linux002 -GeneratePassword -VaultName $vault | Format-Table Status, InstanceId, SecretName
    }
    Show-Step 'A crash: the run is killed when the password is set and not stored under its name yet' {
        Start-KilledRun
    }
    Show-Step 'Recovery: the run stored its seed first, so the vault has the password' {
        Get-CloudPasswordReport $report | Restore-CloudPassword -VaultName $vault | Format-Table InstanceId, Attempt, RunId
    }
    Show-Step 'The first of them works: it is stored under the name of its instance, and the seed is gone' {
        Get-CloudPasswordReport $report | Restore-CloudPassword -VaultName $vault | Where-Object Attempt -EQ 1 |
            Confirm-CloudPassword -VaultName $vault -ReportPath $report | Format-Table Status, InstanceId, SecretName
    }

    Write-Output ''
    Write-Output "Each failed target wrote an error too: $($errorIds -join ', ')."
}
finally {
    Unregister-SecretVault -Name $vault -ErrorAction Ignore
    Remove-Item -LiteralPath $folder -Recurse
    Stop-Sandbox $sandbox
    $runspace.Dispose()
}
