[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidGlobalVars', '', Justification = 'The variable is part of what the module promises.')]
param()

BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Sandbox.psm1 -Force
}

Describe 'A generated password without a vault' {
    BeforeEach {
        $script:sandbox = Start-Sandbox
        $script:zenlayer = @{ Provider = 'Zenlayer'; Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey zenlayer; Confirm = $false }
        Remove-Variable -Scope Global -Name PasswordCmdletsUndelivered -ErrorAction SilentlyContinue
    }

    AfterEach {
        Stop-Sandbox $sandbox
    }

    It 'is what the parameters of a vault go with, and no other parameter set of <_> has them' -ForEach @(
        'Reset-CloudInstancePassword', 'Set-EcsVncPassword', 'Set-DcsPassword', 'Set-RamUserPassword'
    ) {
        foreach ($set in (Get-Command $_).ParameterSets) {
            $names = $set.Parameters.Name
            foreach ($name in 'VaultName', 'SecretName', 'SecretLifetime', 'AllowUnstored') {
                $name -in $names | Should -Be ('GeneratePassword' -in $names) -Because "-$name in the set $($set.Name)"
            }
        }
    }

    It 'is rejected before anything is sent unless -AllowUnstored is specified' {
        { Reset-CloudInstancePassword @zenlayer -InstanceId 1341431445241233 -GeneratePassword } | Should -Throw -ErrorId 'UnstoredPassword,*'
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
    }

    It 'is not sent where -SecretName has a placeholder that does not exist' {
        { Reset-CloudInstancePassword @zenlayer -InstanceId 1341431445241233 -GeneratePassword -VaultName Fleet -SecretName '{Foo}' } |
            Should -Throw -ErrorId 'InvalidTarget,*' -ExpectedMessage '-SecretName has the placeholder {Foo}, which does not exist. Use {Provider} * {RunId}.'
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
    }

    It 'comes as a credential in the result, a different one for each target, and meets the policy' {
        $results = '1341431445241233', '1341431445241234' | Reset-CloudInstancePassword @zenlayer -GeneratePassword -AllowUnstored
        $results.Status | Should -Be 'Succeeded', 'Succeeded'
        $texts = $results.Credential | ForEach-Object { $_.GetNetworkCredential().Password }
        $texts[0] | Should -Not -BeExactly $texts[1]
        $results.Credential | ForEach-Object { Test-CloudPassword -Password $_.Password -For Zenlayer -Quiet } | Should -Be $true, $true
        $results[0].Credential.UserName | Should -Be $results[0].InstanceId
        $global:PasswordCmdletsUndelivered | Should -BeNullOrEmpty
    }

    It 'waits in $PasswordCmdletsUndelivered when -ErrorAction Stop drops the assignment' {
        $results = $null
        { $script:results = '1341431445241233', '1341431445241235' | Reset-CloudInstancePassword @zenlayer -GeneratePassword -AllowUnstored -ErrorAction Stop } | Should -Throw
        $results | Should -BeNullOrEmpty
        $global:PasswordCmdletsUndelivered | Where-Object Status -EQ Succeeded | ForEach-Object InstanceId | Should -Be '1341431445241233'
        $global:PasswordCmdletsUndelivered[0].Credential | Should -Not -BeNullOrEmpty
    }

    It 'waits in $PasswordCmdletsUndelivered when Select-Object -First ends the pipeline' {
        Invoke-SandboxControl $sandbox faults -Method Post -Body @{ provider = 'zenlayer'; action = 'ResetInstancePassword'; kind = 'delay'; delayMilliseconds = 700; targetId = '1341431445241234' } | Out-Null
        $first = '1341431445241233', '1341431445241234' | Reset-CloudInstancePassword @zenlayer -GeneratePassword -AllowUnstored -WarningAction SilentlyContinue | Select-Object -First 1
        $first.Status | Should -Be 'Succeeded'
        $known = @($first.InstanceId) + @($global:PasswordCmdletsUndelivered | ForEach-Object InstanceId)
        $known | Should -Contain '1341431445241234'
    }

    It 'waits in $PasswordCmdletsUndelivered when a later command of the pipeline throws and drops the assignment' {
        # As Ctrl+C does: what was written already is not assigned.
        $results = $null
        { $script:results = '1341431445241233', '1341431445241234' | Reset-CloudInstancePassword @zenlayer -GeneratePassword -AllowUnstored -WarningAction SilentlyContinue | ForEach-Object { if ($count++) { throw 'A later command.' } else { $_ } } } | Should -Throw 'A later command.'
        $results | Should -BeNullOrEmpty
        @($global:PasswordCmdletsUndelivered).InstanceId | Sort-Object | Should -Be '1341431445241233', '1341431445241234'
    }

    It 'waits in $PasswordCmdletsUndelivered when a later command collects the results and <Name>' -ForEach @(
        @{ Name = 'the next one throws'; Fails = $true; Rest = { Sort-Object InstanceId | ForEach-Object { throw 'A later command.' } } }
        @{ Name = 'the next one ends with -ErrorAction Stop'; Fails = $true; Rest = { Sort-Object InstanceId | Get-Item -LiteralPath { "/none/$($_.InstanceId)" } -ErrorAction Stop } }
        @{ Name = 'the next one takes the first only'; Fails = $false; Rest = { Sort-Object InstanceId | Select-Object -First 1 } }
        @{ Name = 'throws at its end'; Fails = $true; Rest = { ForEach-Object { $null = $_ } -End { throw 'A later command.' } } }
    ) {
        $pipeline = [scriptblock]::Create("param(`$zenlayer) '1341431445241233', '1341431445241234' | Reset-CloudInstancePassword @zenlayer -GeneratePassword -AllowUnstored | $Rest")
        { & $pipeline $zenlayer | Out-Null } | Should -Throw -Not:(-not $Fails)
        @($global:PasswordCmdletsUndelivered).InstanceId | Sort-Object | Should -Be '1341431445241233', '1341431445241234'
    }

    It 'waits in $PasswordCmdletsUndelivered when the pipeline is stopped after a later command has collected the results' {
        $shell = [powershell]::Create()
        $shell.AddScript('param($module, $zenlayer) Import-Module $module; 1341431445241233 | Reset-CloudInstancePassword @zenlayer -GeneratePassword -AllowUnstored | Sort-Object InstanceId | ForEach-Object { Write-Progress "sorted"; while ($true) { } }').AddArgument($env:PASSWORDCMDLETS_MODULE).AddArgument($zenlayer) | Out-Null
        $running = $shell.BeginInvoke()
        while (-not ($shell.Streams.Progress | Where-Object Activity -EQ 'sorted')) { $running.IsCompleted | Should -BeFalse; [System.Threading.Thread]::Yield() | Out-Null }
        $shell.Stop()
        $shell.Runspace.SessionStateProxy.GetVariable('PasswordCmdletsUndelivered').InstanceId | Should -Be '1341431445241233'
        $shell.Dispose()
    }

    It 'is not in $PasswordCmdletsUndelivered when the later commands have completed' {
        $results = '1341431445241233', '1341431445241234' | Reset-CloudInstancePassword @zenlayer -GeneratePassword -AllowUnstored | Sort-Object InstanceId | ForEach-Object { $_ }
        $results | Should -HaveCount 2
        $global:PasswordCmdletsUndelivered | Should -BeNullOrEmpty
    }

    It 'waits in $PasswordCmdletsUndelivered when an error ends Wait-CloudPasswordReset, <Name>' -ForEach @(
        @{ Name = 'which waits for its change'; Reset = @{ Provider = 'Tencent'; Region = 'ap-guangzhou'; InstanceId = 'ins-linux002' }; Key = 'tencent' }
        @{ Name = 'which had nothing to wait for'; Reset = @{ Provider = 'Zenlayer'; InstanceId = '1341431445241233' }; Key = 'zenlayer' }
    ) {
        $access = @{ Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey $Key }
        $early = Reset-CloudInstancePassword @access @Reset -GeneratePassword -AllowUnstored -Confirm:$false
        $results = $null
        { $script:results = $early, [datetime]::UtcNow | Wait-CloudPasswordReset @access -ErrorAction Stop -WarningAction SilentlyContinue } | Should -Throw -ErrorId 'InvalidTarget,*'
        $results | Should -BeNullOrEmpty
        @($global:PasswordCmdletsUndelivered).InstanceId | Should -Be $Reset.InstanceId
        @($global:PasswordCmdletsUndelivered).Credential | Should -Be $early.Credential
    }

    It 'is not in $PasswordCmdletsUndelivered when Wait-CloudPasswordReset has returned it, and there once when both commands of a pipeline ended early' {
        $tencent = @{ Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey tencent }
        $reset = @{ Provider = 'Tencent'; Region = 'ap-guangzhou'; InstanceId = 'ins-linux001'; GeneratePassword = $true; AllowUnstored = $true; Confirm = $false }
        $waited = Reset-CloudInstancePassword @tencent @reset | Wait-CloudPasswordReset @tencent
        $waited.Status | Should -Be 'Succeeded'
        $waited.Credential | Should -Not -BeNullOrEmpty
        $global:PasswordCmdletsUndelivered | Should -BeNullOrEmpty
        { Reset-CloudInstancePassword @tencent @reset | Wait-CloudPasswordReset @tencent -WarningAction SilentlyContinue | ForEach-Object { throw 'full' } } | Should -Throw 'full'
        @($global:PasswordCmdletsUndelivered).InstanceId | Should -Be 'ins-linux001'
        Remove-Variable -Scope Global -Name PasswordCmdletsUndelivered
        { $waited | Wait-CloudPasswordReset @tencent | Sort-Object InstanceId | ForEach-Object { throw 'full' } } | Should -Throw 'full'
        @($global:PasswordCmdletsUndelivered).InstanceId | Should -Be 'ins-linux001'
    }

    It 'keeps what $PasswordCmdletsUndelivered has, also when that is one result' {
        $global:PasswordCmdletsUndelivered = [pscustomobject]@{ InstanceId = 'earlier' }
        { '1341431445241233' | Reset-CloudInstancePassword @zenlayer -GeneratePassword -AllowUnstored -WarningAction SilentlyContinue | ForEach-Object { throw 'A later command.' } } | Should -Throw
        $global:PasswordCmdletsUndelivered.InstanceId | Should -Be 'earlier', '1341431445241233'
    }
}

