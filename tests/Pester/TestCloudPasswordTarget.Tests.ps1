# The preflight: ready exactly where the change would be sent, and nothing is changed.
BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Sandbox.psm1, $PSScriptRoot/Shell.psm1 -Force

    # Calls that change something; a dry run is none, although its action is one of these.
    $script:writing = '^(BatchReset|BatchReboot|Reset|Reboot|Modify|Update|Change|CreateLoginProfile)'
    $script:variables = @{
        TENCENTCLOUD_SECRET_ID = 'sandbox-tencent-id'; TENCENTCLOUD_SECRET_KEY = 'sandbox-tencent-secret'
        ALIBABA_CLOUD_ACCESS_KEY_ID = 'sandbox-alibaba-id'; ALIBABA_CLOUD_ACCESS_KEY_SECRET = 'sandbox-alibaba-secret'
        HUAWEICLOUD_SDK_AK = 'sandbox-huawei-id'; HUAWEICLOUD_SDK_SK = 'sandbox-huawei-secret'
        ZENLAYER_ACCESS_KEY_ID = 'sandbox-zenlayer-id'; ZENLAYER_ACCESS_KEY_PASSWORD = 'sandbox-zenlayer-secret'
    }
    $script:saved = [Environment]::GetEnvironmentVariables()
    foreach ($name in $variables.Keys) {
        [environment]::SetEnvironmentVariable($name, $variables[$name])
    }

    $script:fleet = @'
Provider,Resource,Region,InstanceId,UserName,Note
Tencent,,ap-guangzhou,ins-linux001,,stopped
Tencent,,ap-guangzhou,ins-linux003,,running
Tencent,,ap-guangzhou,ins-missing1,,unknown
Tencent,LighthouseInstance,ap-guangzhou,lhins-linux001,,stopped
Tencent,LighthouseInstance,ap-guangzhou,lhins-linux002,,running
Alibaba,,cn-hangzhou,i-bp1sandbox00000000a1,,running
Alibaba,,cn-hangzhou,i-bp1sandbox00000000c1,,stopped
Huawei,,cn-north-4,616fb98f-1111-4000-8000-000000000001,,running
Huawei,,cn-north-4,616fb98f-1111-4000-8000-000000000003,,stopped
Zenlayer,,,1341431445241233,,running
Zenlayer,,,1341431445241235,,no agent
'@ | ConvertFrom-Csv
}

AfterAll {
    Set-ProcessEnvironment $saved
}

