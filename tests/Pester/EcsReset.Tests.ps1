BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Sandbox.psm1, $PSScriptRoot/Shell.psm1 -Force
    $script:password = ConvertTo-TestSecret 'Cloud-Tour-2026x'
    $script:linux = 'i-bp1sandbox00000000a1'
    $script:windows = 'i-bp1sandbox00000000a2'
    $script:stopped = 'i-bp1sandbox00000000c1'
    $script:keyPair = 'i-bp1sandbox00000000e1'
    $script:locked = 'i-bp1sandbox00000000f1'

    function Get-Instance([string]$Id) {
        (Invoke-SandboxControl $sandbox "state?provider=alibaba&id=$Id&passwords=true").instances
    }

    function Get-CallCount([string]$Action) {
        @(Get-SandboxRequest $sandbox -Action "^$Action$").Count
    }

    function Add-Fault([hashtable]$Fault) {
        Invoke-SandboxControl $sandbox faults -Method Post -Body (@{ provider = 'alibaba' } + $Fault) | Out-Null
    }

    function Test-Logon([string]$Id, [string]$UserName, [string]$Text = 'Cloud-Tour-2026x') {
        (Invoke-SandboxControl $sandbox login -Method Post -Body @{ provider = 'alibaba'; id = $Id; userName = $UserName; password = $Text }).accepted
    }
}

