BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Sandbox.psm1, $PSScriptRoot/Shell.psm1 -Force
    $script:password = ConvertTo-TestSecret 'Ecs123'
    $script:optimized = 'i-bp1sandbox00000000a1'
    $script:classic = 'i-bp1sandbox00000000b1'
    $script:stopped = 'i-bp1sandbox00000000c1'

    function Get-SandboxInstance([string]$Id) {
        (Invoke-SandboxControl $sandbox 'state?passwords=true').instances | ForEach-Object { $_ } | Where-Object id -EQ $Id
    }

    function Get-CallCount([string]$Action) {
        @(Get-SandboxRequest $sandbox -Action "^$Action$").Count
    }

    function Add-Fault([hashtable]$Fault) {
        Invoke-SandboxControl $sandbox faults -Method Post -Body (@{ provider = 'alibaba' } + $Fault) | Out-Null
    }
}

Describe 'Set-EcsVncPassword' {
    BeforeEach {
        $script:sandbox = Start-Sandbox
        $script:ecs = @{ Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey alibaba; Region = 'cn-hangzhou'; Confirm = $false }
    }

    AfterEach {
        Stop-Sandbox $sandbox
    }

    Context 'Setting' {
        It 'sets the password of an I/O optimized instance, in effect at once' {
            $result = Set-EcsVncPassword @ecs -InstanceId $optimized -Password $password
            $result.Status | Should -Be 'Succeeded'
            $result.RestartRequired | Should -BeFalse
            $result.Resource | Should -Be 'EcsVnc'
            (Get-SandboxInstance $optimized).passwords[0].password | Should -BeExactly 'Ecs123'
        }

        It 'says that another instance waits for a restart, and restarts nothing unasked' {
            $result = Set-EcsVncPassword @ecs -InstanceId $classic -VncPassword $password
            $result.Status | Should -Be 'Succeeded'
            $result.RestartRequired | Should -BeTrue
            Get-CallCount RebootInstance | Should -Be 0
            (Get-SandboxInstance $classic).restartPending | Should -BeTrue
        }

        It 'describes all instances in one request, and bad ones do not stop the others' {
            $results = $optimized, 'i-bp1sandbox0000nosuch', $stopped, $classic | Set-EcsVncPassword @ecs -Password $password -ErrorAction SilentlyContinue
            $byId = $results | Group-Object -Property InstanceId -AsHashTable
            $results | Should -HaveCount 4
            $byId[$optimized].Status, $byId[$classic].Status | Should -Be 'Succeeded', 'Succeeded'
            $byId['i-bp1sandbox0000nosuch'].ErrorId | Should -Be 'TargetNotFound'
            $byId[$stopped].ErrorId | Should -Be 'TargetStateInvalid'
            Get-CallCount DescribeInstances | Should -Be 1
            Get-CallCount ModifyInstanceVncPasswd | Should -Be 2
        }

        It 'binds ids and regions by property name from objects' {
            $common = $ecs.Clone()
            $common.Remove('Region')
            $results = [pscustomobject]@{ InstanceId = $optimized; Region = 'cn-hangzhou' }, [pscustomobject]@{ InstanceId = 'i-uf6sandbox00000000d1'; Region = 'cn-shanghai' } |
                Set-EcsVncPassword @common -Password $password
            $results.Status | Should -Be 'Succeeded', 'Succeeded'
            $results.Region | Sort-Object | Should -Be 'cn-hangzhou', 'cn-shanghai'
        }

        It 'continues without the permission to describe, and then does not know about restarts' {
            Add-Fault @{ action = 'DescribeInstances'; kind = 'refuse'; code = 'Forbidden.RAM'; status = 403 }
            $result = Set-EcsVncPassword @ecs -InstanceId $classic -Password $password -Restart
            $result.Status | Should -Be 'Succeeded'
            $result.RestartRequired | Should -BeNullOrEmpty
            $result.Message | Should -Match 'not known'
            Get-CallCount RebootInstance | Should -Be 0
        }

        It 'puts no password into a URL' {
            Set-EcsVncPassword @ecs -InstanceId $optimized -Password $password | Out-Null
            @(Get-SandboxRequest $sandbox).url | Should -Not -Match '\?|Ecs123'
        }

        It 'sets it again after a lost response' {
            Add-Fault @{ action = 'ModifyInstanceVncPasswd'; kind = 'reset'; afterCommit = $true; first = 1 }
            $result = Set-EcsVncPassword @ecs -InstanceId $optimized -Password $password
            $result.Status | Should -Be 'Succeeded'
            $result.Attempts | Should -Be 2
        }
    }

    Context 'Restarting' {
        It 'restarts only what needs it and waits until it runs again' {
            $results = $optimized, $classic | Set-EcsVncPassword @ecs -Password $password -Restart -Wait
            $results.Status | Should -Be 'Succeeded', 'Succeeded'
            $results.RestartRequired | Should -Be $false, $false
            (Get-SandboxInstance $optimized).restarts | Should -Be 0
            (Get-SandboxInstance $classic).restarts | Should -Be 1
            (Get-SandboxInstance $classic).powerOffs | Should -Be 0
            (Get-SandboxInstance $classic).passwords[0].password | Should -BeExactly 'Ecs123'
        }

        It 'is Accepted without -Wait, and Wait-CloudPasswordReset finishes it' {
            $accepted = Set-EcsVncPassword @ecs -InstanceId $classic -Password $password -Restart
            $accepted.Status | Should -Be 'Accepted'
            $accepted.RestartRequired | Should -BeTrue
            $finished = $accepted | Wait-CloudPasswordReset -Endpoint $sandbox.Address -AccessKey $ecs.AccessKey
            $finished.Status | Should -Be 'Succeeded'
            $finished.RestartRequired | Should -BeFalse
            Get-CallCount RebootInstance | Should -Be 1
        }

        It 'switches off with -Force' {
            Set-EcsVncPassword @ecs -InstanceId $classic -Password $password -Restart -Force -Wait | Out-Null
            (Get-SandboxInstance $classic).powerOffs | Should -Be 1
        }

        It 'warns that -Force has nothing to force without -Restart' {
            Set-EcsVncPassword @ecs -InstanceId $optimized -Password $password -Force -WarningVariable warnings -WarningAction SilentlyContinue | Out-Null
            "$warnings" | Should -Match '-Restart'
        }

        It 'never sends a restart again whose response was lost' {
            Add-Fault @{ action = 'RebootInstance'; kind = 'reset'; afterCommit = $true }
            $result = Set-EcsVncPassword @ecs -InstanceId $classic -Password $password -Restart -Wait
            $result.Status | Should -Be 'Succeeded'
            (Get-SandboxInstance $classic).restarts | Should -Be 1
        }

        It 'is Accepted with RestartFailed when the restart is rejected, and there is nothing to wait for then' {
            Add-Fault @{ action = 'RebootInstance'; kind = 'refuse'; code = 'InstanceLockedForSecurity'; status = 403 }
            $result = Set-EcsVncPassword @ecs -InstanceId $classic -Password $password -Restart -Wait -WarningAction SilentlyContinue
            $result.Status, $result.ErrorId, $result.ErrorCode | Should -Be 'Accepted', 'RestartFailed', 'InstanceLockedForSecurity'
            $result.RestartRequired | Should -BeTrue
            $returned = $result | Wait-CloudPasswordReset -Endpoint $sandbox.Address -AccessKey $ecs.AccessKey -ErrorAction SilentlyContinue -ErrorVariable failure
            $returned | Should -Be $result
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidTarget,*'
        }
    }

    Context 'WhatIf and Confirm' {
        It 'shows the restart and sends nothing with -WhatIf' {
            $script = "Import-Module '$env:PASSWORDCMDLETS_MODULE'; Import-Module '$PSScriptRoot/Sandbox.psm1'; Set-EcsVncPassword -InstanceId $classic -Region cn-hangzhou -Endpoint $($sandbox.Address) -Password (ConvertTo-TestSecret 'Ecs123') -Restart -WhatIf"
            Invoke-PowerShell -NoProfile -NonInteractive -Command $script | Should -Match 'RESTARTED'
            Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
        }

        It 'asks, and a shell that cannot ask sends nothing, -Force or not' {
            $script = "Import-Module '$env:PASSWORDCMDLETS_MODULE'; Import-Module '$PSScriptRoot/Sandbox.psm1'; Set-EcsVncPassword -InstanceId $classic -Region cn-hangzhou -Endpoint $($sandbox.Address) -AccessKey (Get-SandboxKey alibaba) -Password (ConvertTo-TestSecret 'Ecs123') -Restart -Force"
            Invoke-PowerShell -NoProfile -NonInteractive -Command $script 2>&1 | Out-Null
            Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
        }
    }

    Context 'Bad input' {
        It 'fails <Name> with InvalidTarget and sends nothing for it' -ForEach @(
            @{ Name = 'an empty id'; Id = '' }
            @{ Name = 'a null id'; Id = $null }
            @{ Name = 'an id of another provider'; Id = 'ins-linux001' }
            @{ Name = 'an object without the property'; Id = [pscustomobject]@{ Name = 'x' } }
        ) {
            $result = , $Id | Set-EcsVncPassword @ecs -Password $password -ErrorAction SilentlyContinue
            $result.Status, $result.ErrorId | Should -Be 'Failed', 'InvalidTarget'
            Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
        }

        It 'ends before anything is sent when every published rule rejects the password: <Text>' -ForEach @(
            @{ Text = 'Ecs12' }
            @{ Text = 'Ecs1234' }
            @{ Text = 'Ecs12!' }
        ) {
            { Set-EcsVncPassword @ecs -InstanceId $optimized -Password (ConvertTo-TestSecret $Text) } | Should -Throw -ErrorId 'PasswordPolicyViolation,*'
            Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
        }

        It 'warns where only current documentation rejects it, and the provider decides' {
            $result = Set-EcsVncPassword @ecs -InstanceId $optimized -Password (ConvertTo-TestSecret '123456') -WarningVariable warnings -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
            "$warnings" | Should -Match 'letters'
            $result.ErrorId, $result.ErrorCode | Should -Be 'PasswordPolicyViolation', 'IncorrectVncPassword.Malformed'
        }

        It 'lists what was tried when there is no credential' {
            $common = $ecs.Clone()
            $common.Remove('AccessKey')
            { Set-EcsVncPassword @common -InstanceId $optimized -Password $password -NoInstanceRole } | Should -Throw -ErrorId 'CredentialNotFound,*' -ExpectedMessage '*ALIBABA_CLOUD_ACCESS_KEY_ID*'
        }

        It 'says that a region is missing' {
            $common = $ecs.Clone()
            $common.Remove('Region')
            (Set-EcsVncPassword @common -InstanceId $optimized -Password $password -ErrorAction SilentlyContinue).ErrorId | Should -Be 'RegionRequired'
        }

        It 'fails one instance with AuthenticationFailed and cancels the rest when the secret is wrong, and quotes nothing that was signed' {
            $wrong = $ecs.Clone()
            $wrong.AccessKey = [pscredential]::new('sandbox-alibaba-id', (ConvertTo-TestSecret 'wrong'))
            $results = Set-EcsVncPassword @wrong -InstanceId $optimized, $classic -Password $password -ErrorAction SilentlyContinue
            $results.Status | Sort-Object | Should -Be 'Cancelled', 'Failed'
            ($results | Where-Object Status -EQ Failed).ErrorCode | Should -Be 'SignatureDoesNotMatch'
            "$($results.Message)" | Should -Not -Match 'sign is'
        }
    }

    Context 'Generated passwords' {
        It 'gives each instance one of its own that meets the rule' {
            $results = $optimized, $classic | Set-EcsVncPassword @ecs -GeneratePassword -AllowUnstored
            $texts = $results.Credential | ForEach-Object { $_.GetNetworkCredential().Password }
            $texts[0] | Should -Not -BeExactly $texts[1]
            $results.Credential | ForEach-Object { Test-CloudPassword -Password $_.Password -For EcsVnc -Quiet } | Should -Be $true, $true
            $results | ForEach-Object { (Get-SandboxInstance $_.InstanceId).executions } | Should -Be 1, 1
        }
    }

    Context 'Completion' {
        It 'offers the regions of Alibaba Cloud' {
            $line = 'Set-EcsVncPassword -Region cn-hang'
            (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText | Should -Contain 'cn-hangzhou'
        }
    }
}
