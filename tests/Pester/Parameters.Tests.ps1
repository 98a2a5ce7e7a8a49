# What the parameters of a command may be, alone and together. Nothing is sent.
BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE, $PSScriptRoot/Sandbox.psm1 -Force
    $script:old = ConvertTo-TestSecret 'Cloud-Tour-Old1'
    $script:new = ConvertTo-TestSecret 'Cloud-Tour-New2'

    # Nothing listens there: whatever was sent would come back as ProviderUnavailable.
    $script:nowhere = @{ Endpoint = 'http://127.0.0.1:9'; MaximumRetryCount = 0; Confirm = $false }
    $script:dcs = $nowhere + @{ InstanceId = '5560df16-cebf-4473-95c4-d1b573c16e79'; Region = 'eu-de'; ProjectId = 'p1' }
    $script:cvm = $nowhere + @{ InstanceId = 'ins-linux001'; Region = 'ap-guangzhou'; Provider = 'Tencent' }
}

Describe 'A switch that is false' {
    It 'leaves Set-DcsPassword without an old password, so that nothing is reset' {
        { Set-DcsPassword @dcs -Reset:$false -NewPassword $new } | Should -Throw -ErrorId 'InvalidTarget,*' -ExpectedMessage 'Specify -OldPassword, or -Reset.'
        { Set-DcsPassword @dcs -Reset:$false -GeneratePassword -AllowUnstored } | Should -Throw -ErrorId 'InvalidTarget,*' -ExpectedMessage 'Specify -OldPassword, or -Reset.'
    }

    It 'leaves <Name> without a new password' -ForEach @(
        @{ Name = 'Reset-CloudInstancePassword'; Parameter = 'Password'; Command = { Reset-CloudInstancePassword @cvm -GeneratePassword:$false } }
        @{ Name = 'Set-EcsVncPassword'; Parameter = 'Password'; Command = { Set-EcsVncPassword @nowhere -Region cn-hangzhou -InstanceId i-1 -GeneratePassword:$false -AllowUnstored } }
        @{ Name = 'Set-DcsPassword'; Parameter = 'NewPassword'; Command = { Set-DcsPassword @dcs -OldPassword $old -GeneratePassword:$false } }
        @{ Name = 'Set-DcsPassword -Reset'; Parameter = 'NewPassword'; Command = { Set-DcsPassword @dcs -Reset -GeneratePassword:$false } }
        @{ Name = 'Set-RamUserPassword'; Parameter = 'NewPassword'; Command = { Set-RamUserPassword @nowhere -UserName alice -GeneratePassword:$false -WhatIf } }
        @{ Name = 'Set-RamUserPassword -OldPassword'; Parameter = 'NewPassword'; Command = { Set-RamUserPassword @nowhere -OldPassword $old -GeneratePassword:$false } }
        @{ Name = 'Test-CloudPasswordTarget'; Parameter = 'Password'; Command = { Test-CloudPasswordTarget ins-linux001 -Provider Tencent -Region ap-guangzhou -Endpoint http://127.0.0.1:9 -MaximumRetryCount 0 -GeneratePassword:$false } }
    ) {
        $Command | Should -Throw -ErrorId 'InvalidTarget,*' -ExpectedMessage "Specify -$Parameter, or -GeneratePassword."
    }
}

Describe 'A variable that is not set' {
    It 'is rejected for -<Parameter> of <Name>, and nothing else is used in its place' -ForEach @(
        foreach ($parameter in 'AccessKey', 'SecurityToken', 'Endpoint', 'Proxy', 'ProxyCredential') {
            @{ Name = 'Get-CloudPasswordTarget'; Parameter = $parameter; Command = { param($given) Get-CloudPasswordTarget -Provider Tencent -Region ap-guangzhou @given } }
        }
        foreach ($parameter in 'IamCredential', 'IamEndpoint', 'SecretLifetime') {
            @{ Name = 'Set-DcsPassword'; Parameter = $parameter; Command = { param($given) Set-DcsPassword @dcs -Reset -GeneratePassword -AllowUnstored @given } }
        }
        foreach ($parameter in 'Endpoint', 'Proxy', 'ProxyCredential') {
            @{ Name = 'Get-CloudCredential'; Parameter = $parameter; Command = { param($given) Get-CloudCredential -Provider Zenlayer -NoInstanceRole @given } }
        }
        @{ Name = 'Test-CloudPasswordTarget'; Parameter = 'Password'; Command = { param($given) Test-CloudPasswordTarget ins-linux001 -Endpoint http://127.0.0.1:9 @given } }
        @{ Name = 'Get-CloudPasswordSecret'; Parameter = 'OlderThan'; Command = { param($given) Get-CloudPasswordSecret -VaultName NoSuchVault @given } }
    ) {
        { & $Command @{ $Parameter = $null } } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }
}

Describe 'An empty credential' {
    It 'is rejected as -<Parameter> of <Name>' -ForEach @(
        @{ Name = 'Reset-CloudInstancePassword'; Parameter = 'AccessKey'; Problem = '-AccessKey has an empty password. *'; Command = { Reset-CloudInstancePassword @cvm -Password $new -AccessKey ([pscredential]::Empty) } }
        @{ Name = 'Get-CloudPasswordTarget'; Parameter = 'AccessKey'; Problem = '-AccessKey has an empty password. *'; Command = { Get-CloudPasswordTarget Tencent -Region ap-guangzhou -AccessKey ([pscredential]::Empty) } }
        @{ Name = 'Set-DcsPassword'; Parameter = 'IamCredential'; Problem = '-IamCredential has an empty password. *'; Command = { Set-DcsPassword @dcs -Reset -NewPassword $new -DomainName acme -IamCredential ([pscredential]::Empty) } }
        @{ Name = 'Reset-CloudInstancePassword'; Parameter = 'Credential'; Problem = '-Credential has an empty password. *'; Command = { Reset-CloudInstancePassword @cvm -Credential ([pscredential]::Empty) } }
        @{ Name = 'Get-CloudCredential'; Parameter = 'ProxyCredential'; Problem = '-ProxyCredential is empty. *'; Command = { Get-CloudCredential Zenlayer -NoInstanceRole -Proxy http://127.0.0.1:9 -ProxyCredential ([pscredential]::Empty) } }
        @{ Name = 'Get-CloudPasswordTarget'; Parameter = 'ProxyCredential'; Problem = '-ProxyCredential is empty. *'; Command = { Get-CloudPasswordTarget Tencent -Region ap-guangzhou -Proxy http://127.0.0.1:9 -ProxyCredential ([pscredential]::Empty) } }
    ) {
        $Command | Should -Throw -ExpectedMessage $Problem
    }
}

Describe 'Test-CloudPassword -Quiet' {
    It 'returns one value for each password, which is true when every policy accepts it' {
        $good, $bad, $mixed = 'Cloud-Tour-New2', 'short', 'Aa1-rootX' | ForEach-Object { ConvertTo-TestSecret $_ }
        $good, $bad | Test-CloudPassword -For TencentLinux, Zenlayer, EcsLinux -Quiet | Should -Be $true, $false

        # One of the two policies accepts it.
        (Test-CloudPassword -Password $mixed -For EcsLinux, HuaweiEcs).IsAcceptable | Should -Be $true, $false
        Test-CloudPassword -Password $mixed -For EcsLinux, HuaweiEcs -Quiet | Should -BeExactly $false
        Test-CloudPassword -Password $mixed -For HuaweiEcs, EcsLinux -Quiet | Should -BeExactly $false
    }
}

Describe 'A hashtable in the pipeline' {
    It 'is rejected by <Name>, with the object to pipe in its place' -ForEach @(
        @{ Name = 'Reset-CloudInstancePassword'; Property = 'InstanceId'; Command = { $input | Reset-CloudInstancePassword @nowhere -Provider Tencent -Region ap-guangzhou -Password $new -ErrorAction Stop } }
        @{ Name = 'Set-RamUserPassword'; Property = 'UserName'; Command = { $input | Set-RamUserPassword @nowhere -NewPassword $new -ErrorAction Stop } }
        @{ Name = 'Restore-CloudPassword'; Property = 'InstanceId'; Command = { $input | Restore-CloudPassword -VaultName NoSuchVault -RunId 20260101000000aaaaaa -ErrorAction Stop } }
        @{ Name = 'Test-CloudPasswordTarget'; Property = 'InstanceId'; Command = { throw ($input | Test-CloudPasswordTarget -Provider Tencent -Region ap-guangzhou -Endpoint http://127.0.0.1:9).Advice } }
        @{ Name = 'Get-CloudPasswordPolicy'; Property = 'Name'; Command = { $input | Get-CloudPasswordPolicy -ErrorAction Stop } }
    ) {
        foreach ($table in @{ InstanceId = 'Pl4nted'; UserName = 'Pl4nted' }, [ordered]@{ InstanceId = 'Pl4nted'; UserName = 'Pl4nted' }) {
            { $table | & $Command } | Should -Throw -ExpectedMessage "*Record 1 of the input is a hashtable, and its keys are not read. Pipe an object: ``[pscustomobject``]@{ $Property = '...' }."
        }
    }
}

Describe 'What is missing for the whole command' {
    It 'is one terminating error: <Name>' -ForEach @(
        @{ Name = 'Restore-CloudPassword without a target'; Problem = 'No target is specified. *'; Command = { Restore-CloudPassword -VaultName NoSuchVault } }
        @{ Name = 'Restore-CloudPassword without a run'; Problem = 'No run is specified. *'; Command = { Restore-CloudPassword -VaultName NoSuchVault -InstanceId ins-1, ins-2 } }
        @{ Name = 'Restore-CloudPassword of an unknown resource'; Problem = "'Nope' is not a resource. *"; Command = { Restore-CloudPassword -VaultName NoSuchVault -RunId 20260101000000aaaaaa -InstanceId ins-1, ins-2 -Resource Nope } }
        @{ Name = 'Confirm-CloudPassword without a target'; Problem = 'No target is specified. *'; Command = { Confirm-CloudPassword -VaultName NoSuchVault -RunId 20260101000000aaaaaa } }
        @{ Name = 'Confirm-CloudPassword of a report without a run'; Problem = 'No target is specified. *'; Command = { Confirm-CloudPassword -VaultName NoSuchVault -ReportPath ./none.jsonl } }
        @{ Name = 'Confirm-CloudPassword without an attempt'; Problem = 'No attempt is specified. *'; Command = { Confirm-CloudPassword -VaultName NoSuchVault -RunId 20260101000000aaaaaa -InstanceId ins-1, ins-2 } }
        @{ Name = 'Get-CloudPasswordReport without a report'; Problem = 'Specify -Path, *'; Command = { Get-CloudPasswordReport } }
        @{ Name = 'Wait-CloudPasswordReset without a result'; Problem = 'Specify -InputObject, *'; Command = { Wait-CloudPasswordReset } }
        @{ Name = 'Test-CloudPassword without a password'; Problem = 'No password is specified. *'; Command = { Test-CloudPassword -For Dcs } }
    ) {
        $ErrorActionPreference = 'SilentlyContinue'
        $errorId = try { $null = & $Command; 'none' } catch { $_.FullyQualifiedErrorId }
        $errorId | Should -BeLike 'InvalidTarget,*'
        $Command | Should -Throw -ExpectedMessage $Problem
    }

    It 'is nothing for Confirm-CloudPassword with a run and its report' {
        { Confirm-CloudPassword -VaultName NoSuchVault -RunId 20260101000000aaaaaa -ReportPath ./none.jsonl -WhatIf } | Should -Not -Throw
    }
}

Describe 'A value of another type than the parameter' {
    It 'is rejected for -<Parameter> with what to specify, and not shown' -ForEach @(
        @{ Parameter = 'Credential'; Value = 'Pl4nted'; Expected = 'a PSCredential, for example from Get-Credential' }
        @{ Parameter = 'AccessKey'; Value = 'Pl4nted'; Expected = 'a PSCredential, for example from Get-Credential' }
        @{ Parameter = 'ProxyCredential'; Value = [securestring]::new(); Expected = 'a PSCredential, for example from Get-Credential' }
        @{ Parameter = 'Password'; Value = 'Pl4nted'; Expected = 'a SecureString, for example from Read-Host -AsSecureString' }
        @{ Parameter = 'SecurityToken'; Value = [pscredential]::new('Pl4nted', [securestring]::new()); Expected = 'a SecureString, for example from Read-Host -AsSecureString' }
    ) {
        $given = @{ $Parameter = $Value }
        if ($Parameter -ne 'Credential') { $given.Password = if ($given.Password) { $given.Password } else { $new } }
        $message = try { Reset-CloudInstancePassword @cvm @given } catch { "$_" }
        $message | Should -BeLike "*is not shown, because it may be a secret. Specify $Expected."
        $message | Should -Not -BeLike '*Pl4nted*'
    }
}

Describe 'An error' {
    It 'has the name that was mistyped as its target: <Name>' -ForEach @(
        @{ Name = 'a policy'; Target = 'Nope'; Command = { Get-CloudPasswordPolicy Nope } }
        @{ Name = 'a provider of Get-CloudCredential'; Target = 'Nope'; Command = { Get-CloudCredential Nope } }
        @{ Name = 'a provider of Get-CloudPasswordTarget'; Target = 'Nope'; Command = { Get-CloudPasswordTarget Nope } }
        @{ Name = 'a region'; Target = 'nowhere-1'; Command = { Get-CloudPasswordTarget Tencent -Region nowhere-1 } }
        @{ Name = 'a resource'; Target = 'Nope'; Command = { Get-CloudPasswordSecret -VaultName NoSuchVault -Resource Nope } }
        @{ Name = 'a provider of Reset-CloudInstancePassword'; Target = 'Nope'; Command = { Reset-CloudInstancePassword -Provider Nope -InstanceId ins-1 -Password $new } }
        @{ Name = 'a resource of Reset-CloudInstancePassword'; Target = 'Nope'; Command = { Reset-CloudInstancePassword -Provider Tencent -Resource Nope -InstanceId ins-1 -Password $new } }
        @{ Name = 'a resource of Restore-CloudPassword'; Target = 'Nope'; Command = { Restore-CloudPassword -VaultName NoSuchVault -RunId 20260101000000aaaaaa -InstanceId ins-1 -Resource Nope } }
        @{ Name = 'no name'; Target = $null; Command = { Get-CloudPasswordPolicy 'Pl4nted,a line of a file' } }
        @{ Name = 'an id of no resource'; Target = 'ins_1'; Command = { Restore-CloudPassword -VaultName NoSuchVault -RunId 20260101000000aaaaaa -InstanceId ins_1 } }
        @{ Name = 'an id of another resource'; Target = 'lhins-1'; Command = { Reset-CloudInstancePassword @nowhere -Provider Tencent -Region ap-guangzhou -InstanceId lhins-1 -Password $new } }
    ) {
        $ErrorActionPreference = 'Stop'
        $failure = try { $null = & $Command } catch { $_ }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidTarget,*'
        $failure.TargetObject | Should -BeExactly $Target
    }

    It 'lists the values that <Name> may have' -ForEach @(
        @{ Name = 'the policy'; Values = 'EcsVnc, Ram, EcsLinux,'; Command = { Get-CloudPasswordPolicy 'Tencent Linux' } }
        @{ Name = 'the provider of Get-CloudCredential'; Values = 'Alibaba, Tencent, Huawei, Zenlayer.'; Command = { Get-CloudCredential * } }
        @{ Name = 'the provider of Reset-CloudInstancePassword'; Values = 'Alibaba, Tencent, Huawei, Zenlayer.'; Command = { Reset-CloudInstancePassword -Provider * -InstanceId ins-1 -Password $new } }
        @{ Name = 'the resource of Reset-CloudInstancePassword'; Values = 'EcsInstance, CvmInstance, LighthouseInstance, EcsServer, ZecInstance.'; Command = { Reset-CloudInstancePassword -Provider Tencent -Resource Cvm* -InstanceId ins-1 -Password $new } }
        @{ Name = 'the resource of Restore-CloudPassword'; Values = 'EcsVnc, RamUser,'; Command = { Restore-CloudPassword -VaultName NoSuchVault -RunId 20260101000000aaaaaa -InstanceId ins-1 -Resource * } }
        @{ Name = 'the provider of Test-CloudPasswordTarget'; Values = 'Alibaba, Tencent, Huawei, Zenlayer.'; Command = { throw (Test-CloudPasswordTarget ins-1 -Provider *).Advice } }
    ) {
        $ErrorActionPreference = 'Stop'
        $Command | Should -Throw -ExpectedMessage "*It is not shown, because it may hold a secret. Specify one of: $Values*"
    }
}

Describe 'Get-CloudPasswordPolicy' {
    It 'takes wildcards, and one that no policy matches returns nothing' {
        (Get-CloudPasswordPolicy Tencent*, ecsvnc).Name | Should -Be 'TencentLinux', 'TencentWindows', 'EcsVnc'
        ('*Windows' | Get-CloudPasswordPolicy).Name | Sort-Object | Should -Be 'EcsWindows', 'LighthouseWindows', 'TencentWindows'
        Get-CloudPasswordPolicy Nope* -ErrorAction Stop | Should -BeNullOrEmpty
        { Get-CloudPasswordPolicy 'Tencent[' -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidTarget,*' -ExpectedMessage '-Name has a wildcard *'
    }
}