Describe 'Reset-CloudInstancePassword -Provider Alibaba' {
    BeforeEach {
        $script:sandbox = Start-Sandbox
        $script:ecs = @{ Provider = 'Alibaba'; Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey alibaba; Region = 'cn-hangzhou'; Confirm = $false }
    }

    AfterEach {
        Stop-Sandbox $sandbox
    }

    Context 'Setting' {
        It 'stores the password, which a restart through the provider applies, and restarts nothing unasked' {
            $result = Reset-CloudInstancePassword @ecs -InstanceId $linux -Password $password -Wait
            $result.Status, $result.Resource | Should -Be 'Succeeded', 'EcsInstance'
            $result.RestartRequired | Should -BeTrue
            $result.Message | Should -BeLike '*-Restart*'
            Get-CallCount RebootInstance | Should -Be 0
            (Get-Instance $linux).restartPending | Should -BeTrue
            Test-Logon $linux root | Should -BeFalse
        }

        It 'says that the next start of a stopped instance applies it' {
            $result = Reset-CloudInstancePassword @ecs -InstanceId $stopped -Password $password -Restart -Wait
            $result.Status | Should -Be 'Succeeded'
            $result.RestartRequired | Should -BeFalse
            $result.Message | Should -BeLike '*next start applies*'
            Get-CallCount RebootInstance | Should -Be 0
        }

        It 'sends nothing for what is locked, unknown or not there, and one request for each other' {
            $results = $linux, $locked, 'i-bp1sandbox0000nosuch', $windows | Reset-CloudInstancePassword @ecs -Password $password -ErrorAction SilentlyContinue
            $byId = $results | Group-Object InstanceId -AsHashTable
            $results | Should -HaveCount 4
            $byId[$linux].Status, $byId[$windows].Status | Should -Be 'Succeeded', 'Succeeded'
            $byId[$locked].ErrorId, $byId[$locked].ErrorCode | Should -Be 'TargetStateInvalid', 'InstanceLockedForSecurity'
            $byId['i-bp1sandbox0000nosuch'].ErrorId | Should -Be 'TargetNotFound'
            Get-CallCount DescribeInstances | Should -Be 1
            Get-CallCount ModifyInstanceAttribute | Should -Be 2
        }

        It 'warns that the reset switches password logon on again where a key pair switched it off' {
            $results = $keyPair, $linux | Reset-CloudInstancePassword @ecs -Password $password -WarningVariable warnings -WarningAction SilentlyContinue
            $results.Status | Should -Be 'Succeeded', 'Succeeded'
            @($warnings) | Should -HaveCount 1
            "$warnings" | Should -BeLike "*$keyPair*key pair*password logon*"
        }

        It 'sends the password in a form body, in no URL' {
            $null = Reset-CloudInstancePassword @ecs -InstanceId $linux -Password $password
            $sent = Get-SandboxRequest $sandbox -Action ModifyInstanceAttribute
            $sent.method | Should -Be 'POST'
            $sent.url | Should -Not -Match '\?|Cloud-Tour'
        }

        It 'sends it again after a lost response' {
            Add-Fault @{ action = 'ModifyInstanceAttribute'; kind = 'reset'; afterCommit = $true; first = 1 }
            $result = Reset-CloudInstancePassword @ecs -InstanceId $linux -Password $password
            $result.Status, $result.Attempts | Should -Be 'Succeeded', 2
        }

        It 'continues without the permission to describe, and then restarts nothing' {
            Add-Fault @{ action = 'DescribeInstances'; kind = 'refuse'; code = 'Forbidden.RAM'; status = 403 }
            $result = Reset-CloudInstancePassword @ecs -InstanceId $linux -Password $password -Restart
            $result.Status | Should -Be 'Succeeded'
            $result.RestartRequired | Should -BeNullOrEmpty
            $result.Message | Should -BeLike '*not restarted*'
            Get-CallCount RebootInstance | Should -Be 0
        }
    }

    Context 'Restarting' {
        It 'restarts what runs and was changed, and the password is in force when it runs again' {
            $results = $linux, $windows, $stopped, $locked | Reset-CloudInstancePassword @ecs -Password $password -Restart -Wait -ErrorAction SilentlyContinue
            $byId = $results | Group-Object InstanceId -AsHashTable
            $byId[$linux].Status, $byId[$windows].Status, $byId[$stopped].Status, $byId[$locked].Status | Should -Be 'Succeeded', 'Succeeded', 'Succeeded', 'Failed'
            $byId[$linux].RestartRequired, $byId[$windows].RestartRequired | Should -Be $false, $false
            @($linux, $windows, $stopped, $locked | ForEach-Object { (Get-Instance $_).restarts }) | Should -Be 1, 1, 0, 0
            (Get-Instance $linux).powerOffs | Should -Be 0
            Test-Logon $linux root | Should -BeTrue
            Test-Logon $windows Administrator | Should -BeTrue
            Test-Logon $stopped root | Should -BeFalse
            Get-CallCount StopInstance | Should -Be 0
        }

        It 'waits while the instance starts' {
            $null = Invoke-SandboxControl $sandbox 'seed?merge=true' -Method Post -Body @{ alibaba = @{ options = @{ restartMilliseconds = 1500 } } }
            $result = Reset-CloudInstancePassword @ecs -InstanceId $linux -Password $password -Restart -Wait
            $result.Status | Should -Be 'Succeeded'
            (Get-Instance $linux).state | Should -Be 'Running'
            Test-Logon $linux root | Should -BeTrue
        }

        It 'is Accepted without -Wait, and Wait-CloudPasswordReset finishes it, also from a file' {
            $file = Join-Path $TestDrive accepted.xml
            Reset-CloudInstancePassword @ecs -InstanceId $linux -Password $password -Restart | Export-Clixml -LiteralPath $file
            $accepted = Import-Clixml -LiteralPath $file
            $accepted.Status, $accepted.RestartRequired | Should -Be 'Accepted', $true
            $finished = $accepted | Wait-CloudPasswordReset -Endpoint $sandbox.Address -AccessKey $ecs.AccessKey
            $finished.Status, $finished.Resource, $finished.RestartRequired | Should -Be 'Succeeded', 'EcsInstance', $false
            Get-CallCount RebootInstance | Should -Be 1
        }

        It 'powers off with -Force' {
            $null = Reset-CloudInstancePassword @ecs -InstanceId $linux -Password $password -Restart -Force -Wait
            (Get-Instance $linux).powerOffs | Should -Be 1
        }

        It 'warns once that -Force has nothing to force without -Restart' {
            $null = Reset-CloudInstancePassword @ecs -InstanceId $linux, $windows -Password $password -Force -WarningVariable warnings -WarningAction SilentlyContinue
            @($warnings) | Should -HaveCount 1
            "$warnings" | Should -BeLike '*-Force*-Restart*'
        }

        It 'never sends a restart again whose response was lost' {
            Add-Fault @{ action = 'RebootInstance'; kind = 'reset'; afterCommit = $true }
            $result = Reset-CloudInstancePassword @ecs -InstanceId $linux -Password $password -Restart -Wait
            $result.Status | Should -Be 'Succeeded'
            (Get-Instance $linux).restarts | Should -Be 1
        }

        It 'is Accepted with RestartFailed when the restart is rejected, and there is nothing to wait for then' {
            Add-Fault @{ action = 'RebootInstance'; kind = 'refuse'; code = 'DiskError'; status = 403 }
            $result = Reset-CloudInstancePassword @ecs -InstanceId $linux -Password $password -Restart -Wait -WarningAction SilentlyContinue
            $result.Status, $result.ErrorId, $result.ErrorCode | Should -Be 'Accepted', 'RestartFailed', 'DiskError'
            $result.RestartRequired | Should -BeTrue
            $returned = $result | Wait-CloudPasswordReset -Endpoint $sandbox.Address -AccessKey $ecs.AccessKey -ErrorAction SilentlyContinue -ErrorVariable failure
            $returned | Should -Be $result
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidTarget,*'
        }
    }

    Context 'WhatIf and Confirm' {
        It 'names each restart and sends nothing with -WhatIf: <Switches>' -ForEach @(
            @{ Switches = '-Restart'; Says = '*if it is running it is RESTARTED*' }
            @{ Switches = '-Restart -Force'; Says = '*if it is running it is POWERED OFF*' }
        ) {
            $script = "Import-Module '$env:PASSWORDCMDLETS_MODULE'; Import-Module '$PSScriptRoot/Sandbox.psm1'; Reset-CloudInstancePassword -Provider Alibaba -InstanceId $linux, $stopped -Region cn-hangzhou -Endpoint $($sandbox.Address) -Password (ConvertTo-TestSecret 'Cloud-Tour-2026x') $Switches -WhatIf"
            $said = @(Invoke-PowerShell -NoProfile -NonInteractive -Command $script | Where-Object { $_ -like 'What if:*' })
            $said | Should -HaveCount 2
            $said[0] | Should -BeLike "*ECS instance $linux$Says"
            $said[1] | Should -BeLike "*ECS instance $stopped$Says"
            Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
        }

        It 'asks, and a shell that cannot ask sends nothing, -Force or not' {
            $script = "Import-Module '$env:PASSWORDCMDLETS_MODULE'; Import-Module '$PSScriptRoot/Sandbox.psm1'; Reset-CloudInstancePassword -Provider Alibaba -InstanceId $linux -Region cn-hangzhou -Endpoint $($sandbox.Address) -AccessKey (Get-SandboxKey alibaba) -Password (ConvertTo-TestSecret 'Cloud-Tour-2026x') -Restart -Force"
            Invoke-PowerShell -NoProfile -NonInteractive -Command $script 2>&1 | Out-Null
            Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
        }
    }

    Context 'Bad input' {
        It 'fails <Name> and sends nothing for it' -ForEach @(
            @{ Name = 'an id of another provider'; Given = @{ InstanceId = 'ins-linux001' }; ErrorId = 'InvalidTarget' }
            @{ Name = 'an empty id'; Given = @{ InstanceId = '' }; ErrorId = 'InvalidTarget' }
            @{ Name = 'no region'; Given = @{ InstanceId = 'i-bp1sandbox00000000a1'; Region = $null }; ErrorId = 'RegionRequired' }
        ) {
            $arguments = $ecs.Clone()
            $Given.GetEnumerator() | ForEach-Object { $arguments[$_.Key] = $_.Value }
            (Reset-CloudInstancePassword @arguments -Password $password -ErrorAction SilentlyContinue).ErrorId | Should -Be $ErrorId
            Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
        }

        It 'fails a record with a resource of another provider, and changes its neighbour' {
            $arguments = $ecs.Clone()
            $arguments.Remove('Provider')
            $records = @'
Provider,Resource,InstanceId
Alibaba,CvmInstance,i-bp1sandbox00000000a1
Alibaba,EcsVnc,i-bp1sandbox00000000a2
Alibaba,ecsinstance,i-bp1sandbox00000000c1
'@ | ConvertFrom-Csv
            $results = $records | Reset-CloudInstancePassword @arguments -Password $password -ErrorAction SilentlyContinue
            $byId = $results | Group-Object InstanceId -AsHashTable
            $byId[$linux].ErrorId, $byId[$windows].ErrorId | Should -Be 'InvalidTarget', 'InvalidTarget'
            $byId[$windows].Message | Should -BeLike '*EcsInstance*'
            $byId[$stopped].Status | Should -Be 'Succeeded'
            Get-CallCount ModifyInstanceAttribute | Should -Be 1
        }

        It 'refuses -Restart of another provider in the pipeline, and restarts an ECS instance beside it' {
            $arguments = $ecs.Clone()
            'Provider', 'Region', 'AccessKey' | ForEach-Object { $arguments.Remove($_) }
            $env:ALIBABA_CLOUD_ACCESS_KEY_ID, $env:ALIBABA_CLOUD_ACCESS_KEY_SECRET = 'sandbox-alibaba-id', 'sandbox-alibaba-secret'
            try {
                $results = @'
Provider,Region,InstanceId
Tencent,ap-guangzhou,ins-linux001
Zenlayer,,1341431445241233
Alibaba,cn-hangzhou,i-bp1sandbox00000000a1
'@ | ConvertFrom-Csv | Reset-CloudInstancePassword @arguments -Password (ConvertTo-TestSecret 'Cloud-Tour-16x') -Restart -Wait -ErrorAction SilentlyContinue
            }
            finally {
                Remove-Item env:ALIBABA_CLOUD_ACCESS_KEY_ID, env:ALIBABA_CLOUD_ACCESS_KEY_SECRET
            }

            $byId = $results | Group-Object InstanceId -AsHashTable
            $byId['ins-linux001'].ErrorId, $byId['1341431445241233'].ErrorId | Should -Be 'InvalidTarget', 'InvalidTarget'
            $byId[$linux].Status | Should -Be 'Succeeded'
            Get-SandboxRequest $sandbox -Action 'ResetInstance' | Should -BeNullOrEmpty
        }

        It 'holds a password to the Windows rule where the instance turns out to be Windows' {
            $slash = ConvertTo-TestSecret '/Cloud-Tour-2026'
            { Reset-CloudInstancePassword @ecs -InstanceId $windows -Password $slash -OperatingSystem Windows } | Should -Throw -ErrorId 'PasswordPolicyViolation,*'
            Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
            $results = $windows, $linux | Reset-CloudInstancePassword @ecs -Password $slash -WarningVariable warnings -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
            $byId = $results | Group-Object InstanceId -AsHashTable
            "$warnings" | Should -Match 'Windows|slash|/'
            $byId[$windows].ErrorId | Should -Be 'PasswordPolicyViolation'
            $byId[$linux].Status | Should -Be 'Succeeded'
            Get-CallCount ModifyInstanceAttribute | Should -Be 1
        }

        It 'ends before anything is sent for <Name>' -ForEach @(
            @{ Name = 'a short password'; Given = @{ Password = 'Short-1' }; ErrorId = 'PasswordPolicyViolation' }
            @{ Name = 'a password of two kinds of characters'; Given = @{ Password = 'twoclasses1' }; ErrorId = 'PasswordPolicyViolation' }
            @{ Name = 'a user that no image has'; Given = @{ Password = 'Cloud-Tour-2026x'; UserName = 'alice' }; ErrorId = 'InvalidTarget' }
            @{ Name = 'the resource of another provider'; Given = @{ Password = 'Cloud-Tour-2026x'; Resource = 'CvmInstance' }; ErrorId = 'InvalidTarget' }
        ) {
            $arguments = $Given.Clone()
            $arguments.Password = ConvertTo-TestSecret $Given.Password
            { Reset-CloudInstancePassword @ecs -InstanceId $linux @arguments } | Should -Throw -ErrorId "$ErrorId,*"
            Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
        }

        It 'fails a user of the other operating system' {
            $result = Reset-CloudInstancePassword @ecs -InstanceId $windows -UserName root -Password $password -ErrorAction SilentlyContinue
            $result.ErrorId | Should -Be 'InvalidTarget'
            Get-CallCount ModifyInstanceAttribute | Should -Be 0
        }
    }

    Context 'Everything a resource has' {
        It 'gives each instance a generated password of its own' {
            $results = $linux, $windows | Reset-CloudInstancePassword @ecs -GeneratePassword -AllowUnstored -Restart -Wait
            $texts = $results | ForEach-Object { $_.Credential.GetNetworkCredential().Password }
            $texts[0] | Should -Not -BeExactly $texts[1]
            $results.Credential | ForEach-Object { Test-CloudPassword -Password $_.Password -For EcsWindows -Quiet } | Should -Be $true, $true
            $user = @{ $linux = 'root'; $windows = 'Administrator' }
            $results | ForEach-Object { Test-Logon $_.InstanceId $user[$_.InstanceId] $_.Credential.GetNetworkCredential().Password } | Should -Be $true, $true
        }

        It 'reports each target and resumes what is safe' {
            $path = Join-Path $TestDrive report.jsonl
            $null = $linux, $locked | Reset-CloudInstancePassword @ecs -Password $password -ReportPath $path -ErrorAction SilentlyContinue
            $entries = Get-CloudPasswordReport -Path $path
            $entries.Resource | Select-Object -Unique | Should -Be 'EcsInstance'
            ($entries | Where-Object InstanceId -EQ $linux).RestartRequired | Should -BeTrue
            (Get-CloudPasswordReport -Path $path -Resumable).InstanceId | Should -Be $locked
        }

        It 'knows its policies in New-, Test- and Get-' {
            $generated = New-CloudPassword -For EcsWindows -AsPlainText
            $generated | Should -MatchExactly '^[A-Za-z0-9][A-Za-z0-9_-]{19}$'
            Test-CloudPassword -For EcsWindows -Password (ConvertTo-TestSecret $generated) -Quiet | Should -BeTrue
            Test-CloudPassword -For EcsLinux -Password (ConvertTo-TestSecret 'abcdefg1') -Quiet | Should -BeFalse
            (Get-CloudPasswordPolicy EcsLinux, EcsWindows).Rules.Url | Should -BeLike 'https://*'
        }
    }
}
