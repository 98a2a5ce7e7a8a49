BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Sandbox.psm1 -Force
    $script:new = ConvertTo-TestSecret 'Cloud-Tour-12'
    $script:old = ConvertTo-TestSecret 'Sandbox-Alice-1'
    $script:wrongOld = ConvertTo-TestSecret 'Not-The-Old-1'

    function Get-SandboxUser([string]$Name) {
        (Invoke-SandboxControl $sandbox 'state?passwords=true').instances | ForEach-Object { $_ } | Where-Object id -EQ $Name
    }

    function Get-CallCount([string]$Action) {
        @(Get-SandboxRequest $sandbox -Action "^$Action$").Count
    }

    function Add-Fault([hashtable]$Fault) {
        Invoke-SandboxControl $sandbox faults -Method Post -Body (@{ provider = 'alibaba' } + $Fault) | Out-Null
    }
}

Describe 'Set-RamUserPassword' {
    BeforeEach {
        $script:sandbox = Start-Sandbox
        $script:admin = @{ Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey alibaba; Confirm = $false }
        $script:alice = @{ Endpoint = $sandbox.Address; AccessKey = [pscredential]::new('sandbox-alice-id', (ConvertTo-TestSecret 'sandbox-alice-secret')); Confirm = $false }
    }

    AfterEach {
        Stop-Sandbox $sandbox
    }

    Context 'The own password' {
        It 'is changed, and the result has the user whose access key it is' {
            $result = Set-RamUserPassword @alice -OldPassword $old -NewPassword $new
            $result.Status | Should -Be 'Succeeded'
            $result.Resource, $result.Account | Should -Be 'RamUser', 'sandbox-alice-id'
            $result.InstanceId, $result.UserName, $result.Region | Should -Be $null, 'alice', $null
            (Get-SandboxUser alice).passwords[0].password | Should -BeExactly 'Cloud-Tour-12'
        }

        It 'is changed, with the access key standing for the user, where the provider does not say whose it is' {
            Add-Fault @{ action = 'GetCallerIdentity'; kind = 'refuse'; code = 'Forbidden' }
            $result, $verbose = Set-RamUserPassword @alice -OldPassword $old -NewPassword $new -Verbose 4>&1 | Sort-Object { $_ -is [System.Management.Automation.VerboseRecord] }
            $result.Status, $result.Account, $result.UserName | Should -Be 'Succeeded', 'sandbox-alice-id', $null
            "$verbose" | Should -BeLike '*GetCallerIdentity failed (Forbidden): the access key sandbox-alice-id stands for its account.*'
        }

        It 'needs a RAM user: the error of the root account says what to do' {
            $result = Set-RamUserPassword @admin -OldPassword $old -NewPassword $new -ErrorAction SilentlyContinue
            $result.ErrorId, $result.ErrorCode | Should -Be 'AccessDenied', 'NotSupport.Account'
            $result.Message | Should -Match '-UserName'
        }

        It 'is Unknown after a lost response and is not sent again' {
            Add-Fault @{ action = 'ChangePassword'; kind = 'reset'; afterCommit = $true }
            $result = Set-RamUserPassword @alice -OldPassword $old -NewPassword $new -ErrorAction SilentlyContinue
            $result.Status, $result.ErrorId | Should -Be 'Unknown', 'OutcomeUnknown'
            $result.Message | Should -Match 'Log on'
            (Get-SandboxUser alice).executions | Should -Be 1
            Get-CallCount ChangePassword | Should -Be 1
        }

        It 'is guarded: the last try of the old password is kept unless -Force' {
            $errors = 1..5 | ForEach-Object { (Set-RamUserPassword @alice -OldPassword $wrongOld -NewPassword $new -ErrorAction SilentlyContinue).ErrorId }
            $errors | Should -Be 'OldPasswordIncorrect', 'OldPasswordIncorrect', 'OldPasswordIncorrect', 'OldPasswordIncorrect', 'LockoutGuard'
            Get-CallCount ChangePassword | Should -Be 4
            (Set-RamUserPassword @alice -OldPassword $old -NewPassword $new -Force).Status | Should -Be 'Succeeded'
            (Set-RamUserPassword @alice -OldPassword $wrongOld -NewPassword $new -ErrorAction SilentlyContinue).ErrorId | Should -Be 'OldPasswordIncorrect'
        }

        It 'is guarded after one wrong old password when the number of attempts cannot be read' {
            Add-Fault @{ action = 'GetPasswordPolicy'; kind = 'refuse'; code = 'NoPermission'; status = 403 }
            $errors = 1..2 | ForEach-Object { (Set-RamUserPassword @alice -OldPassword $wrongOld -NewPassword $new -ErrorAction SilentlyContinue).ErrorId }
            $errors | Should -Be 'OldPasswordIncorrect', 'LockoutGuard'
            Get-CallCount ChangePassword | Should -Be 1
        }

        It 'is guarded after one lost response when the number of attempts cannot be read' {
            Add-Fault @{ action = 'GetPasswordPolicy'; kind = 'refuse'; code = 'NoPermission'; status = 403 }
            Add-Fault @{ action = 'ChangePassword'; kind = 'reset'; afterCommit = $true }
            $errors = 1..2 | ForEach-Object { (Set-RamUserPassword @alice -OldPassword $wrongOld -NewPassword $new -ErrorAction SilentlyContinue).ErrorId }
            $errors | Should -Be 'OutcomeUnknown', 'LockoutGuard'
            Get-CallCount ChangePassword | Should -Be 1
        }

        It 'is guarded from the first when one wrong old password locks the user' {
            Invoke-SandboxControl $sandbox 'seed?merge=true' -Method Post -Body @{ alibaba = @{ passwordPolicy = @{ maxLoginAttemps = 1 } } } | Out-Null
            $guarded = Set-RamUserPassword @alice -OldPassword $old -NewPassword $new -ErrorAction SilentlyContinue
            $guarded.ErrorId, $guarded.Attempts | Should -Be 'LockoutGuard', 0
            $guarded.Message | Should -BeLike '*first wrong old password locks*'
            (Set-RamUserPassword @alice -OldPassword $old -NewPassword $new -Force).Status | Should -Be 'Succeeded'
        }
    }

    Context 'Passwords of others' {
        It 'are set for names from the pipeline, each keeping its flags' {
            'alice', [pscustomobject]@{ UserName = 'bob' } | Set-RamUserPassword @admin -NewPassword $new -PasswordResetRequired -MfaBindRequired | Out-Null
            $results = 'alice', 'bob' | Set-RamUserPassword @admin -NewPassword (ConvertTo-TestSecret 'Cloud-Tour-13') -PasswordResetRequired:$false
            $results.Status | Should -Be 'Succeeded', 'Succeeded'
            (Get-SandboxUser bob).passwords[0].password | Should -BeExactly 'Cloud-Tour-13'
            (Get-SandboxUser bob).passwordResetRequired | Should -BeFalse
            (Get-SandboxUser bob).mfaBindRequired | Should -BeTrue
        }

        It 'are not set when the flags can neither be read nor were given' {
            Add-Fault @{ action = 'GetLoginProfile'; kind = 'refuse'; code = 'NoPermission'; status = 403 }
            $result = Set-RamUserPassword alice @admin -NewPassword $new -PasswordResetRequired -ErrorAction SilentlyContinue
            $result.ErrorId | Should -Be 'AccessDenied'
            $result.Message | Should -Match '-MfaBindRequired'
            Get-CallCount UpdateLoginProfile | Should -Be 0
            (Set-RamUserPassword alice @admin -NewPassword $new -PasswordResetRequired -MfaBindRequired:$false).Status | Should -Be 'Succeeded'
        }

        It 'are given to users who could not log on only with -CreateLoginProfile' {
            $refused = Set-RamUserPassword carol @admin -NewPassword $new -ErrorAction SilentlyContinue
            $refused.ErrorId | Should -Be 'TargetStateInvalid'
            $refused.Message | Should -Be 'The user exists but has no console login; use -CreateLoginProfile.'
            (Set-RamUserPassword carol @admin -NewPassword $new -CreateLoginProfile).Status | Should -Be 'Succeeded'
            (Get-SandboxUser carol).passwords[0].password | Should -BeExactly 'Cloud-Tour-12'
        }

        It 'leave the other users alone when one does not exist' {
            $results = 'alice', 'nobody', 'bob' | Set-RamUserPassword @admin -NewPassword $new -ErrorAction SilentlyContinue -ErrorVariable failures
            ($results | Where-Object Status -EQ Succeeded).UserName | Sort-Object | Should -Be 'alice', 'bob'
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'TargetNotFound,*'
            $failures[0].TargetObject | Should -Be 'nobody'
        }

        It 'are set again after a lost response' {
            Add-Fault @{ action = 'UpdateLoginProfile'; kind = 'reset'; afterCommit = $true; first = 1 }
            (Set-RamUserPassword alice @admin -NewPassword $new).Status | Should -Be 'Succeeded'
        }

        It 'warns that -Force has nothing to force' {
            Set-RamUserPassword alice @admin -NewPassword $new -Force -WarningVariable warnings -WarningAction SilentlyContinue | Out-Null
            "$warnings" | Should -Match 'nothing to force'
        }

        It 'puts no password into a URL' {
            Set-RamUserPassword alice @admin -NewPassword $new | Out-Null
            @(Get-SandboxRequest $sandbox).url | Should -Not -Match '\?'
        }
    }

    Context 'The policy' {
        It 'ends the command before anything is sent when every published rule rejects the password' {
            { Set-RamUserPassword alice @admin -NewPassword (ConvertTo-TestSecret 'Short-1') } | Should -Throw -ErrorId 'PasswordPolicyViolation,*'
            Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
        }

        It 'of the account is read once and rejects the rest' {
            $results = 'alice', 'bob' | Set-RamUserPassword @admin -NewPassword (ConvertTo-TestSecret 'CloudTour12345') -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
            $results.ErrorId | Should -Be 'PasswordPolicyViolation', 'PasswordPolicyViolation'
            Get-CallCount GetPasswordPolicy | Should -Be 1
            Get-CallCount UpdateLoginProfile | Should -Be 0
        }
    }

    Context 'Bad input' {
        It 'fails <Name> with InvalidTarget and sends nothing for it' -ForEach @(
            @{ Name = 'an empty name'; User = '' }
            @{ Name = 'a null name'; User = $null }
            @{ Name = 'a logon name'; User = 'alice@example.onaliyun.com' }
            @{ Name = 'an object without the property'; User = [pscustomobject]@{ Name = 'alice' } }
        ) {
            $result = , $User | Set-RamUserPassword @admin -NewPassword $new -ErrorAction SilentlyContinue
            $result.Status, $result.ErrorId | Should -Be 'Failed', 'InvalidTarget'
            Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
        }

        It 'ends without a user and shows how to change the own password' {
            { Set-RamUserPassword @admin -NewPassword $new } | Should -Throw -ErrorId 'InvalidTarget,*' -ExpectedMessage (
                'Specify -UserName, or pipe user names or objects that have a property UserName. ' +
                "To change the password of the access key's own user, specify -OldPassword.")
            Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
        }

        It 'does not take an old password and a user name together' {
            { Set-RamUserPassword alice @admin -OldPassword $old -NewPassword $new } | Should -Throw
            Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
        }

        It 'has no -Region, because RAM has none' {
            (Get-Command Set-RamUserPassword).Parameters.Keys | Should -Not -Contain 'Region'
        }
    }

    Context 'WhatIf' {
        It 'sends nothing and reads no credential: <Name>' -ForEach @(
            @{ Name = 'own'; Arguments = @{ Old = $true } }
            @{ Name = 'others'; Arguments = @{ UserName = 'alice' } }
        ) {
            $whom = if ($Arguments.Old) { @{ OldPassword = $old } } else { $Arguments }
            Set-RamUserPassword @whom -NewPassword $new -Endpoint $sandbox.Address -WhatIf | Should -BeNullOrEmpty
            Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
        }
    }

    Context 'Generated passwords' {
        It 'are in the results, one for each user' {
            $results = 'alice', 'bob' | Set-RamUserPassword @admin -GeneratePassword -AllowUnstored
            $results | ForEach-Object { (Get-SandboxUser $_.UserName).passwords[0].password -ceq $_.Credential.GetNetworkCredential().Password } | Should -Be $true, $true
            $results[0].Credential.UserName | Should -Be $results[0].UserName
        }

        It 'have one entry for a user, whichever access key sets them' {
            $vault = "PasswordCmdletsRamEntry$PID"
            $folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive 'ram-entries')).FullName
            Register-SecretVault -Name $vault -ModuleName (Join-Path $PSScriptRoot 'TestVault') -VaultParameters @{ Folder = $folder }
            try {
                (Set-RamUserPassword @alice -OldPassword $old -GeneratePassword -VaultName $vault).SecretName | Should -Be 'Alibaba-RamUser-global-1234567890123456-alice'
                ('alice', 'bob' | Set-RamUserPassword @admin -GeneratePassword -VaultName $vault).Status | Should -Be 'Succeeded', 'Succeeded'
                (Get-ChildItem -LiteralPath $folder -Filter *.secret).BaseName | Should -Be 'Alibaba-RamUser-global-1234567890123456-alice', 'Alibaba-RamUser-global-1234567890123456-bob'
                Get-Secret -Vault $vault -Name 'Alibaba-RamUser-global-1234567890123456-alice' -AsPlainText | Should -BeExactly (Get-SandboxUser alice).passwords[0].password
                Get-CallCount GetCallerIdentity | Should -Be 2
                Add-Fault @{ action = 'GetCallerIdentity'; kind = 'refuse'; code = 'Forbidden' }
                ('bob' | Set-RamUserPassword @admin -GeneratePassword -VaultName $vault).SecretName | Should -Be 'Alibaba-RamUser--9global--9sandbox-alibaba-id--9bob'
            }
            finally {
                Unregister-SecretVault -Name $vault
            }
        }

        It 'need no GetCallerIdentity where no name depends on it' {
            (Set-RamUserPassword @admin -UserName alice -NewPassword $new).Status | Should -Be 'Succeeded'
            Get-CallCount GetCallerIdentity | Should -Be 0
        }

        It 'of the own user are returned by Restore-CloudPassword and stored by Confirm-CloudPassword' {
            $vault = "PasswordCmdletsRam$PID"
            $folder = Join-Path $TestDrive 'ram-vault'
            New-Item -ItemType Directory -Path $folder | Out-Null
            Register-SecretVault -Name $vault -ModuleName (Join-Path $PSScriptRoot 'TestVault') -VaultParameters @{ Folder = $folder }
            try {
                Add-Fault @{ action = 'ChangePassword'; kind = 'reset'; afterCommit = $true }
                $result = Set-RamUserPassword @alice -OldPassword $old -GeneratePassword -VaultName $vault -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
                $result.Status | Should -Be 'Unknown'
                $restored = $result | Restore-CloudPassword -VaultName $vault
                $restored[0].Credential.GetNetworkCredential().Password | Should -BeExactly (Get-SandboxUser alice).passwords[0].password
                ($restored[0] | Confirm-CloudPassword -VaultName $vault).SecretName | Should -Be 'Alibaba-RamUser-global-1234567890123456-alice'
                (Get-ChildItem -LiteralPath $folder -Filter *.secret).BaseName | Should -Be 'Alibaba-RamUser-global-1234567890123456-alice'
            }
            finally {
                Unregister-SecretVault -Name $vault
            }
        }
    }
}