Describe 'A generated password in a vault' {
    BeforeAll {
        $script:vault = "PasswordCmdletsTest$PID"
        $script:folder = Join-Path $TestDrive 'vault'
        New-Item -ItemType Directory -Path $folder | Out-Null
        Register-SecretVault -Name $vault -ModuleName (Join-Path $PSScriptRoot 'TestVault') -VaultParameters @{ Folder = $folder }

        function Get-Entry { (Get-ChildItem -LiteralPath $folder -Filter *.secret).BaseName | Sort-Object }
        function Get-StoredText([string]$Name) { [System.IO.File]::ReadAllText((Join-Path $folder "$Name.secret")) }
        function Get-SandboxPassword([string]$Provider, [string]$Id) {
            (Invoke-SandboxControl $sandbox state).$Provider.instances | ForEach-Object { $_ } | Where-Object id -EQ $Id | ForEach-Object password
        }
    }

    AfterAll {
        Unregister-SecretVault -Name $vault
    }

    BeforeEach {
        $script:sandbox = Start-Sandbox
        $script:zenlayer = @{ Provider = 'Zenlayer'; Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey zenlayer; Confirm = $false; VaultName = $vault; GeneratePassword = $true }
        $script:tencent = @{ Provider = 'Tencent'; Region = 'ap-guangzhou'; Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey tencent; Confirm = $false; VaultName = $vault; GeneratePassword = $true }
        Get-ChildItem -LiteralPath $folder | Remove-Item
    }

    AfterEach {
        Stop-Sandbox $sandbox
    }

    It 'is stored under its own name when the target has it, and the seed is gone' {
        $result = Reset-CloudInstancePassword @tencent -InstanceId ins-linux001 -UserName root
        $result.Status | Should -Be 'Succeeded'
        $result.VaultName | Should -Be $vault
        $result.SecretName | Should -Be 'Tencent-CvmInstance-ap-guangzhou-ins-linux001-root'
        $result.Credential | Should -BeNullOrEmpty
        Get-Entry | Should -Be 'Tencent-CvmInstance-ap-guangzhou-ins-linux001-root'
    }

    It 'is stored, and the seed is gone, in a vault that does not filter its list' {
        Set-Content -LiteralPath (Join-Path $folder UNFILTERED) -Value ''
        Set-Content -LiteralPath (Join-Path $folder 'short.secret') -Value 'foreign'
        (Reset-CloudInstancePassword @tencent -InstanceId ins-linux001 -UserName root).Status | Should -Be 'Succeeded'
        Get-Entry | Should -Be 'short', 'Tencent-CvmInstance-ap-guangzhou-ins-linux001-root'
    }

    It 'sends nothing when the seed cannot be stored' {
        Set-Content -LiteralPath (Join-Path $folder REFUSE) -Value 'PasswordCmdlets-run-*'
        { Reset-CloudInstancePassword @zenlayer -InstanceId 1341431445241233 } |
            Should -Throw -ErrorId 'VaultWriteFailed,*' -ExpectedMessage 'Nothing was sent. *sealed*'
        Get-SandboxRequest $sandbox -Action Reset | Should -BeNullOrEmpty
    }

    It 'says what was sent when the vault is sealed in the middle of a command' {
        $targets = [pscustomobject]@{ Resource = 'CvmInstance'; InstanceId = 'ins-linux001' }, [pscustomobject]@{ Resource = 'LighthouseInstance'; InstanceId = 'lhins-linux001' }
        $failure = {
            $targets | ForEach-Object {
                if ($_.Resource -eq 'LighthouseInstance') { Set-Content -LiteralPath (Join-Path $folder REFUSE) -Value 'PasswordCmdlets-run-*' }
                $_
            } | Reset-CloudInstancePassword @tencent -WarningAction SilentlyContinue
        } | Should -Throw -ErrorId 'VaultWriteFailed,*' -PassThru
        "$failure" | Should -BeLike "Nothing more is sent. Earlier targets of this command may have been changed: see its results and its report, and Restore-CloudPassword -VaultName $vault -RunId *. *sealed*"
        Get-SandboxRequest $sandbox | Where-Object action -Like '*Reset*' | ForEach-Object targetIds | Should -Not -Contain lhins-linux001
    }

    It 'is checked by Test-CloudPasswordTarget, which writes nothing' {
        $tencent.Remove('Confirm')
        ('ins-linux001', 'ins-linux002' | Test-CloudPasswordTarget @tencent).Ready | Should -Be $true, $true
        $same = @('ins-linux001', 'ins-linux002' | Test-CloudPasswordTarget @tencent -SecretName fleet)
        ($same | Where-Object -Not -Property Ready).Problem | Should -Be 'DuplicateTarget'
        $users = @{ Resource = 'RamUser'; Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey alibaba; GeneratePassword = $true; VaultName = $vault }
        ('alice', 'bob' | Test-CloudPasswordTarget @users).Ready | Should -Be $true, $true
        Get-Entry | Should -BeNullOrEmpty
        Get-SandboxRequest $sandbox -Action 'Reset|Update' | Should -BeNullOrEmpty
    }

    It 'of a canary that the vault rejects stops the run' {
        Set-Content -LiteralPath (Join-Path $folder REFUSE) -Value 'Tencent-*'
        $tencent += @{ ErrorAction = 'SilentlyContinue'; WarningAction = 'SilentlyContinue'; WarningVariable = 'warnings' }
        $results = @('ins-linux001', 'ins-linux002' | Reset-CloudInstancePassword @tencent -Canary 1)
        $results.ErrorId | Sort-Object | Should -Be 'CanaryFailed', 'VaultWriteFailed'
        ($results | Where-Object ErrorId -EQ CanaryFailed).Status | Should -Be 'Cancelled'
        "$warnings" | Should -BeLike '*the canary target ins-linux001 did not succeed (VaultWriteFailed)*'
    }

    It 'shows the reason that the vault itself has' {
        Set-Content -LiteralPath (Join-Path $folder REFUSE) -Value 'PasswordCmdlets-run-*'
        { Reset-CloudInstancePassword @zenlayer -InstanceId 1341431445241233 } | Should -Throw -ExpectedMessage '*The vault is sealed for PasswordCmdlets-run-*'
    }

    It 'shows that reason also for the entry of a target, whose name has words of the seed''s note' {
        Set-Content -LiteralPath (Join-Path $folder REFUSE) -Value 'Tencent-*'
        $result = Reset-CloudInstancePassword @tencent -InstanceId ins-linux001 -SecretName '{Provider}-{Resource}-{InstanceId}' -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $result.ErrorId | Should -Be 'VaultWriteFailed'
        $result.Message | Should -BeLike '*The vault is sealed for Tencent-CvmInstance-ins-linux001.*'
    }

    It 'of a target in flight is in its result when the vault <Fails> for another provider' -ForEach @(
        @{ Fails = 'fails'; File = 'REFUSE'; Pattern = 'PasswordCmdlets-run-*' }
        @{ Fails = 'removes what it cannot store'; File = 'LOSE'; Pattern = '*' }
    ) {
        Invoke-SandboxControl $sandbox faults -Method Post -Body @{ provider = 'zenlayer'; action = 'ResetInstancePassword'; kind = 'delay'; delayMilliseconds = 700 } | Out-Null
        $mixed = @{ Region = 'ap-guangzhou'; Endpoint = $sandbox.Address; Confirm = $false; VaultName = $vault; GeneratePassword = $true; ReportPath = Join-Path $folder 'mixed.jsonl' }
        $keys = @{ ZENLAYERCLOUD_ACCESS_KEY_ID = 'sandbox-zenlayer-id'; ZENLAYERCLOUD_ACCESS_KEY_PASSWORD = 'sandbox-zenlayer-secret' }
        foreach ($name in $keys.Keys) { [Environment]::SetEnvironmentVariable($name, $keys[$name]) }
        try {
            & {
                [pscustomobject]@{ Provider = 'Zenlayer'; InstanceId = '1341431445241233' }
                $patience = [System.Diagnostics.Stopwatch]::StartNew()
                while (-not (Get-SandboxRequest $sandbox -Action ResetInstancePassword)) {
                    if ($patience.Elapsed.TotalMinutes -gt 1) { throw 'The reset did not arrive.' }
                    $null = [System.Threading.Thread]::Yield()
                }

                Set-Content -LiteralPath (Join-Path $folder $File) -Value $Pattern
                [pscustomobject]@{ Provider = 'Tencent'; InstanceId = 'ins-linux001' }
            } | Reset-CloudInstancePassword @mixed -OutVariable results -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        }
        catch {
            $failure = $_
        }
        finally {
            foreach ($name in $keys.Keys) { [Environment]::SetEnvironmentVariable($name, $null) }
        }

        $failure.FullyQualifiedErrorId | Should -BeLike 'VaultWriteFailed,*'
        "$failure" | Should -BeLike '*, and Restore-CloudPassword *'
        $results.InstanceId | Should -Be '1341431445241233'
        $results.Status | Should -Be 'Succeeded'
        Remove-Item -LiteralPath (Join-Path $folder $File)
        $password = if ($results.SecretName) { Get-Secret -Vault $vault -Name $results.SecretName -AsPlainText }
        else { ($results | Restore-CloudPassword -VaultName $vault | Where-Object Attempt -EQ 1).Credential.GetNetworkCredential().Password }
        (Invoke-SandboxControl $sandbox login -Method Post -Body @{ provider = 'zenlayer'; id = '1341431445241233'; password = $password }).accepted | Should -BeTrue
        Get-SandboxRequest $sandbox -Action ResetInstancesPassword | Should -BeNullOrEmpty
    }

    It 'is not sent when the vault reports success and stores nothing' {
        Set-Content -LiteralPath (Join-Path $folder FORGET) -Value 'yes'
        { Reset-CloudInstancePassword @zenlayer -InstanceId 1341431445241233 } | Should -Throw -ErrorId 'VaultWriteFailed,*'
        Get-SandboxRequest $sandbox -Action Reset | Should -BeNullOrEmpty
    }

    It 'is returned by Restore-CloudPassword when the vault rejects the password itself' {
        Set-Content -LiteralPath (Join-Path $folder REFUSE) -Value 'Zenlayer-*'
        $result = Reset-CloudInstancePassword @zenlayer -InstanceId 1341431445241233 -ErrorAction SilentlyContinue -WarningVariable warnings -WarningAction SilentlyContinue
        $result.Status | Should -Be 'Succeeded'
        $result.ErrorId | Should -Be 'VaultWriteFailed'
        Get-Entry | Should -Be "PasswordCmdlets-run-$($result.RunId)"
        "$warnings" | Should -Match 'Restore-CloudPassword'
        $restored = $result | Restore-CloudPassword -VaultName $vault
        $restored.Attempt | Should -Be 1, 2
        $restored[0].Credential.UserName | Should -Be '1341431445241233'
    }

    It 'is not looked for by Restore-CloudPassword under an id that no resource has' {
        Set-Content -LiteralPath (Join-Path $folder REFUSE) -Value 'Zenlayer-*'
        $result = Reset-CloudInstancePassword @zenlayer -InstanceId 1341431445241233 -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $restored = Restore-CloudPassword -VaultName $vault -RunId $result.RunId -InstanceId ins_1, 1341431445241233 -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems | Should -HaveCount 1
        $problems.FullyQualifiedErrorId | Should -BeLike 'InvalidTarget,*'
        "$problems" | Should -BeLike "ins_1 has the form of no resource's id. *-Resource*"
        $restored.InstanceId | Select-Object -Unique | Should -Be '1341431445241233'
    }

    It 'stays pending with its seed when the outcome is unknown' {
        Invoke-SandboxControl $sandbox faults -Method Post -Body @{ provider = 'tencent'; action = 'ResetInstancesPassword'; kind = 'reset' } | Out-Null
        $result = Reset-CloudInstancePassword @tencent -InstanceId ins-linux001 -TimeoutSec 5 -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $result.Status | Should -Be 'Unknown'
        $result.SecretName | Should -Be "Tencent-CvmInstance-ap-guangzhou-ins-linux001-pending-$($result.RunId)"
        Get-Entry | Should -Contain "PasswordCmdlets-run-$($result.RunId)"
        $restored = $result | Restore-CloudPassword -VaultName $vault
        $restored[0].Credential.GetNetworkCredential().Password | Should -BeExactly (Get-StoredText $result.SecretName)
    }

    It 'is stored, and the vault is free, when the pipeline ends early and the vault keeps no metadata' {
        $plain = "PasswordCmdletsPlain$PID"
        $entries = New-Item -ItemType Directory -Path (Join-Path $TestDrive plain)
        Register-SecretVault -Name $plain -ModuleName (Join-Path $PSScriptRoot 'PlainVault') -VaultParameters @{ Folder = $entries.FullName }
        try {
            $zenlayer.VaultName = $plain
            Invoke-SandboxControl $sandbox faults -Method Post -Body @{ provider = 'zenlayer'; action = 'ResetInstancePassword'; kind = 'delay'; delayMilliseconds = 300 } | Out-Null
            $command = {
                & {
                    '1341431445241233', '1341431445241234'
                    $until = [datetime]::UtcNow.AddSeconds(60)
                    while (@(Get-SandboxRequest $sandbox -Action ResetInstancePassword).Count -lt 2 -and [datetime]::UtcNow -lt $until) { }
                    throw 'upstream'
                } | Reset-CloudInstancePassword @zenlayer -SecretLifetime 30.00:00:00
            }
            $command | Should -Throw 'upstream'
            (Get-ChildItem -LiteralPath $entries -Filter *.secret).BaseName | Sort-Object |
                Should -Be 'Zenlayer-ZecInstance-global-1341431445241233', 'Zenlayer-ZecInstance-global-1341431445241234'
            (Reset-CloudInstancePassword @zenlayer -InstanceId 1341431445241233 -WaitTimeoutSec 5).Status | Should -Be 'Succeeded'
        }
        finally {
            Unregister-SecretVault -Name $plain
        }
    }

    It 'has the same name in the vault whether a region is specified or not, where the provider has none' {
        $target = [pscustomobject]@{ Region = 'ap-guangzhou'; InstanceId = '1341431445241233' }
        $results = $target, '1341431445241233' | Reset-CloudInstancePassword @zenlayer -ErrorAction SilentlyContinue
        ($results | Where-Object Status -EQ Failed).ErrorId | Should -Be 'DuplicateTarget'
        ($results | Where-Object Status -EQ Succeeded).SecretName | Should -Be 'Zenlayer-ZecInstance-global-1341431445241233'

        # A result that was never sent is of the same target.
        $record = [pscustomobject]@{ Provider = 'Zenlayer'; Region = 'ap-guangzhou'; InstanceId = '1341431445241233' }
        $failed = $record | Reset-CloudInstancePassword -Endpoint $zenlayer.Endpoint -Password (ConvertTo-TestSecret 'weak') -Confirm:$false -ErrorAction SilentlyContinue
        $failed.ErrorId | Should -Be 'PasswordPolicyViolation'
        $failed.Region | Should -BeNullOrEmpty
    }

    It 'is changed once, with that name, when a target is in the command twice' {
        $results = '1341431445241233', '1341431445241233' | Reset-CloudInstancePassword @zenlayer -SecretName 'pw-{InstanceId}' -ErrorAction SilentlyContinue
        ($results | Where-Object Status -EQ Failed).Message | Should -BeLike '*in this command more than once*'
        ($results | Where-Object Status -EQ Succeeded).SecretName | Should -Be 'pw-1341431445241233'
    }

    It 'rejects a template with the same name for two targets' {
        $results = '1341431445241233', '1341431445241234' | Reset-CloudInstancePassword @zenlayer -SecretName 'same-{Provider}' -ErrorAction SilentlyContinue
        ($results | Where-Object Status -EQ Failed).ErrorId | Should -Be 'DuplicateTarget'
        @($results | Where-Object Status -EQ Succeeded) | Should -HaveCount 1
    }

    It 'rejects it also where one target has the region of the other from its credential' {
        $tencent.Remove('Region')
        $env:TENCENTCLOUD_REGION = 'ap-guangzhou'
        $key = $tencent.AccessKey
        $tencent.Remove('AccessKey')
        $env:TENCENTCLOUD_SECRET_ID, $env:TENCENTCLOUD_SECRET_KEY = $key.UserName, $key.GetNetworkCredential().Password
        try {
            $results = [pscustomobject]@{ InstanceId = 'ins-linux001'; Region = '' }, [pscustomobject]@{ InstanceId = 'ins-linux002'; Region = 'ap-guangzhou' } |
                Reset-CloudInstancePassword @tencent -SecretName 'jump-{Region}' -ErrorAction SilentlyContinue
        }
        finally {
            $env:TENCENTCLOUD_REGION = $env:TENCENTCLOUD_SECRET_ID = $env:TENCENTCLOUD_SECRET_KEY = $null
        }

        ($results | Where-Object Status -EQ Failed).ErrorId | Should -Be 'DuplicateTarget'
        ($results | Where-Object Status -EQ Succeeded).SecretName | Should -Be 'jump-ap-guangzhou'
        Get-Entry | Should -Be 'jump-ap-guangzhou'
    }

    It 'writes no vault with -WhatIf' {
        Reset-CloudInstancePassword @zenlayer -InstanceId 1341431445241233 -WhatIf | Should -BeNullOrEmpty
        Get-Entry | Should -BeNullOrEmpty
    }
}
