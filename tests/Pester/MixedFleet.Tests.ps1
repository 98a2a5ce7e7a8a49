# One list with the instances of every provider, through one command.
BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Sandbox.psm1, $PSScriptRoot/Shell.psm1 -Force

    # Accepted by the rules of every provider.
    $script:text = 'Cloud-Tour-16x'
    $script:keys = @{
        ALIBABA_CLOUD_ACCESS_KEY_ID       = 'sandbox-alibaba-id'
        ALIBABA_CLOUD_ACCESS_KEY_SECRET   = 'sandbox-alibaba-secret'
        HUAWEICLOUD_SDK_AK                = 'sandbox-huawei-id'
        HUAWEICLOUD_SDK_SK                = 'sandbox-huawei-secret'
        TENCENTCLOUD_SECRET_ID            = 'sandbox-tencent-id'
        TENCENTCLOUD_SECRET_KEY           = 'sandbox-tencent-secret'
        ZENLAYERCLOUD_ACCESS_KEY_ID       = 'sandbox-zenlayer-id'
        ZENLAYERCLOUD_ACCESS_KEY_PASSWORD = 'sandbox-zenlayer-secret'
    }
    $script:saved = [Environment]::GetEnvironmentVariables()
    foreach ($name in $keys.Keys) {
        [System.Environment]::SetEnvironmentVariable($name, $keys[$name])
    }

    $script:fleet = Join-Path $TestDrive 'fleet.csv'
    @'
Provider,Resource,Region,InstanceId
Alibaba,EcsInstance,cn-hangzhou,i-bp1sandbox00000000a1
Alibaba,,cn-hangzhou,i-bp1sandbox00000000c1
Tencent,CvmInstance,ap-guangzhou,ins-linux001
Tencent,LighthouseInstance,ap-guangzhou,lhins-linux001
Huawei,EcsServer,cn-north-4,616fb98f-1111-4000-8000-000000000001
Zenlayer,ZecInstance,,1341431445241233
Alibaba,EcsInstance,cn-hangzhou,i-bp1sandbox00000000f1
Alibaba,EcsServer,cn-hangzhou,i-bp1sandbox00000000a2
Tencent,CvmInstance,ap-guangzhou,ins-linux003
Tencent,LighthouseInstance,ap-guangzhou,lhins-nosuch01
Huawei,EcsServer,cn-north-4,616fb98f-1111-4000-8000-000000000004
Zenlayer,,,1341431445241235
Azure,,,vm-1
'@ | Set-Content -LiteralPath $fleet

    function Test-Login([string]$Provider, [string]$Id, [string]$Password, [string]$UserName) {
        $body = @{ provider = $Provider.ToLowerInvariant(); id = $Id; password = $Password }
        if ($UserName) { $body.userName = $UserName }
        (Invoke-SandboxControl $sandbox login -Method Post -Body $body).accepted
    }

    # How the sandbox's state shows it: restartPending where the password waits for a restart.
    function Get-State([string]$Provider, [string]$Id) {
        (Invoke-SandboxControl $sandbox "state?provider=$($Provider.ToLowerInvariant())&id=$Id&passwords=true").instances
    }
}

AfterAll {
    Set-ProcessEnvironment $saved
}

