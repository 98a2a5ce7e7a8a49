BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Sandbox.psm1 -Force

    function New-Vault([string]$Kind = 'TestVault') {
        $folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        $name = "PasswordCmdletsSecret$([guid]::NewGuid().ToString('n'))"
        Register-SecretVault -Name $name -ModuleName (Join-Path $PSScriptRoot $Kind) -VaultParameters @{ Folder = $folder }
        [pscustomobject]@{ Name = $name; Folder = $folder }
    }

    # An entry as a run left it that many days ago.
    function Add-Entry([string]$Name, [double]$DaysAgo = -1, [string]$RunId = 'earlier', [hashtable]$With = @{}) {
        Set-Secret -Vault $vault.Name -Name $Name -SecureStringSecret (ConvertTo-TestSecret 'Earlier-Pass-1')
        if ($DaysAgo -ge 0) {
            $changed = [datetime]::UtcNow.AddDays(-$DaysAgo).ToString('yyyy-MM-ddTHH:mm:ssZ', [cultureinfo]::InvariantCulture)
            Set-SecretInfo -Vault $vault.Name -Name $Name -Metadata ($With + @{ WrittenBy = 'PasswordCmdlets'; RunId = $RunId; ChangedAt = $changed })
        }
    }
}

Describe 'Get-CloudPasswordSecret' {
    BeforeEach {
        $script:sandbox = Start-Sandbox
        $script:vault = New-Vault
        $script:zenlayer = @{ Provider = 'Zenlayer'; Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey zenlayer; Confirm = $false; GeneratePassword = $true; VaultName = $vault.Name }
    }

    AfterEach {
        Stop-Sandbox $sandbox
        Unregister-SecretVault -Name $vault.Name
    }

    It 'returns what a run stored, with its age, and no password' {
        $result = Reset-CloudInstancePassword @zenlayer -InstanceId 1341431445241233 -SecretLifetime 90.00:00:00 -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        $secret = Get-CloudPasswordSecret $vault.Name
        $secret.Provider, $secret.Resource, $secret.Region, $secret.InstanceId, $secret.UserName | Should -Be 'Zenlayer', 'ZecInstance', $null, '1341431445241233', $null
        $secret.SecretName, $secret.VaultName, $secret.RunId | Should -Be $result.SecretName, $vault.Name, $result.RunId
        $secret.ChangedAt.Kind | Should -Be 'Utc'
        $secret.Age | Should -BeLessThan ([timespan]'00:05:00')
        ($secret.ExpiresAt - $secret.ChangedAt).TotalDays | Should -Be 90
        $password = [System.IO.File]::ReadAllText((Join-Path $vault.Folder "$($result.SecretName).secret"))
        ($secret | Format-List -Property * -Force | Out-String) + (ConvertTo-Json $secret) | Should -Not -Match ([regex]::Escape($password))
        [System.IO.File]::ReadAllText((Join-Path $vault.Folder "$($result.SecretName).metadata")) | Should -Not -Match ([regex]::Escape($password))
    }

    It 'feeds what is due to a rotation, the oldest first, and it is due no more' {
        Add-Entry Zenlayer-ZecInstance-global-1341431445241233 -DaysAgo 70
        Add-Entry Zenlayer-ZecInstance-global-1341431445241234 -DaysAgo 90
        Add-Entry Zenlayer-ZecInstance-global-1341431445241236 -DaysAgo 10
        $due = Get-CloudPasswordSecret -VaultName $vault.Name -OlderThan 60.00:00:00
        $due.InstanceId | Should -Be '1341431445241234', '1341431445241233'
        $zenlayer.Remove('Provider')
        $results = $due | Reset-CloudInstancePassword @zenlayer
        $results.Status | Should -Be 'Succeeded', 'Succeeded'
        $results.SecretName | Sort-Object | Should -Be ($due.SecretName | Sort-Object)
        Get-CloudPasswordSecret -VaultName $vault.Name -OlderThan 60.00:00:00 | Should -BeNullOrEmpty
        @(Get-CloudPasswordSecret -VaultName $vault.Name) | Should -HaveCount 3
    }

    It 'leaves entries of unknown age out with a warning, unless they are asked for' {
        Add-Entry Zenlayer-ZecInstance-global-1341431445241233
        Add-Entry Zenlayer-ZecInstance-global-1341431445241234 -DaysAgo 90
        (Get-CloudPasswordSecret $vault.Name -OlderThan 60.00:00:00 -WarningVariable warnings -WarningAction SilentlyContinue).InstanceId | Should -Be '1341431445241234'
        "$warnings" | Should -BeLike 'The age of 1 entry is not known:*left out*-ReportPath*-IncludeUnknownAge.'
        $all = Get-CloudPasswordSecret $vault.Name -OlderThan 60.00:00:00 -IncludeUnknownAge -WarningVariable warnings
        $all.InstanceId | Should -Be '1341431445241234', '1341431445241233'
        $all[1].Age, $all[1].ChangedAt | Should -Be $null, $null
        $warnings | Should -BeNullOrEmpty
        $verbose = Get-CloudPasswordSecret $vault.Name -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
        "$verbose" | Should -BeLike 'The age of 1 entry is not known:*'

        # With -Debug alone a verbose message would be a question.
        $debug = Get-CloudPasswordSecret $vault.Name -Debug 5>&1 | Where-Object { $_ -is [System.Management.Automation.DebugRecord] }
        "$debug" | Should -BeLike 'The age of 1 entry is not known:*'
    }

    It 'takes the age from reports where the vault keeps no metadata, whose passwords are stored all the same' {
        Unregister-SecretVault -Name $vault.Name
        $script:vault = New-Vault PlainVault
        $zenlayer.VaultName = $vault.Name
        $report = Join-Path $vault.Folder 'r.jsonl'
        $output = '1341431445241233', '1341431445241234' | Reset-CloudInstancePassword @zenlayer -ReportPath $report -Verbose -WarningVariable warnings 4>&1
        $warnings | Should -BeNullOrEmpty
        @($output | Where-Object { "$_" -like '*keeps no metadata*' }) | Should -HaveCount 1
        $results = $output | Where-Object { $_ -is [PasswordCmdlets.PasswordChangeResult] }
        $results.Status | Should -Be 'Succeeded', 'Succeeded'
        $results.ErrorId | Should -Be $null, $null
        (Get-ChildItem -LiteralPath $vault.Folder -Filter *.secret).BaseName | Sort-Object | Should -Be ($results.SecretName | Sort-Object)

        (Get-CloudPasswordSecret $vault.Name).Age | Should -Be $null, $null
        $secrets = Get-CloudPasswordSecret $vault.Name -ReportPath (Join-Path $vault.Folder '*.jsonl')
        $secrets.Age | ForEach-Object { $_ | Should -BeLessThan ([timespan]'00:05:00') }
        $secrets.RunId | Select-Object -Unique | Should -Be $results[0].RunId

        $named = Reset-CloudInstancePassword @zenlayer -InstanceId 1341431445241233 -SecretName 'web-{InstanceId}' -SecretLifetime 90.00:00:00 -ReportPath $report -WarningVariable warnings -WarningAction SilentlyContinue
        $named.Status | Should -Be 'Succeeded'
        "$warnings" | Should -BeLike '*keeps no metadata*-SecretLifetime has no effect*'
        (Get-CloudPasswordSecret $vault.Name -ReportPath $report | Where-Object SecretName -EQ 'web-1341431445241233').InstanceId | Should -Be '1341431445241233'
    }

    It 'warns once when metadata cannot be written, and no password is lost' {
        Set-Content -LiteralPath (Join-Path $vault.Folder REFUSE) -Value 'info:*'
        $results = '1341431445241233', '1341431445241234' | Reset-CloudInstancePassword @zenlayer -WarningVariable warnings -WarningAction SilentlyContinue
        $results.Status | Should -Be 'Succeeded', 'Succeeded'
        $warnings | Should -HaveCount 1
        "$warnings" | Should -BeLike 'The password is stored as Zenlayer-*, its metadata is not;*Could not write the metadata of Zenlayer-*'
        (Get-ChildItem -LiteralPath $vault.Folder -Filter *.secret).BaseName | Sort-Object | Should -Be ($results.SecretName | Sort-Object)
    }

    It 'knows an entry by a template from its metadata, and no seed, pending or foreign entry' {
        $null = Reset-CloudInstancePassword @zenlayer -InstanceId 1341431445241233 -SecretName 'web-{InstanceId}'
        'PasswordCmdlets-run-20261120160000aaaaaa', 'Zenlayer-ZecInstance-global-1341431445241234-pending-20261120160000aaaaaa', 'database', 'web-2' | ForEach-Object { Add-Entry $_ }
        Add-Entry other -DaysAgo 1 -With @{ Provider = 'Azure'; Resource = 'Vm'; InstanceId = '1' }
        Add-Entry hostile -DaysAgo 1 -With @{ Provider = 'Zenlayer'; Resource = 'ZecInstance'; InstanceId = 'a b' }
        (Get-CloudPasswordSecret $vault.Name).SecretName | Should -Be 'web-1341431445241233'
    }

    It 'filters by provider, resource, region, instance, user and account' {
        Add-Entry Tencent-CvmInstance-ap-guangzhou-ins-linux001 -DaysAgo 1
        Add-Entry Tencent-LighthouseInstance-ap-shanghai-lhins-linux001 -DaysAgo 2
        Add-Entry Alibaba-RamUser-global-1234567890123456-alice -DaysAgo 3
        Add-Entry Alibaba-RamUser-global-6543210987654321-alice -DaysAgo 4
        Add-Entry Zenlayer-ZecInstance-global-1341431445241233 -DaysAgo 5
        $all = @{ VaultName = $vault.Name }
        (Get-CloudPasswordSecret @all -Provider tencent).Resource | Sort-Object | Should -Be 'CvmInstance', 'LighthouseInstance'
        (Get-CloudPasswordSecret @all -Provider Tencent, Zenlayer -Resource CvmInstance, ZecInstance).Provider | Should -Be 'Zenlayer', 'Tencent'
        (Get-CloudPasswordSecret @all -Region ap-*).Region | Sort-Object | Should -Be 'ap-guangzhou', 'ap-shanghai'
        (Get-CloudPasswordSecret @all -InstanceId *linux001).Provider | Should -Be 'Tencent', 'Tencent'
        $alice = Get-CloudPasswordSecret @all -Resource RamUser -UserName Alice -Account 1234567890123456
        $alice.UserName, $alice.Account, $alice.InstanceId | Should -Be 'alice', '1234567890123456', $null
    }

    It 'ends with an error for <Why>' -ForEach @(
        @{ Why = 'an unknown provider'; With = @{ Provider = 'Azure' }; Id = 'InvalidTarget' }
        @{ Why = 'an unknown resource'; With = @{ Resource = 'Vm' }; Id = 'InvalidTarget' }
        @{ Why = 'a wildcard that is malformed'; With = @{ InstanceId = '[' }; Id = 'InvalidTarget' }
        @{ Why = 'a number of ticks in place of days'; With = @{ OlderThan = [timespan]60 }; Id = 'ParameterArgumentValidationError' }
        @{ Why = 'a negative time span'; With = @{ OlderThan = [timespan]'-1.00:00:00' }; Id = 'ParameterArgumentValidationError' }
        @{ Why = 'a report that does not exist'; With = @{ ReportPath = './nosuch.jsonl' }; Id = 'ReportUnavailable' }
        @{ Why = 'a vault that does not exist'; With = @{ VaultName = 'nosuch' }; Id = 'VaultWriteFailed' }
    ) {
        $all = @{ VaultName = $vault.Name }
        $With.Keys | ForEach-Object { $all[$_] = $With[$_] }
        { Get-CloudPasswordSecret @all } | Should -Throw -ErrorId "$Id,*"
    }

    It 'shows the age in words' {
        Add-Entry Zenlayer-ZecInstance-global-1341431445241233 -DaysAgo 70.9
        Add-Entry Zenlayer-ZecInstance-global-1341431445241234 -DaysAgo 0.09
        Add-Entry Zenlayer-ZecInstance-global-1341431445241236
        $shown = Get-CloudPasswordSecret $vault.Name | Out-String -Width 100
        $shown | Should -Match '(?s)  70 d Zenlayer.*  2 h Zenlayer.*unknown Zenlayer'
        $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Get-CloudPasswordSecret $vault.Name -InstanceId *1233)))
        $copy | Out-String -Width 100 | Should -Match '  70 d Zenlayer'
    }

    It 'has the metadata of a password that Confirm-CloudPassword stored' {
        $report = Join-Path $vault.Folder 'r.jsonl'
        Invoke-SandboxControl $sandbox faults -Method Post -Body @{ provider = 'zenlayer'; action = 'ResetInstancePassword'; kind = 'reset'; afterCommit = $true } | Out-Null
        $unknown = Reset-CloudInstancePassword @zenlayer -InstanceId 1341431445241233 -MaximumRetryCount 0 -ReportPath $report -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $unknown.Status | Should -Be 'Unknown'
        Get-CloudPasswordSecret $vault.Name | Should -BeNullOrEmpty
        $confirmed = $unknown | Restore-CloudPassword -VaultName $vault.Name | Where-Object Attempt -EQ 1 | Confirm-CloudPassword -VaultName $vault.Name -ReportPath $report -SecretLifetime 30.00:00:00
        $confirmed.Status | Should -Be 'Succeeded'
        $secret = Get-CloudPasswordSecret $vault.Name
        $secret.RunId | Should -Be $unknown.RunId
        [System.Math]::Abs(($secret.ChangedAt - $unknown.StartedAt).TotalSeconds) | Should -BeLessThan 2
        ($secret.ExpiresAt - $secret.ChangedAt).TotalDays | Should -Be 30
    }

    It 'needs a vault for -SecretLifetime' {
        $zenlayer.Remove('VaultName')
        { Reset-CloudInstancePassword @zenlayer -InstanceId 1341431445241233 -AllowUnstored -SecretLifetime 90.00:00:00 } | Should -Throw -ErrorId 'UnstoredPassword,*' -ExpectedMessage '*-SecretLifetime*-VaultName*'
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
    }
}
