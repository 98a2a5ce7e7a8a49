BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Sandbox.psm1, $PSScriptRoot/Shell.psm1 -Force
    $script:password = ConvertTo-TestSecret 'Cloud-Tour-2026x'
    $script:short = ConvertTo-TestSecret 'Cloud-Tour-1'

    function Get-ResetCount {
        @(Get-SandboxRequest $sandbox -Action 'ResetInstances?Password').Count
    }
}

Describe 'Reset-CloudInstancePassword' {
    BeforeEach {
        $script:sandbox = Start-Sandbox
        $script:tencent = @{ Provider = 'Tencent'; Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey tencent; Region = 'ap-guangzhou'; Confirm = $false }
        $script:zenlayer = @{ Provider = 'Zenlayer'; Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey zenlayer; Confirm = $false }
    }

    AfterEach {
        Stop-Sandbox $sandbox
    }

    Context 'Tencent' {
        It 'resets an array of instances in one call and says Accepted' {
            $results = Reset-CloudInstancePassword @tencent -InstanceId ins-linux001, ins-linux002 -Password $password
            $results.Status | Should -Be 'Accepted', 'Accepted'
            $results.InstanceId | Sort-Object | Should -Be 'ins-linux001', 'ins-linux002'
            $results.RequestId | Select-Object -Unique | Should -HaveCount 1
            Get-ResetCount | Should -Be 1
        }

        It 'waits until the provider has finished' {
            $result = Reset-CloudInstancePassword @tencent -InstanceId ins-linux001 -Password $password -Wait
            $result.Status | Should -Be 'Succeeded'
            $result.ErrorId | Should -BeNullOrEmpty
        }

        It 'keeps one unknown and one running instance from stopping the others' {
            $results = 'ins-linux001', 'ins-nosuch01', 'ins-linux003', 'ins-linux002' | Reset-CloudInstancePassword @tencent -Password $password -Wait -ErrorAction SilentlyContinue -ErrorVariable failures
            $byId = $results | Group-Object -Property InstanceId -AsHashTable
            $results | Should -HaveCount 4
            $byId['ins-linux001'].Status | Should -Be 'Succeeded'
            $byId['ins-linux002'].Status | Should -Be 'Succeeded'
            $byId['ins-nosuch01'].ErrorId | Should -Be 'TargetNotFound'
            $byId['ins-linux003'].ErrorId | Should -Be 'TargetStateInvalid'
            @($failures.FullyQualifiedErrorId -replace ',.*' | Sort-Object) | Should -Be 'TargetNotFound', 'TargetStateInvalid'
        }

        It 'shuts a running instance down with -Force' {
            $result = Reset-CloudInstancePassword @tencent -InstanceId ins-linux003 -Password $password -Force -Wait
            $result.Status | Should -Be 'Succeeded'
        }

        It 'binds ids and regions by property name from objects' {
            $objects = [pscustomobject]@{ InstanceId = 'ins-linux001'; Region = 'ap-guangzhou' }, [pscustomobject]@{ InstanceId = 'ins-linux004'; Region = 'ap-shanghai' }
            $common = $tencent.Clone()
            $common.Remove('Region')
            $results = $objects | Reset-CloudInstancePassword @common -Password $password
            $results.Status | Should -Be 'Accepted', 'Accepted'
            $results.Region | Sort-Object | Should -Be 'ap-guangzhou', 'ap-shanghai'
        }

        It 'hands the user name of a credential to the provider' {
            $result = Reset-CloudInstancePassword @tencent -InstanceId ins-linux001 -Credential ([pscredential]::new('ubuntu', $password))
            $result.UserName | Should -Be 'ubuntu'
        }

        It 'finishes accepted results with Wait-CloudPasswordReset' {
            $result = Reset-CloudInstancePassword @tencent -InstanceId ins-linux001 -Password $password | Wait-CloudPasswordReset -Endpoint $sandbox.Address -AccessKey $tencent.AccessKey
            $result.Status | Should -Be 'Succeeded'
            $result.InstanceId | Should -Be 'ins-linux001'
        }

        It 'waits for several changes with one call, and for all of them with -ErrorAction Stop' {
            $accepted = 'ins-linux001', 'ins-linux002' | Reset-CloudInstancePassword @tencent -Password $password
            $collected = [System.Collections.Generic.List[object]]::new()
            { 'no result', $accepted[0], 'no result', $accepted[1] | Wait-CloudPasswordReset -Endpoint $sandbox.Address -AccessKey $tencent.AccessKey -ErrorAction Stop | ForEach-Object { $collected.Add($_) } } |
                Should -Throw -ErrorId 'InvalidTarget,*' -ExpectedMessage 'Record 1 of the input is not a result of a password cmdlet: its Provider, Status and InstanceId are not those of one. Pipe Accepted results, or Accepted entries of Get-CloudPasswordReport.'
            $collected.Status | Should -Be 'Succeeded', 'Succeeded'
            $together = Get-SandboxRequest $sandbox -Action DescribeInstances | Select-Object -Skip 1 | Where-Object { @($_.targetIds).Count -eq 2 }
            $together | Should -Not -BeNullOrEmpty
        }

        It 'returns an accepted result without a request, with an error' {
            $accepted = Reset-CloudInstancePassword @tencent -InstanceId ins-linux001 -Password $password
            $accepted.RequestId = $null
            $result = $accepted | Wait-CloudPasswordReset -Endpoint $sandbox.Address -AccessKey $tencent.AccessKey -ErrorAction SilentlyContinue -ErrorVariable problems
            $result.Status | Should -Be 'Accepted'
            "$problems" | Should -Be 'Record 1 of the input: Tencent ins-linux001 has nothing to wait for. Read Message of the result.'
        }

        It 'returns a result whose provider has no credential, and waits for the others' {
            $accepted = Reset-CloudInstancePassword @tencent -InstanceId ins-linux001 -Password $password
            $other = [pscustomobject]@{ Provider = 'Alibaba'; Resource = 'EcsInstance'; InstanceId = 'i-bp1sandbox00000000a1'; Region = 'cn-hangzhou'; Status = 'Accepted'; RequestId = 'r-1' }
            try {
                $env:TENCENTCLOUD_SECRET_ID, $env:TENCENTCLOUD_SECRET_KEY = 'sandbox-tencent-id', 'sandbox-tencent-secret'
                $waited = $accepted, $other | Wait-CloudPasswordReset -Endpoint $sandbox.Address -NoInstanceRole -ErrorAction SilentlyContinue -ErrorVariable failures
            }
            finally {
                Remove-Item -Path env:TENCENTCLOUD_SECRET_ID, env:TENCENTCLOUD_SECRET_KEY
            }

            ($waited | Where-Object Provider -EQ Tencent).Status | Should -Be 'Succeeded'
            $returned = $waited | Where-Object Provider -EQ Alibaba
            $returned.Status, $returned.RequestId | Should -Be 'Accepted', 'r-1'
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'CredentialNotFound,*'
        }

        It 'waits for one change of an instance at a time and returns another one unchanged' {
            $result = Reset-CloudInstancePassword @tencent -InstanceId ins-linux001 -Password $password
            $other = $result | Select-Object -Property *
            $other.RequestId = 'another-request'
            $waited = @($result, $other | Wait-CloudPasswordReset -Endpoint $sandbox.Address -AccessKey $tencent.AccessKey -WarningVariable warnings -WarningAction SilentlyContinue -ErrorVariable failures)
            $failures | Should -BeNullOrEmpty
            $waited.Status | Sort-Object | Should -Be 'Accepted', 'Succeeded'
            ($waited | Where-Object Status -EQ Accepted).RequestId | Should -Be 'another-request'
            "$warnings" | Should -BeLike 'Tencent ins-linux001 has another change that is waited for.*'
        }
    }

    Context 'Zenlayer' {
        It 'resets one instance a call and says Succeeded' {
            $results = '1341431445241233', '1341431445241234' | Reset-CloudInstancePassword @zenlayer -Password $short
            $results.Status | Should -Be 'Succeeded', 'Succeeded'
            Get-ResetCount | Should -Be 2
        }

        It 'knows a stopped instance and one without an agent before it sends' {
            $results = '1341431445241235', '1341431445241236' | Reset-CloudInstancePassword @zenlayer -Password $short -ErrorAction SilentlyContinue
            $results.ErrorId | Should -Be 'TargetStateInvalid', 'TargetStateInvalid'
            Get-ResetCount | Should -Be 0
        }

        It 'refuses the same ids with -WhatIf as without' {
            foreach ($whatIf in $true, $false) {
                $null = Reset-CloudInstancePassword @zenlayer -InstanceId not-an-id -Password $short -WhatIf:$whatIf -ErrorAction SilentlyContinue -ErrorVariable failures
                "$failures" | Should -Be "Zenlayer not-an-id: 'not-an-id' is not a ZEC instance id. Expected an id such as 1341431445241233."
            }
        }

        It 'resumes after a failure with -Force, and keeps the reason of what fails again' {
            $path = Join-Path $TestDrive 'forced.jsonl'
            $first = '1341431445241235' | Reset-CloudInstancePassword @zenlayer -Password $short -ReportPath $path -ErrorAction SilentlyContinue
            $second = Get-CloudPasswordReport $path -Resumable | Reset-CloudInstancePassword @zenlayer -Password $short -ReportPath $path -Force -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
            $first.ErrorId, $second.ErrorId | Should -Be 'TargetStateInvalid', 'TargetStateInvalid'
            (Get-CloudPasswordReport $path).Message | Should -Be $first.Message
        }

        It 'warns once that -Force has nothing to force, and resets' {
            $results = '1341431445241233', '1341431445241234' | Reset-CloudInstancePassword @zenlayer -Password $short -Force -WarningVariable warnings -WarningAction SilentlyContinue
            $results.Status | Should -Be 'Succeeded', 'Succeeded'
            @($warnings) | Should -HaveCount 1
            $warnings[0].Message | Should -BeLike '*-Force*Zenlayer*'
        }

        It 'rejects -Restart before anything is sent' {
            { Reset-CloudInstancePassword @zenlayer -InstanceId 1341431445241233 -Password $short -Restart } | Should -Throw -ErrorId 'InvalidTarget,*'
            Get-ResetCount | Should -Be 0
        }
    }

    Context 'WhatIf and Confirm' {
        It 'sends nothing, reads no credential and returns nothing with -WhatIf' {
            $result = Reset-CloudInstancePassword -Provider Tencent -InstanceId ins-linux001 -Password $password -Region ap-guangzhou -Endpoint $sandbox.Address -Force -WhatIf
            $result | Should -BeNullOrEmpty
            Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
        }

        It 'is not silenced by -Force: without -Confirm:$false a shell that cannot ask sends nothing' {
            $script = "Import-Module '$env:PASSWORDCMDLETS_MODULE'; Import-Module '$PSScriptRoot/Sandbox.psm1'; Reset-CloudInstancePassword -Provider Tencent -InstanceId ins-linux001 -Region ap-guangzhou -Endpoint $($sandbox.Address) -AccessKey (Get-SandboxKey tencent) -Password (ConvertTo-TestSecret 'Cloud-Tour-2026x') -Force"
            Invoke-PowerShell -NoProfile -NonInteractive -Command $script 2>&1 | Out-Null
            Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
        }
    }

    Context 'Bad input' {
        It 'fails <Name> with InvalidTarget and sends nothing for it' -ForEach @(
            @{ Name = 'an empty id'; Id = '' }
            @{ Name = 'a null id'; Id = $null }
            @{ Name = 'a malformed id'; Id = 'i-12345' }
            @{ Name = 'an object without the property'; Id = [pscustomobject]@{ Name = 'x' } }
        ) {
            $result = , $Id | Reset-CloudInstancePassword @tencent -Password $password -ErrorAction SilentlyContinue -ErrorVariable failures
            $result.Status | Should -Be 'Failed'
            $result.ErrorId | Should -Be 'InvalidTarget'
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'InvalidTarget,*'
            Get-ResetCount | Should -Be 0
        }

        It 'changes a duplicated id once' {
            $results = Reset-CloudInstancePassword @tencent -InstanceId ins-linux001, ins-linux001 -Password $password -ErrorAction SilentlyContinue
            $results.Status | Sort-Object | Should -Be 'Accepted', 'Failed'
            $results.ErrorId | Should -Contain 'DuplicateTarget'
            Get-ResetCount | Should -Be 1
        }

        It 'ends before anything is sent when <Name> of the command is invalid' -ForEach @(
            @{ Name = 'the region'; With = @{ Region = 'AP_guangzhou' }; Says = "'AP_guangzhou' is not a region id of Tencent.*" }
            @{ Name = 'the text of the region'; With = @{ Region = 'P@ss word' }; Says = 'The command line: the Region is invalid: *' }
            @{ Name = 'the text of the project'; With = @{ ProjectId = 'P@ss word' }; Says = 'The command line: the ProjectId is invalid: *' }
            @{ Name = 'the text of the resource'; With = @{ Resource = 'P@ss word' }; Says = 'The command line: the Resource is invalid: *' }
        ) {
            $call = $tencent + @{}
            $With.GetEnumerator() | ForEach-Object { $call[$_.Key] = $_.Value }
            $failure = { 'ins-linux001', 'ins-linux002' | Reset-CloudInstancePassword @call -Password $password } | Should -Throw -ErrorId 'InvalidTarget,*' -PassThru
            "$failure" | Should -BeLike $Says
            "$failure" | Should -Not -BeLike '*P@ss*'
        }

        It 'fails the one object whose region is invalid' {
            $call = $tencent + @{}
            $call.Remove('Region')
            $objects = [pscustomobject]@{ InstanceId = 'ins-linux001'; Region = 'AP_guangzhou' }, [pscustomobject]@{ InstanceId = 'ins-linux002'; Region = 'ap-guangzhou' }
            $results = $objects | Reset-CloudInstancePassword @call -Password $password -ErrorAction SilentlyContinue
            $results.Status | Should -Be 'Failed', 'Accepted'
        }

        It 'ends before anything is sent when the password breaks every published rule' {
            { Reset-CloudInstancePassword @tencent -InstanceId ins-linux001 -Password (ConvertTo-TestSecret 'short') } | Should -Throw -ErrorId 'PasswordPolicyViolation,*'
            Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
        }

        It 'ends before anything is sent when there is no credential, and lists what was tried' {
            $common = $tencent.Clone()
            $common.Remove('AccessKey')
            { Reset-CloudInstancePassword @common -InstanceId ins-linux001 -Password $password -NoInstanceRole } | Should -Throw -ErrorId 'CredentialNotFound,*' -ExpectedMessage '*TENCENTCLOUD_SECRET_ID*'
        }

        It 'rejects <Name>' -ForEach @(
            @{ Name = 'an http endpoint that is not loopback'; Address = 'http://cvm.example.com' }
            @{ Name = 'an endpoint with a path'; Address = 'https://gateway.example.com/tencent' }
        ) {
            { Reset-CloudInstancePassword -Provider Tencent -InstanceId ins-linux001 -Region ap-guangzhou -Password $password -Endpoint $Address -AccessKey $tencent.AccessKey -Confirm:$false } | Should -Throw -ErrorId 'InsecureEndpoint,*'
        }

        It 'rejects more than one password source' {
            { Reset-CloudInstancePassword @tencent -InstanceId ins-linux001 -Password $password -Credential ([pscredential]::new('root', $password)) } | Should -Throw
            Get-ResetCount | Should -Be 0
        }

        It 'says that a region is missing' {
            $common = $tencent.Clone()
            $common.Remove('Region')
            $result = Reset-CloudInstancePassword @common -InstanceId ins-linux001 -Password $password -ErrorAction SilentlyContinue
            $result.ErrorId | Should -Be 'RegionRequired'
        }
    }

    Context 'Errors' {
        It 'stops the account when the secret is wrong and cancels the rest' {
            $wrong = $tencent.Clone()
            $wrong.AccessKey = [pscredential]::new('sandbox-tencent-id', (ConvertTo-TestSecret 'wrong'))
            $results = Reset-CloudInstancePassword @wrong -InstanceId ins-linux001, ins-linux002 -Password $password -ErrorAction SilentlyContinue
            $results.Status | Should -Not -Contain 'Accepted'
            ($results.ErrorId | Select-Object -Unique) | Should -BeIn 'AuthenticationFailed', 'Cancelled'
        }

        It 'holds the first error back until every result is out with -ErrorAction Stop' {
            $thrown = $null
            $collected = [System.Collections.Generic.List[object]]::new()
            try {
                'ins-nosuch01', 'ins-linux001' | Reset-CloudInstancePassword @tencent -Password $password -ErrorAction Stop | ForEach-Object { $collected.Add($_) }
            }
            catch {
                $thrown = $_
            }

            $thrown.FullyQualifiedErrorId | Should -BeLike 'TargetNotFound,*'
            $collected | Should -HaveCount 2
        }
    }

    Context 'Completion' {
        It 'offers the regions of the provider' {
            $line = 'Reset-CloudInstancePassword -Provider Tencent -Region ap-g'
            $matches = (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches
            $matches.CompletionText | Should -Contain 'ap-guangzhou'
        }
    }
}
