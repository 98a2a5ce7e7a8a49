BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Sandbox.psm1, $PSScriptRoot/Shell.psm1 -Force
    $script:password = ConvertTo-TestSecret 'Cloud-Tour-2026x'

    $script:seed = @{
        accessKeys = @(
            @{ provider = 'tencent'; id = 'sandbox-tencent-id'; secret = 'sandbox-tencent-secret' }
            @{ provider = 'tencent'; id = 'blind'; secret = 'sandbox-tencent-secret'; deniedActions = @('DescribeInstances') }
            @{ provider = 'alibaba'; id = 'sandbox-alibaba-id'; secret = 'sandbox-alibaba-secret' }
            @{ provider = 'huawei'; id = 'sandbox-huawei-id'; secret = 'sandbox-huawei-secret'; account = 'sandbox-domain' }
            @{ provider = 'zenlayer'; id = 'sandbox-zenlayer-id'; secret = 'sandbox-zenlayer-secret' }
            @{ provider = 'alibaba'; id = 'blind'; secret = 'sandbox-alibaba-secret'; deniedActions = @('DescribeInstances') }
        )
        tencent    = @{
            instances           = @(
                @{ region = 'ap-guangzhou'; state = 'RUNNING'; name = 'web-{number}'; tags = @{ env = 'prod'; owner = 'ops' }; generate = @{ count = 2500; prefix = 'ins-gen' } }
                @{ id = 'ins-db000001'; region = 'ap-guangzhou'; name = 'DB-Main'; osName = 'Windows Server 2022'; tags = @{ env = 'test' }; createdAt = '2026-02-03T04:05:06Z'; expiresAt = '2027-02-03T04:05:06Z'; publicAddresses = @('203.0.113.7') }
                @{ id = 'ins-evil0001'; region = 'ap-shanghai'; name = "$([char]27)[31mred ##vso[task.x]x" }
            )
            lighthouseInstances = @(
                @{ id = 'lhins-one00001'; region = 'ap-shanghai' }
            )
        }
        alibaba    = @{
            instances = @(
                @{ region = 'cn-hangzhou'; name = 'app-{number}'; tags = @{ env = 'prod' }; generate = @{ count = 1200; prefix = 'i-bpgen' } }
                @{ id = 'i-bp1sandbox00000000a1'; region = 'cn-hangzhou'; status = 'Stopped'; elasticAddress = '198.51.100.9' }
            )
            users     = @(1..250 | ForEach-Object { @{ name = 'user{0:d3}' -f $_ } })
        }
    }

    $project = '5a4db0c50000000000000000000000a1'
    $other = '5a4db0c50000000000000000000000b2'
    $seed.huawei = @{
        projects  = @(@{ id = $project; name = 'cn-north-4' }, @{ id = $other; name = 'eu-de' })
        servers   = @(
            @{ projectId = $project; name = 'srv.{number}'; tags = @{ env = 'prod' }; expiresAt = '2027-02-03T04:05:06Z'; publicAddresses = @('203.0.113.9'); generate = @{ count = 250 } }
            @{ projectId = $other; name = 'otc-{number}'; tags = @{ env = 'prod' }; status = 'SHUTOFF'; generate = @{ count = 150; prefix = '616fb98f-0000-4000-9000-' } }
            @{ projectId = $project; id = '616fb98f-1111-4000-8000-000000000001'; osType = 'Windows'; status = 'REBOOT' }
        )
        instances = @(@{ projectId = $project; name = 'cache-{number}'; tags = @{ env = 'prod' }; generate = @{ count = 150 } })
    }
    $seed.zenlayer = @{
        instances = @(
            @{ name = 'edge-{number}'; tags = @{ env = 'prod' }; generate = @{ count = 250 } }
            @{ id = '1341431445241239'; imageName = 'Windows Server 2022'; status = 'STOPPED' }
        )
    }

    function Get-Call([string]$Action = '.') {
        @(Get-SandboxRequest $sandbox -Action "^$Action")
    }

    function Get-ErrorOf([scriptblock]$Command) {
        try {
            & $Command | Out-Null
        }
        catch {
            $_.FullyQualifiedErrorId -replace ',.*'
        }
    }
}