Describe 'A CSV file with all providers and all kinds of instances, through one Reset-CloudInstancePassword' {
    BeforeEach {
        $script:sandbox = Start-Sandbox
        $script:common = @{ Endpoint = $sandbox.Address; NoInstanceRole = $true; Confirm = $false; ErrorAction = 'SilentlyContinue'; WarningAction = 'SilentlyContinue' }
    }

    AfterEach {
        Stop-Sandbox $sandbox
    }

    It 'has one true result for each row' {
        $results = Import-Csv -LiteralPath $fleet | Reset-CloudInstancePassword @common -Password (ConvertTo-TestSecret $text) -Wait -ErrorVariable failures
        $results | Should -HaveCount 13
        $byId = $results | Group-Object InstanceId -AsHashTable
        $byId.Count | Should -Be 13
        foreach ($expected in @'
Provider,Resource,InstanceId,Status,ErrorId,RestartRequired
Alibaba,EcsInstance,i-bp1sandbox00000000a1,Succeeded,,True
Alibaba,EcsInstance,i-bp1sandbox00000000c1,Succeeded,,False
Tencent,CvmInstance,ins-linux001,Succeeded,,
Tencent,LighthouseInstance,lhins-linux001,Succeeded,,
Huawei,EcsServer,616fb98f-1111-4000-8000-000000000001,Accepted,,True
Zenlayer,ZecInstance,1341431445241233,Succeeded,,
Alibaba,EcsInstance,i-bp1sandbox00000000f1,Failed,TargetStateInvalid,
Alibaba,EcsServer,i-bp1sandbox00000000a2,Failed,InvalidTarget,
Tencent,CvmInstance,ins-linux003,Failed,TargetStateInvalid,
Tencent,LighthouseInstance,lhins-nosuch01,Failed,TargetNotFound,
Huawei,EcsServer,616fb98f-1111-4000-8000-000000000004,Failed,TargetStateInvalid,
Zenlayer,ZecInstance,1341431445241235,Failed,TargetStateInvalid,
Azure,,vm-1,Failed,InvalidTarget,
'@ | ConvertFrom-Csv) {
            $result = $byId[$expected.InstanceId]
            foreach ($name in 'Provider', 'Resource', 'Status', 'ErrorId', 'RestartRequired') {
                "$($result.$name)" | Should -Be "$($expected.$name)" -Because "$name of $($expected.InstanceId): $($result.Message)"
            }
        }

        @($failures) | Should -HaveCount 7

        # What the results say is what the providers have.
        Test-Login Tencent ins-linux001 $text | Should -BeTrue
        Test-Login Tencent lhins-linux001 $text | Should -BeTrue
        Test-Login Zenlayer 1341431445241233 $text | Should -BeTrue
        (Get-State Alibaba i-bp1sandbox00000000a1).restartPending | Should -BeTrue
        Test-Login Alibaba i-bp1sandbox00000000a1 $text root | Should -BeFalse
        Test-Login Huawei 616fb98f-1111-4000-8000-000000000001 $text | Should -BeFalse
        foreach ($failed in $results | Where-Object { $_.Status -eq 'Failed' -and $_.Provider -ne 'Azure' }) {
            (Get-State $failed.Provider $failed.InstanceId).executions | Should -BeIn @($null, 0) -Because $failed.InstanceId
        }
    }

    It 'leaves a target of another resource to its own cmdlet: <Command>' -ForEach @(
        @{ Command = 'Set-EcsVncPassword'; Own = 'EcsVnc'; Target = @{ Provider = 'Alibaba'; Resource = 'EcsInstance'; Region = 'cn-hangzhou'; InstanceId = 'i-bp1sandbox00000000a1' }; With = @{ Password = 'Abc123' } }
        @{ Command = 'Set-RamUserPassword'; Own = 'RamUser'; Target = @{ Provider = 'Alibaba'; Resource = 'EcsInstance'; Region = 'cn-hangzhou'; InstanceId = 'i-bp1sandbox00000000a1'; UserName = 'alice' }; With = @{ NewPassword = 'Cloud-Tour-16x' } }
        @{ Command = 'Set-DcsPassword'; Own = 'DcsInstance'; Target = @{ Provider = 'Huawei'; Resource = 'EcsServer'; Region = 'cn-north-4'; InstanceId = '5a4db0c5-1111-4000-8000-000000000001' }; With = @{ Reset = $true; NewPassword = 'Cloud-Tour-16x' } }
    ) {
        Invoke-SandboxControl $sandbox requests -Method Delete | Out-Null
        $values = @{}
        foreach ($name in $With.Keys) { $values[$name] = if ($With[$name] -is [string]) { ConvertTo-TestSecret $With[$name] } else { $With[$name] } }
        $result = [pscustomobject]$Target | & $Command @values -Endpoint $sandbox.Address -NoInstanceRole -Confirm:$false -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
        $result.ErrorId, $result.Resource | Should -Be 'InvalidTarget', $Target.Resource
        $result.Message | Should -Be "This is a target of the resource $($Target.Resource), and this cmdlet is for $Own only. Select the targets first: Where-Object Resource -EQ $Own."
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty

        $Target.Resource = $Own
        ([pscustomobject]$Target | & $Command @values -Endpoint $sandbox.Address -NoInstanceRole -Confirm:$false -WarningAction SilentlyContinue).Status | Should -Be 'Succeeded'
    }

    It 'sends nothing to the domain of another provider' {
        # The proxy is there so that nothing leaves this machine if it does.
        $other = @{ Endpoint = 'https://ecs.aliyuncs.com'; Proxy = 'http://127.0.0.1:9'; MaximumRetryCount = 0 }
        $results = Import-Csv -LiteralPath $fleet | Where-Object Provider -In 'Tencent', 'Huawei', 'Zenlayer' |
            Reset-CloudInstancePassword @other -NoInstanceRole -Confirm:$false -ErrorAction SilentlyContinue -Password (ConvertTo-TestSecret $text) -ErrorVariable failures
        $results | Should -HaveCount 8
        $results.Status | Select-Object -Unique | Should -Be 'Failed'
        $results.ErrorId | Select-Object -Unique | Should -Be 'InsecureEndpoint'
        $results[0].Message | Should -Be 'The endpoint ecs.aliyuncs.com belongs to Alibaba; nothing for Tencent is sent there. Run the command once for each provider, or omit the endpoint.'
        @($failures) | Should -HaveCount 8
    }

    It 'passes each result through Wait-CloudPasswordReset, also that of a row with a project' {
        $elsewhere = [pscustomobject]@{ Provider = 'Huawei'; Region = 'ap-southeast-3'; ProjectId = '5a4db0c50000000000000000000000c3'; InstanceId = '616fb98f-1111-4000-8000-000000000006' }
        $rows = @(Import-Csv -LiteralPath $fleet) + $elsewhere
        $results = $rows | Reset-CloudInstancePassword @common -Password (ConvertTo-TestSecret $text) |
            Wait-CloudPasswordReset -Endpoint $sandbox.Address -NoInstanceRole -ErrorAction SilentlyContinue
        $results | Should -HaveCount 14
        $states = $results | Group-Object { "$($_.Provider) $($_.Status)" } -NoElement | Sort-Object Name | ForEach-Object { "$($_.Name): $($_.Count)" }
        $states -join ', ' | Should -Be 'Alibaba Failed: 2, Alibaba Succeeded: 2, Azure Failed: 1, Huawei Accepted: 2, Huawei Failed: 1, Tencent Failed: 2, Tencent Succeeded: 2, Zenlayer Failed: 1, Zenlayer Succeeded: 1'
    }

    It 'says once for each provider that it has nothing to force, and forces the others' {
        $results = Import-Csv -LiteralPath $fleet | Where-Object InstanceId -In 'i-bp1sandbox00000000a1', 'i-bp1sandbox00000000c1', 'ins-linux003', '616fb98f-1111-4000-8000-000000000001', '1341431445241233' |
            Reset-CloudInstancePassword @common -Password (ConvertTo-TestSecret $text) -Force -Wait -WarningVariable warnings
        $results.ErrorId | Should -Be @($null, $null, $null, $null, $null)
        @($warnings | Where-Object { $_ -like '*-Force has nothing to force*' }) | Should -HaveCount 3
        (Get-State Tencent ins-linux003).restarts | Should -Be 1
    }

    It 'restarts what takes its password with a restart, and refuses -Restart for the rest' {
        $results = Import-Csv -LiteralPath $fleet | Select-Object -First 6 | Reset-CloudInstancePassword @common -Password (ConvertTo-TestSecret $text) -Restart -Wait
        $byId = $results | Group-Object InstanceId -AsHashTable
        $byId['i-bp1sandbox00000000a1'].Status | Should -Be 'Succeeded'
        Test-Login Alibaba i-bp1sandbox00000000a1 $text root | Should -BeTrue
        $byId['i-bp1sandbox00000000c1'].RestartRequired | Should -BeFalse
        (Get-State Alibaba i-bp1sandbox00000000c1).restarts | Should -Be 0
        $byId['616fb98f-1111-4000-8000-000000000001'].Status | Should -Be 'Accepted'
        (Get-State Huawei 616fb98f-1111-4000-8000-000000000001).restarts | Should -Be 1
        Test-Login Huawei 616fb98f-1111-4000-8000-000000000001 $text | Should -BeTrue
        'ins-linux001', 'lhins-linux001', '1341431445241233' | ForEach-Object { $byId[$_].ErrorId | Should -Be 'InvalidTarget' }
        Get-SandboxRequest $sandbox -Action '^ResetInstance' | Should -BeNullOrEmpty
    }

    It 'gives each row a password of its own, which is the one that was set' {
        $results = Import-Csv -LiteralPath $fleet | Select-Object -First 6 | Reset-CloudInstancePassword @common -GeneratePassword -AllowUnstored -Wait
        $results | Should -HaveCount 6
        $texts = @{}
        $results | ForEach-Object { $texts[$_.InstanceId] = $_.Credential.GetNetworkCredential().Password }
        $texts.Values | Select-Object -Unique | Should -HaveCount 6
        foreach ($result in $results | Where-Object Provider -In 'Tencent', 'Zenlayer') {
            Test-Login $result.Provider $result.InstanceId $texts[$result.InstanceId] | Should -BeTrue -Because $result.InstanceId
        }
    }
}