Describe 'Test-CloudPasswordTarget' {
    BeforeEach {
        $script:sandbox = Start-Sandbox
        $script:at = @{ Endpoint = $sandbox.Address }
        $script:password = ConvertTo-TestSecret 'Cloud-Tour-12'
    }

    AfterEach {
        # Whatever was tested: nothing was executed, and what has the name of a change is a dry run.
        Invoke-SandboxControl $sandbox state | ForEach-Object { $_.instances } | Where-Object executions | Should -BeNullOrEmpty -Because 'a preflight changes nothing'
        Stop-Sandbox $sandbox
    }

    It 'is ready exactly where the setter sends: <Name>' -ForEach @(
        @{ Name = 'without switches'; Switch = @{} }
        @{ Name = 'with -Force'; Switch = @{ Force = $true } }
    ) {
        $tested = @($fleet | Test-CloudPasswordTarget @at @Switch -Password $password -WarningAction SilentlyContinue)
        $tested | Should -HaveCount $fleet.Count
        $other = Start-Sandbox
        try {
            $results = @($fleet | Reset-CloudInstancePassword -Endpoint $other.Address @Switch -Password $password -Confirm:$false -ErrorAction SilentlyContinue -WarningAction SilentlyContinue)
        }
        finally {
            Stop-Sandbox $other
        }

        foreach ($result in $results) {
            $one = $tested | Where-Object InstanceId -EQ $result.InstanceId
            $one.Ready | Should -Be ($result.Attempts -gt 0) -Because "$($result.InstanceId) has $($result.Status), $($result.ErrorId)"
            if (-not $one.Ready) {
                $one.Problem | Should -Be $result.ErrorId
                $one.Advice | Should -Be $result.Message
            }
        }
    }

    It 'returns the same objects, with what was found' {
        $tested = @($fleet[0, 1] | Test-CloudPasswordTarget @at)
        @($tested | Where-Object { [object]::ReferenceEquals($_, $fleet[0]) -or [object]::ReferenceEquals($_, $fleet[1]) }) | Should -HaveCount 2
        $tested.Note | Sort-Object | Should -Be 'running', 'stopped'
        $fleet[0].Ready | Should -BeTrue
        $fleet[0].Problem | Should -BeNullOrEmpty
        $fleet[0].Calls | Should -Be 1
        $fleet[1].Problem | Should -Be 'TargetStateInvalid'
        $fleet[1].Calls | Should -Be 0

        # Again, with other switches.
        $null = $fleet[1] | Test-CloudPasswordTarget @at -Force
        $fleet[1].Ready | Should -BeTrue
        $fleet[1].WillRestart | Should -BeTrue
        $fleet[1].Advice | Should -BeLike '*SHUT DOWN*'
    }

    It 'makes a target of an id' {
        $target = 'ins-linux001' | Test-CloudPasswordTarget -Provider Tencent -Region ap-guangzhou @at
        $target | Should -BeOfType PasswordCmdlets.CloudPasswordTarget
        $target.Provider, $target.Resource, $target.InstanceId, $target.Region | Should -Be 'Tencent', 'CvmInstance', 'ins-linux001', 'ap-guangzhou'
        ($target | Reset-CloudInstancePassword @at -Password $password -WhatIf) | Should -BeNullOrEmpty
    }

    It 'tests what Get-CloudPasswordTarget lists and pipes it on' {
        $ready = @(Get-CloudPasswordTarget -Provider Tencent -Region ap-guangzhou -InstanceId ins-linux001, ins-linux003 @at | Test-CloudPasswordTarget @at | Where-Object Ready)
        $ready.InstanceId | Should -Be 'ins-linux001'
        $ready.Name | Should -Not -BeNullOrEmpty
    }

    It 'knows every resource' {
        $rows = @'
Resource,Region,InstanceId,UserName
EcsVnc,cn-hangzhou,i-bp1sandbox00000000a1,
DcsInstance,cn-north-4,5a4db0c5-1111-4000-8000-000000000001,
RamUser,,,bob
RamUser,,,nobody
'@ | ConvertFrom-Csv
        $tested = @($rows | Test-CloudPasswordTarget @at)
        $tested | Should -HaveCount 4
        @($tested | Where-Object Ready).Resource | Sort-Object | Should -Be 'DcsInstance', 'EcsVnc', 'RamUser'
        ($tested | Where-Object UserName -EQ nobody).Problem | Should -Be 'TargetNotFound'
    }

    It 'makes dry runs where the provider has them, and they change nothing' {
        $rows = $fleet | Where-Object Provider -In 'Alibaba', 'Huawei'
        $tested = @($rows | Test-CloudPasswordTarget @at -Restart -Password $password)
        ($tested.Ready | Select-Object -Unique) | Should -BeTrue
        ($tested | Where-Object WillRestart).Note | Select-Object -Unique | Should -Be 'running'
        ($tested | Where-Object WillRestart).Calls | Select-Object -Unique | Should -Be 2
        $dry = @(Get-SandboxRequest $sandbox -Action $writing)
        ($dry.action | Sort-Object -Unique) | Should -Be 'BatchResetServersPassword', 'RebootInstance'
        @($dry | Where-Object executed) | Should -BeNullOrEmpty
        Invoke-SandboxControl $sandbox state | ForEach-Object { $_.instances } | Where-Object restarts | Should -BeNullOrEmpty
    }

    It 'calls nothing that changes something' {
        $null = $fleet | Test-CloudPasswordTarget @at -Force -Password $password -WarningAction SilentlyContinue
        $null = 'bob', 'alice' | Test-CloudPasswordTarget @at -Resource RamUser
        @(Get-SandboxRequest $sandbox) | Should -Not -BeNullOrEmpty
        @(Get-SandboxRequest $sandbox -Action $writing | Where-Object executed) | Should -BeNullOrEmpty
        @(Get-SandboxRequest $sandbox -Action $writing | Where-Object action -NE 'BatchResetServersPassword') | Should -BeNullOrEmpty
    }

    It 'shows a missing permission by a dry run' {
        $row = $fleet | Where-Object InstanceId -EQ 'i-bp1sandbox00000000a1'
        Invoke-SandboxControl $sandbox faults -Method Post -Body @{ provider = 'alibaba'; action = 'RebootInstance'; kind = 'refuse'; code = 'Forbidden.RAM'; status = 403 } | Out-Null
        ($row | Test-CloudPasswordTarget @at -Restart).Problem | Should -Be 'AccessDenied'
        ($row | Test-CloudPasswordTarget @at).Ready | Should -BeTrue
    }

    It 'goes on without a description where the setter does, and says so' {
        Invoke-SandboxControl $sandbox faults -Method Post -Body @{ provider = 'tencent'; action = 'DescribeInstances'; kind = 'refuse'; code = 'UnauthorizedOperation'; status = 200 } | Out-Null
        $cvm = 'ins-linux003' | Test-CloudPasswordTarget -Provider Tencent -Region ap-guangzhou @at -Force
        $cvm.Ready | Should -BeTrue
        $cvm.WillRestart | Should -BeNullOrEmpty
        $cvm.Advice | Should -BeLike '*Its state is unknown: DescribeInstances failed*Grant cvm:DescribeInstances*'
        $lighthouse = 'lhins-linux001' | Test-CloudPasswordTarget -Provider Tencent -Resource LighthouseInstance -Region ap-guangzhou @at
        $lighthouse.Ready | Should -BeFalse
        $lighthouse.Problem | Should -Be 'AccessDenied'
    }

    It 'is not ready with a key that the provider rejects' {
        $wrong = [pscredential]::new('wrong-id', (ConvertTo-TestSecret 'wrong-secret'))
        $tested = 'ins-linux001' | Test-CloudPasswordTarget -Provider Tencent -Region ap-guangzhou @at -AccessKey $wrong
        $tested.Ready | Should -BeFalse
        $tested.Problem | Should -Be 'AuthenticationFailed'
        ('bob' | Test-CloudPasswordTarget -Resource RamUser @at -AccessKey $wrong).Problem | Should -Be 'AuthenticationFailed'
    }

    It 'returns one object for each id of an object, and one where there is none' {
        $several = [pscustomobject]@{ Provider = 'Tencent'; Region = 'ap-guangzhou'; InstanceId = 'ins-linux001', 'ins-linux003' }
        $tested = @($several | Test-CloudPasswordTarget @at)
        $tested | Should -HaveCount 2
        @($tested | Where-Object Ready).InstanceId | Should -Be 'ins-linux001'
        @($tested | Where-Object Ready -EQ $false).InstanceId | Should -Be 'ins-linux003'
        $none = @([pscustomobject]@{ Provider = 'Tencent'; Region = 'ap-guangzhou'; InstanceId = @() } | Test-CloudPasswordTarget @at)
        $none.Problem | Should -Be 'InvalidTarget'
    }

    It 'refuses what the setter refuses of the other properties, one that throws among them' {
        $base = @{ Provider = 'Tencent'; Region = 'ap-guangzhou'; InstanceId = 'ins-linux001' }
        ([pscustomobject]($base + @{ ProjectId = 'x y' }) | Test-CloudPasswordTarget @at).Problem | Should -Be 'InvalidTarget'
        foreach ($name in 'InstanceId', 'Region') {
            $record = $base.Clone()
            $record.Remove($name)
            $throws = [pscustomobject]$record | Add-Member -PassThru -MemberType ScriptProperty -Name $name -Value { throw 'S3cret-Value' }
            $tested = @($throws, 'ins-linux001' | Test-CloudPasswordTarget @at -Provider Tencent -ErrorVariable problems 2>&1)
            $tested[0].Problem | Should -Be 'InvalidTarget'
            $tested | Should -HaveCount 2
            "$($tested.Advice) $problems" | Should -Not -Match 'S3cret'
        }
    }

    It 'checks the password by the rules of the target' {
        $tested = 'ins-linux001' | Test-CloudPasswordTarget -Provider Tencent -Region ap-guangzhou @at -Password (ConvertTo-TestSecret 'short')
        $tested.Problem | Should -Be 'PasswordPolicyViolation'
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
    }

    It 'reads a user name only where the setter has one' {
        $record = [pscustomobject]@{ Resource = 'EcsVnc'; Region = 'cn-hangzhou'; InstanceId = 'i-bp1sandbox00000000a1'; UserName = 'app user' }
        ($record | Test-CloudPasswordTarget @at).Ready | Should -BeTrue
        $record.Resource = 'EcsInstance'
        ($record | Test-CloudPasswordTarget @at).Problem | Should -Be 'InvalidTarget'
    }

    It 'refuses -Restart where the setter does' {
        ('ins-linux001' | Test-CloudPasswordTarget -Provider Tencent -Region ap-guangzhou @at -Restart).Problem | Should -Be 'InvalidTarget'
        ('bob' | Test-CloudPasswordTarget -Resource RamUser @at -Restart).Ready | Should -BeTrue
    }

    It 'remembers wrong old passwords' {
        $id = '5a4db0c5-1111-4000-8000-000000000001'
        $dcs = @{ Region = 'cn-north-4'; OldPassword = ConvertTo-TestSecret 'Wrong-Old-1'; NewPassword = $password; InstanceId = $id; ErrorAction = 'SilentlyContinue' }
        1..4 | ForEach-Object { $null = Set-DcsPassword @dcs @at }
        $tested = $id | Test-CloudPasswordTarget -Resource DcsInstance -Region cn-north-4 @at
        $tested.Problem | Should -Be 'LockoutGuard'
        $tested.Advice | Should -BeLike '*-Force*-Reset*'
        ($id | Test-CloudPasswordTarget -Resource DcsInstance -Region cn-north-4 @at -Force).Ready | Should -BeTrue
    }

    It 'shows no text of what cannot be a target' {
        $secret = 'S3cret-Value!!'
        $noise = @([pscustomobject]@{ Name = 'x'; Password = $secret }, "ins-1,$secret", [pscustomobject]@{ InstanceId = $secret }, @{ a = $secret }, $null, '')
        $tested = @($noise | Test-CloudPasswordTarget -Provider Tencent -Region ap-guangzhou @at -Verbose 4>&1 3>&1 2>&1)
        @($tested | Where-Object { $_.PSObject.Properties['Ready'] }) | Should -HaveCount 6
        (@($tested | Where-Object { $_.PSObject.Properties['Ready'] }).Problem | Select-Object -Unique) | Should -Be 'InvalidTarget'
        ($tested | ConvertTo-Json -Depth 4) + ($tested | Out-String) | Should -Not -Match 'S3cret'
    }

    It 'says per target what keeps it from being sent: <Problem>' -ForEach @(
        @{ Problem = 'DuplicateTarget'; Id = 'ins-linux001', 'ins-linux001'; Arguments = @{ Provider = 'Tencent'; Region = 'ap-guangzhou' } }
        @{ Problem = 'InvalidTarget'; Id = 'ins-1'; Arguments = @{ Provider = 'Azure' } }
        @{ Problem = 'InvalidTarget'; Id = 'ins-1'; Arguments = @{} }
        @{ Problem = 'InvalidTarget'; Id = 'ins-1'; Arguments = @{ Provider = 'Tencent'; Resource = 'Nothing' } }
        @{ Problem = 'InvalidTarget'; Id = 'i-bp1sandbox00000000a1'; Arguments = @{ Provider = 'Tencent'; Region = 'ap-guangzhou' } }
        @{ Problem = 'RegionRequired'; Id = 'ins-linux001'; Arguments = @{ Provider = 'Tencent' } }
        @{ Problem = 'VaultWriteFailed'; Id = 'ins-linux001'; Arguments = @{ Provider = 'Tencent'; Region = 'ap-guangzhou'; GeneratePassword = $true; VaultName = 'NoSuchVault' } }
    ) {
        $tested = @($Id | Test-CloudPasswordTarget @at @Arguments -ErrorAction Stop)
        $tested | Should -HaveCount @($Id).Count
        $tested.Problem | Should -Contain $Problem
    }

    It 'ends with <Id> when the command is wrong as a whole' -ForEach @(
        @{ Id = 'UnstoredPassword'; Arguments = @{ GeneratePassword = $true; InstanceId = 'ins-1' }; Says = 'A generated password must be stored.*' }
        @{ Id = 'InvalidTarget'; Arguments = @{}; Says = 'Specify -InputObject, or pipe ids, user names or objects that have a property InstanceId or UserName.' }
    ) {
        { Test-CloudPasswordTarget @at @Arguments -Provider Tencent -ErrorAction Stop } | Should -Throw -ErrorId "$Id,*" -ExpectedMessage $Says
    }

    It 'says in a verbose line what all of it takes' {
        $verbose = $fleet | Test-CloudPasswordTarget @at -Force -Verbose -WarningAction SilentlyContinue 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
        "$($verbose[-1])" | Should -Match '^Ready: \d+ targets, \d+ calls, \d+ restarts; at least [\d.]+ seconds at the rates that are published, not all are\.$'
    }

    It 'has a view of 80 columns' {
        $lines = $fleet | Test-CloudPasswordTarget @at | Out-String -Width 80
        $lines | Should -Match 'Id +Ready +Restart +Calls +Problem'
        $lines | Should -Match '616fb98f-1111-4000-8000-000000000001 +True'
    }
}