Describe 'Get-CloudPasswordTarget' {
    BeforeAll {
        $seedPath = Join-Path $TestDrive 'seed.json'
        [System.IO.File]::WriteAllText($seedPath, (ConvertTo-Json $seed -Depth 8))
        $script:sandbox = Start-Sandbox -SeedPath $seedPath
        $script:tencent = @{ Provider = 'Tencent'; Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey tencent; Region = 'ap-guangzhou' }
        $script:alibaba = @{ Provider = 'Alibaba'; Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey alibaba; Region = 'cn-hangzhou' }
        $script:variables = 'TENCENTCLOUD_SECRET_ID', 'TENCENTCLOUD_SECRET_KEY', 'ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALIBABA_CLOUD_ACCESS_KEY_SECRET'
        $values = 'sandbox-tencent-id', 'sandbox-tencent-secret', 'sandbox-alibaba-id', 'sandbox-alibaba-secret'
        foreach ($i in 0..3) {
            Set-Item "env:$($variables[$i])" $values[$i]
        }
    }

    AfterAll {
        Stop-Sandbox $sandbox
        foreach ($name in $variables) {
            Remove-Item "env:$name"
        }
    }

    BeforeEach {
        Invoke-SandboxControl $sandbox requests -Method Delete | Out-Null
        Invoke-SandboxControl $sandbox faults -Method Delete | Out-Null
    }

    Context 'Targets' {
        It 'have what the list shows' {
            $target = Get-CloudPasswordTarget @tencent -InstanceId ins-db000001
            $target | Should -BeOfType PasswordCmdlets.CloudPasswordTarget
            $target.Provider, $target.Resource, $target.Region | Should -Be 'Tencent', 'CvmInstance', 'ap-guangzhou'
            $target.Name, $target.State, $target.ProviderState, $target.OperatingSystem | Should -Be 'DB-Main', 'Stopped', 'STOPPED', 'Windows'
            $target.PrivateIpAddress, $target.PublicIpAddress | Should -Be '10.0.0.4', '203.0.113.7'
            $target.CreatedAt | Should -Be ([datetimeoffset]'2026-02-03T04:05:06Z')
            $target.ExpiresAt | Should -Be ([datetimeoffset]'2027-02-03T04:05:06Z')
            $target.Tags.env | Should -Be 'test'
            $target.UserName, $target.ProjectId, $target.ProfileName | Should -Be $null, $null, $null
        }

        It 'show an elastic address as a public one' {
            (Get-CloudPasswordTarget @alibaba -State Stopped).PublicIpAddress | Should -Be '198.51.100.9'
        }

        It 'carry no character that a terminal or a build agent acts on' {
            $target = Get-CloudPasswordTarget @tencent -InstanceId ins-evil0001 -Region ap-shanghai
            $target.Name | Should -Be '[31mred # #vso[task.x]x'
            $target | Out-String | Should -Not -Match "$([char]27)\[31m|##vso"
        }

        It 'are shown with name, id, state, system and age' {
            $text = Get-CloudPasswordTarget @tencent -InstanceId ins-db000001 | Out-String -Width 100
            $text | Should -Match 'Name +Id +State +System +Age'
            $text | Should -Match 'DB-Main +ins-db000001 +Stopped +Windows +\d+ d'
        }

        It 'are shown the same when they come from a file' {
            $path = Join-Path $TestDrive 'targets.xml'
            Get-CloudPasswordTarget @tencent -InstanceId ins-db000001 | Export-Clixml -Path $path
            Import-Clixml -Path $path | Out-String -Width 100 | Should -Match 'DB-Main +ins-db000001 +Stopped +Windows +\d+ d'
        }

        It 'of RAM are users' {
            $users = Get-CloudPasswordTarget -Resource RamUser -Endpoint $sandbox.Address
            $users | Should -HaveCount 250
            $users[249].UserName, $users[249].InstanceId, $users[249].Region | Should -Be 'user250', $null, $null
            Get-Call ListUsers | Should -HaveCount 3
        }
    }

    Context 'Pages' {
        It 'are read to the end' {
            $targets = Get-CloudPasswordTarget @tencent
            $targets | Should -HaveCount 2501
            @($targets.InstanceId | Sort-Object -Unique) | Should -HaveCount 2501
            Get-Call DescribeInstances | Should -HaveCount 26
        }

        It 'are not read beyond what -First takes' {
            Get-CloudPasswordTarget @tencent -ThrottleLimit 1 | Select-Object -First 5 | Should -HaveCount 5
            (Get-Call DescribeInstances).Count | Should -BeLessOrEqual 3
        }

        It 'by tags go on without the tags after a thousand' {
            Get-CloudPasswordTarget @alibaba -Tag @{ env = 'prod' } | Should -HaveCount 1200
        }

        It 'wait for the rate that the provider allows' {
            Invoke-SandboxControl $sandbox faults -Method Post -Body @{ kind = 'throttle'; provider = 'tencent'; first = 2; retryAfterMilliseconds = 50 } | Out-Null
            Get-CloudPasswordTarget @tencent -State Stopped | Should -HaveCount 1
        }
    }

    Context 'Filters' {
        It 'by name are wildcards without regard to case, which no provider sees' {
            (Get-CloudPasswordTarget @tencent -Name 'db-*').Name | Should -Be 'DB-Main'
            (Get-CloudPasswordTarget @alibaba -Name 'APP-00[0-1]?').Count | Should -Be 72
            (Get-CloudPasswordTarget @tencent -Name 'db-*', 'DB-MAIN', 'none').Name | Should -Be 'DB-Main'
            (Get-CloudPasswordTarget @alibaba -Name 'APP-00[0-1]?', 'nobody-*').Count | Should -Be 72
            Get-CloudPasswordTarget @alibaba -Name 'app' | Should -BeNullOrEmpty
        }

        It 'by name are the same in every culture' {
            $culture = [cultureinfo]::CurrentCulture
            try {
                [cultureinfo]::CurrentCulture = 'tr-TR'
                (Get-CloudPasswordTarget @tencent -Name 'db-maIn' -State stopped).InstanceId | Should -Be 'ins-db000001'
            }
            finally {
                [cultureinfo]::CurrentCulture = $culture
            }
        }

        It 'by tag regard case and take wildcards, several values and any value' {
            Get-CloudPasswordTarget @tencent -Tag @{ env = 'test' } | Should -HaveCount 1
            Get-CloudPasswordTarget @tencent -Tag @{ env = 'Test' } | Should -BeNullOrEmpty
            Get-CloudPasswordTarget @tencent -Tag @{ env = 't*t' } | Should -HaveCount 1
            Get-CloudPasswordTarget @tencent -Tag @{ env = 'test', 'prod' } | Should -HaveCount 2501
            Get-CloudPasswordTarget @tencent -Tag @{ owner = $null; env = 'prod' } -Name '*zz' | Should -HaveCount 1
            Get-CloudPasswordTarget @tencent -Tag @{ nobody = 'has it' } | Should -BeNullOrEmpty
        }

        It 'by state are sent where the provider has one word for it' {
            Get-CloudPasswordTarget @tencent -State Stopped | Should -HaveCount 1
            Get-Call DescribeInstances | Should -HaveCount 1
            Get-CloudPasswordTarget @tencent -State Stopped, Unavailable | Should -HaveCount 1
        }

        It 'by id find them in every region that is listed, and say which are nowhere' {
            $targets = Get-CloudPasswordTarget @tencent -Region * -InstanceId ins-db000001, ins-evil0001, ins-nowhere1 -ErrorVariable problems -ErrorAction SilentlyContinue
            $targets.InstanceId | Sort-Object | Should -Be 'ins-db000001', 'ins-evil0001'
            @($problems) | Should -HaveCount 1
            $problems[0].FullyQualifiedErrorId | Should -BeLike 'TargetNotFound,*'
            $problems[0].TargetObject | Should -Be 'ins-nowhere1'
        }
    }

    Context 'Providers and regions' {
        It 'are listed together, each provider in the regions that it has' {
            $targets = Get-CloudPasswordTarget -Provider Tencent, Alibaba -Region ap-shanghai, cn-hangzhou -Endpoint $sandbox.Address
            $targets | Group-Object Provider, Region -NoElement | ForEach-Object Name | Sort-Object | Should -Be 'Alibaba, cn-hangzhou', 'Tencent, ap-shanghai'
        }

        It 'may all be listed, of several resources' {
            $targets = Get-CloudPasswordTarget @tencent -Region * -Resource LighthouseInstance, CvmInstance -State Stopped
            $targets.InstanceId | Sort-Object | Should -Be 'ins-db000001', 'ins-evil0001', 'lhins-one00001'
            @((Get-Call DescribeInstances).region | Sort-Object -Unique).Count | Should -BeGreaterThan 20
        }

        It 'that fail are errors and the others are listed' {
            Invoke-SandboxControl $sandbox faults -Method Post -Body @{ kind = 'refuse'; code = 'UnauthorizedOperation'; provider = 'tencent'; region = 'ap-guangzhou' } | Out-Null
            $targets = Get-CloudPasswordTarget @tencent -Region ap-shanghai, ap-guangzhou, ap-tokyo -ErrorVariable problems -ErrorAction SilentlyContinue
            $targets.InstanceId | Should -Be 'ins-evil0001'
            @($problems) | Should -HaveCount 1
            $problems[0].FullyQualifiedErrorId | Should -BeLike 'AccessDenied,*'
            "$($problems[0])" | Should -BeLike '*ap-guangzhou*cvm:DescribeInstances*'
        }

        It 'without the permission are no empty list' {
            Invoke-SandboxControl $sandbox 'seed?merge=true' -Method Post -Body @{ alibaba = @{ options = @{ listsNothingWithoutPermission = $true } } } | Out-Null
            $key = [pscredential]::new('blind', (ConvertTo-TestSecret 'sandbox-alibaba-secret'))
            Get-ErrorOf { Get-CloudPasswordTarget -Provider Alibaba -Region cn-hangzhou -AccessKey $key -Endpoint $sandbox.Address -ErrorAction Stop } | Should -Be 'AccessDenied'
            Get-CloudPasswordTarget @alibaba -Region cn-beijing -ErrorAction Stop | Should -BeNullOrEmpty
        }

        It 'get a wrong key no more than twice' {
            $key = [pscredential]::new('wrong', (ConvertTo-TestSecret 'sandbox-tencent-secret'))
            Get-CloudPasswordTarget -Provider Tencent -Region * -AccessKey $key -Endpoint $sandbox.Address -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            (Get-Call DescribeInstances).Count | Should -BeLessOrEqual 2
            $problems[0].FullyQualifiedErrorId | Should -BeLike 'AuthenticationFailed,*'
        }
    }

    Context 'Huawei Cloud' {
        BeforeAll {
            $script:huawei = @{ Provider = 'Huawei'; Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey huawei; Region = 'cn-north-4' }
        }

        It 'lists servers with tags, addresses and expiry, and no user data' {
            $servers = Get-CloudPasswordTarget @huawei -Name 'SRV.*' -Tag @{ env = 'prod' }
            $servers | Should -HaveCount 250
            $servers[0].ExpiresAt | Should -Be ([datetimeoffset]'2027-02-03T04:05:06Z')
            $servers[0].PrivateIpAddress, $servers[0].PublicIpAddress | Should -Be '10.0.0.4', '203.0.113.9'
            (Get-Call).action | Sort-Object -Unique | Should -Be 'KeystoneListProjects', 'ListCloudServers'
            Get-CloudPasswordTarget @huawei -Name 'srv' | Should -BeNullOrEmpty
        }

        It 'takes ACTIVE for running and a restart for transitional' {
            Get-CloudPasswordTarget @huawei -State Running | Should -HaveCount 250
            (Get-CloudPasswordTarget @huawei -State Transitional).OperatingSystem | Should -Be 'Windows'
        }

        It 'lists several ids with version 1 and drops those that do not exist' {
            $ids = '616fb98f-0000-4000-8000-000000000001', '616fb98f-1111-4000-8000-000000000001', '616fb98f-ffff-4000-8000-000000000001'
            $servers = Get-CloudPasswordTarget @huawei -InstanceId $ids -ErrorVariable problems -ErrorAction SilentlyContinue
            $servers | Should -HaveCount 2
            $problems[0].TargetObject | Should -Be $ids[2]
            (Get-Call List).action | Should -Be 'ListServersDetails'
            $servers | ConvertTo-Json -Depth 5 | Should -Not -Match 'user_data|chpasswd|IyEvYmlu'
        }

        It 'lists another cloud with version 1, by pages' {
            Get-CloudPasswordTarget @huawei -Region eu-de -Tag @{ env = 'prod' } -State Stopped | Should -HaveCount 150
            (Get-Call List).action | Should -Be 'ListServersDetails', 'ListServersDetails'
        }

        It 'lists the regions in which the account has a project' {
            Get-CloudPasswordTarget @huawei -Region * -ErrorAction Stop | Should -HaveCount 401
        }

        It 'lists DCS instances that bind to Set-DcsPassword' {
            $caches = Get-CloudPasswordTarget @huawei -Resource DcsInstance -Tag @{ env = 'prod' }
            $caches | Should -HaveCount 150
            $results = $caches | Select-Object -First 2 | Set-DcsPassword -Endpoint $sandbox.Address -AccessKey (Get-SandboxKey huawei) -Reset -NewPassword $password
            $results.Status | Should -Be 'Succeeded', 'Succeeded'
        }

        It 'lists a project that is named, and says so in the target' {
            $targets = Get-CloudPasswordTarget @huawei -ProjectId '5a4db0c50000000000000000000000a1' -State Transitional
            $targets.ProjectId | Should -Be '5a4db0c50000000000000000000000a1'
            (Get-Call).action | Should -Be 'ListCloudServers', 'ListCloudServers', 'ListCloudServers'
        }
    }

    Context 'Zenlayer' {
        It 'lists instances without a region' {
            $zenlayer = @{ Provider = 'Zenlayer'; Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey zenlayer }
            Get-CloudPasswordTarget @zenlayer -Tag @{ env = 'prod' } -Name 'edge-00*' | Should -HaveCount 100
            $stopped = Get-CloudPasswordTarget @zenlayer -State Stopped
            $stopped.InstanceId, $stopped.OperatingSystem, $stopped.Region | Should -Be '1341431445241239', 'Windows', $null
        }
    }

    Context 'Errors before anything is sent' {
        It '<Name>' -ForEach @(
            @{ Name = 'no provider and no resource'; Arguments = @{}; Id = 'InvalidTarget' }
            @{ Name = 'a provider that does not exist'; Arguments = @{ Provider = 'Azure' }; Id = 'InvalidTarget' }
            @{ Name = 'a resource that does not exist'; Arguments = @{ Provider = 'Tencent'; Resource = 'Bucket' }; Id = 'InvalidTarget' }
            @{ Name = 'a resource of another provider'; Arguments = @{ Provider = 'Tencent'; Resource = 'EcsVnc'; Region = 'ap-guangzhou'; WarningAction = 'SilentlyContinue' }; Id = 'InvalidTarget' }
            @{ Name = 'a region that no provider has'; Arguments = @{ Provider = 'Tencent'; Region = 'cn-hangzhou' }; Id = 'InvalidTarget' }
            @{ Name = 'no region'; Arguments = @{ Provider = 'Tencent' }; Id = 'RegionRequired' }
            @{ Name = 'an id of no form'; Arguments = @{ Provider = 'Tencent'; Region = 'ap-guangzhou'; InstanceId = 'i-bp1' }; Id = 'InvalidTarget' }
            @{ Name = 'a wildcard that is malformed'; Arguments = @{ Provider = 'Tencent'; Region = 'ap-guangzhou'; Name = 'web[' }; Id = 'InvalidTarget' }
            @{ Name = 'a tag that is no text'; Arguments = @{ Provider = 'Tencent'; Region = 'ap-guangzhou'; Tag = @{ env = @{} } }; Id = 'InvalidTarget' }
            @{ Name = 'tags of users'; Arguments = @{ Resource = 'RamUser'; Tag = @{ env = 'prod' } }; Id = 'InvalidTarget' }
            @{ Name = 'states of users'; Arguments = @{ Resource = 'RamUser'; State = 'Running' }; Id = 'InvalidTarget' }
            @{ Name = 'ids of users'; Arguments = @{ Resource = 'RamUser'; InstanceId = 'alice' }; Id = 'InvalidTarget' }
            @{ Name = 'a project where none are'; Arguments = @{ Provider = 'Tencent'; Region = 'ap-guangzhou'; ProjectId = '5a4db0c50000000000000000000000a1' }; Id = 'InvalidTarget' }
            @{ Name = 'an endpoint without https'; Arguments = @{ Provider = 'Tencent'; Region = 'ap-guangzhou'; Endpoint = 'http://example.com' }; Id = 'InsecureEndpoint' }
        ) {
            if (-not $Arguments.Endpoint) {
                $Arguments.Endpoint = $sandbox.Address
            }

            Get-ErrorOf { Get-CloudPasswordTarget @Arguments -ErrorAction Stop } | Should -Be $Id
            Get-Call | Should -HaveCount 0
        }

        It 'input from the pipeline, of which there is none' {
            Get-ErrorOf { 'ins-db000001' | Get-CloudPasswordTarget @tencent -ErrorAction Stop } | Should -Be 'InputObjectNotBound'
            Get-Call | Should -HaveCount 0
        }

        It 'one access key for two providers' {
            Get-ErrorOf { Get-CloudPasswordTarget -Provider Tencent, Alibaba -Region ap-guangzhou -AccessKey (Get-SandboxKey tencent) -Endpoint $sandbox.Address -WarningAction SilentlyContinue } | Should -Be 'InvalidTarget'
            Get-Call | Should -HaveCount 0
        }
    }

    Context 'Stops' {
        BeforeEach {
            Invoke-SandboxControl $sandbox faults -Method Post -Body @{ kind = 'hang'; provider = 'tencent'; region = 'ap-tokyo' } | Out-Null
        }

        It 'when enough were taken, although a region does not respond' {
            Get-CloudPasswordTarget @tencent -Region ap-tokyo, ap-guangzhou | Select-Object -First 3 | Should -HaveCount 3
        }

        It 'at once on Ctrl+C' {
            $shell = [powershell]::Create()
            try {
                $arguments = $tencent.Clone()
                $arguments.Region = 'ap-tokyo'
                $null = $shell.AddScript('param($module, $arguments) Import-Module $module; Get-CloudPasswordTarget @arguments')
                $null = $shell.AddArgument($env:PASSWORDCMDLETS_MODULE).AddArgument($arguments)
                $started = $shell.BeginInvoke()
                $watch = [System.Diagnostics.Stopwatch]::StartNew()
                while (@(Invoke-SandboxControl $sandbox faults | ForEach-Object { $_ })[0].hit -eq 0 -and $watch.Elapsed.TotalSeconds -lt 30) {
                    $started.AsyncWaitHandle.WaitOne(50) | Should -BeFalse
                }

                $watch.Elapsed.TotalSeconds | Should -BeLessThan 30
                $watch.Restart()
                $shell.Stop()
                $watch.Elapsed.TotalSeconds | Should -BeLessThan 60 -Because 'Stop does not wait for the response, which never comes'
                $started.IsCompleted | Should -BeTrue
            }
            finally {
                $shell.Dispose()
            }
        }
    }

    Context 'The pipeline' {
        It 'binds to Reset-CloudInstancePassword' {
            $results = Get-CloudPasswordTarget @tencent -InstanceId ins-db000001 | Reset-CloudInstancePassword -Endpoint $sandbox.Address -Password $password -Confirm:$false
            $results.Status, $results.InstanceId, $results.Region, $results.UserName | Should -Be 'Accepted', 'ins-db000001', 'ap-guangzhou', $null
        }

        It 'binds to Set-EcsVncPassword' {
            $results = Get-CloudPasswordTarget @alibaba -Resource EcsVnc -Name '*0000' | Set-EcsVncPassword -Endpoint $sandbox.Address -Password (ConvertTo-TestSecret 'aB3aB3') -Confirm:$false
            $results | Should -HaveCount 1
            $results.Status, $results.Resource, $results.Region | Should -Be 'Succeeded', 'EcsVnc', 'cn-hangzhou'
        }

        It 'binds to Set-RamUserPassword' {
            $results = Get-CloudPasswordTarget -Resource RamUser -Name 'user00[12]' -Endpoint $sandbox.Address |
                Set-RamUserPassword -Endpoint $sandbox.Address -NewPassword $password -CreateLoginProfile
            $results.UserName | Sort-Object | Should -Be 'user001', 'user002'
            $results.Status | Sort-Object -Unique | Should -Be 'Succeeded'
        }

        It 'goes through JSON' {
            $results = Get-CloudPasswordTarget @tencent -InstanceId ins-db000001 | ConvertTo-Json | ConvertFrom-Json |
                Reset-CloudInstancePassword -Endpoint $sandbox.Address -Password $password -WhatIf *>&1
            @($results | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }) | Should -HaveCount 0
        }
    }
}
