BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Sandbox.psm1, $PSScriptRoot/Shell.psm1 -Force
    $script:old = ConvertTo-TestSecret 'Cloud-Tour-Old1'
    $script:new = ConvertTo-TestSecret 'Cloud-Tour-New2'
    $script:id = '5560df16-cebf-4473-95c4-d1b573c16e79'
    # Nothing listens there: whatever was sent would come back as ProviderUnavailable.
    $script:nowhere = @{ Endpoint = 'http://127.0.0.1:9'; Region = 'eu-de'; ProjectId = 'p1'; Confirm = $false; MaximumRetryCount = 0 }
    $script:key = Get-SandboxKey huawei
}

Describe 'Set-DcsPassword without a server' {
    Context 'Checks of the whole command' {
        It 'rejects <Name> before anything is sent' -ForEach @(
            @{ Name = 'the old password as the new one'; Parameters = { @{ OldPassword = $old; NewPassword = ConvertTo-TestSecret 'Cloud-Tour-Old1' } }; ErrorId = 'PasswordPolicyViolation' }
            @{ Name = 'a password that breaks every published rule'; Parameters = { @{ OldPassword = $old; NewPassword = ConvertTo-TestSecret 'short' } }; ErrorId = 'PasswordPolicyViolation' }
            @{ Name = 'such a password for a reset'; Parameters = { @{ Reset = $true; NewPassword = ConvertTo-TestSecret 'alllowercase' } }; ErrorId = 'PasswordPolicyViolation' }
            @{ Name = 'an empty old password'; Parameters = { @{ OldPassword = [securestring]::new(); NewPassword = $new } }; ErrorId = 'PasswordPolicyViolation' }
            @{ Name = 'an IAM user without an account'; Parameters = { @{ Reset = $true; NewPassword = $new; IamCredential = $key } }; ErrorId = 'CredentialNotFound' }
            @{ Name = 'an account without an IAM user'; Parameters = { @{ Reset = $true; NewPassword = $new; DomainName = 'acme' } }; ErrorId = 'CredentialNotFound' }
            @{ Name = 'an IAM user beside an access key'; Parameters = { @{ Reset = $true; NewPassword = $new; IamCredential = $key; DomainName = 'acme'; AccessKey = $key } }; ErrorId = 'CredentialNotFound' }
            @{ Name = 'an http IAM endpoint that is not loopback'; Parameters = { @{ Reset = $true; NewPassword = $new; IamEndpoint = 'http://iam.example.com' } }; ErrorId = 'InsecureEndpoint' }
            @{ Name = 'an IAM endpoint of another provider'; Parameters = { @{ Reset = $true; NewPassword = $new; IamEndpoint = 'https://sts.aliyuncs.com' } }; ErrorId = 'InsecureEndpoint' }
            @{ Name = 'an IAM endpoint with a path'; Parameters = { @{ Reset = $true; NewPassword = $new; IamEndpoint = 'https://gateway.example.com/iam' } }; ErrorId = 'InsecureEndpoint' }
            @{ Name = 'a reset in the version that has none'; Parameters = { @{ Reset = $true; NewPassword = $new; ApiVersion = 'V1.0' } }; ErrorId = 'InvalidTarget' }
            @{ Name = 'a generated password that nobody keeps'; Parameters = { @{ Reset = $true; GeneratePassword = $true } }; ErrorId = 'UnstoredPassword' }
        ) {
            $given = & $Parameters
            { Set-DcsPassword @nowhere -InstanceId $id @given } | Should -Throw -ErrorId "$ErrorId,*"
        }

        It 'wants either an old password or -Reset' {
            { Set-DcsPassword @nowhere -InstanceId $id -OldPassword $old -NewPassword $new -Reset } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
            { Set-DcsPassword @nowhere -InstanceId $id -Reset -NewPassword $new -GeneratePassword } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
        }

        It 'accepts only the versions v2 and v1.0' {
            { Set-DcsPassword @nowhere -InstanceId $id -Reset -NewPassword $new -ApiVersion v3 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        }

        It 'says that -Force has nothing to force with -Reset' {
            Set-DcsPassword @nowhere -InstanceId $id -Reset -NewPassword $new -Force -WhatIf -WarningVariable warnings -WarningAction SilentlyContinue
            $warnings | Should -HaveCount 1
            $warnings[0] | Should -BeLike '-Force has nothing to force*'
        }

        It 'warns where the published rules disagree, and leaves it to the provider' {
            Set-DcsPassword @nowhere -InstanceId $id -Reset -NewPassword (ConvertTo-TestSecret 'Cloud%Tour%2026') -WhatIf -WarningVariable warnings -WarningAction SilentlyContinue
            $warnings[0] | Should -BeLike 'Huawei: *'
        }
    }

    Context 'Bad input' {
        It 'fails <Name> with InvalidTarget' -ForEach @(
            @{ Name = 'an empty id'; Target = '' }
            @{ Name = 'a null id'; Target = $null }
            @{ Name = 'an id of another provider'; Target = 'ins-r8hr2upy' }
            @{ Name = 'a path in place of an id'; Target = '../5560df16' }
            @{ Name = 'an object without the property'; Target = [pscustomobject]@{ Name = 'x' } }
            @{ Name = 'a region that is none'; Target = [pscustomobject]@{ InstanceId = '5560df16-cebf-4473-95c4-d1b573c16e79'; Region = 'evil.example/' } }
            @{ Name = 'a project that is none'; Target = [pscustomobject]@{ InstanceId = '5560df16-cebf-4473-95c4-d1b573c16e79'; ProjectId = '../..' } }
        ) {
            $common = $nowhere.Clone()
            if ($Target.Region) { $common.Remove('Region') }
            if ($Target.ProjectId) { $common.Remove('ProjectId') }
            $result = , $Target | Set-DcsPassword @common -OldPassword $old -NewPassword $new -AccessKey $key -ErrorAction SilentlyContinue -ErrorVariable failures
            $result.Status | Should -Be 'Failed'
            $result.ErrorId | Should -Be 'InvalidTarget'
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'InvalidTarget,*'
        }

        It 'says that a region is missing' {
            $result = Set-DcsPassword -InstanceId $id -Reset -NewPassword $new -AccessKey $key -Confirm:$false -ErrorAction SilentlyContinue
            $result.ErrorId | Should -Be 'RegionRequired'
        }

        It 'lists the sources of a credential' {
            { Set-DcsPassword @nowhere -InstanceId $id -Reset -NewPassword $new -NoInstanceRole } | Should -Throw -ErrorId 'CredentialNotFound,*' -ExpectedMessage '*HUAWEICLOUD_SDK_AK*'
        }
    }

    Context 'WhatIf and results' {
        It 'sends nothing, reads no credential and returns nothing with -WhatIf' {
            Set-DcsPassword @nowhere -InstanceId $id, '5560df16-cebf-4473-95c4-d1b573c16e80' -OldPassword $old -NewPassword $new -Force -WhatIf | Should -BeNullOrEmpty
        }

        It 'gives one result and one error for a target that cannot be reached, with what it was asked for' {
            $result = Set-DcsPassword @nowhere -InstanceId $id -Reset -NewPassword $new -AccessKey $key -ErrorAction SilentlyContinue -ErrorVariable failures
            $result.Provider, $result.Resource, $result.InstanceId, $result.Region, $result.ProjectId, $result.Account | Should -Be 'Huawei', 'DcsInstance', $id, 'eu-de', 'p1', 'sandbox-huawei-id'
            $result.ErrorId | Should -Be 'ProviderUnavailable'
            $failures | Should -HaveCount 1
        }

        It 'shows no password anywhere' {
            $shown = Set-DcsPassword @nowhere -InstanceId $id -OldPassword $old -NewPassword $new -AccessKey $key -Verbose -Debug -ErrorAction Continue *>&1 | Format-List * -Force | Out-String
            $shown | Should -Match 'ProviderUnavailable'
            $shown | Should -Not -Match 'Cloud-Tour'
        }
    }

    Context 'Completion' {
        It 'offers the regions and the versions' {
            $line = 'Set-DcsPassword -Region eu-'
            (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText | Should -Contain 'eu-de'
            $line = 'Set-DcsPassword -ApiVersion '
            (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText | Sort-Object | Should -Be 'v1.0', 'v2'
        }
    }
}

Describe 'Set-DcsPassword' {
    BeforeAll {
        $script:running = '5a4db0c5-1111-4000-8000-000000000001'
        $script:passwordFree = '5a4db0c5-1111-4000-8000-000000000002'
        $script:memcached = '5a4db0c5-1111-4000-8000-000000000003'
        $script:backingUp = '5a4db0c5-1111-4000-8000-000000000004'
        $script:inGermany = '5a4db0c5-1111-4000-8000-000000000005'
        $script:current = ConvertTo-TestSecret 'Sandbox-Dcs-1'
        $script:wrong = ConvertTo-TestSecret 'Cloud-Tour-Wrong3'

        function Get-SentCount {
            @(Get-SandboxRequest $sandbox -Action '^(UpdatePassword|ResetPassword)$').Count
        }

        function Test-Login {
            param([string]$Id, [string]$Text)

            (Invoke-SandboxControl $sandbox login -Method Post -Body @{ provider = 'huawei'; id = $Id; password = $Text }).accepted
        }
    }

    BeforeEach {
        $script:sandbox = Start-Sandbox
        $script:common = @{ Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey huawei; Region = 'cn-north-4'; Confirm = $false }
    }

    AfterEach {
        Stop-Sandbox $sandbox
    }

    Context 'Change and reset' {
        It 'changes a password with <Version>' -ForEach @(@{ Version = 'v2' }, @{ Version = 'v1.0' }, @{ Version = 'V1.0' }) {
            $result = Set-DcsPassword @common -InstanceId $running -OldPassword $current -NewPassword $new -ApiVersion $Version
            $result.Status | Should -Be 'Succeeded'
            $result.RequestId | Should -Not -BeNullOrEmpty
            Test-Login $running 'Cloud-Tour-New2' | Should -BeTrue
            Get-SentCount | Should -Be 1
        }

        It 'resets a password without the old one' {
            (Set-DcsPassword @common -InstanceId $running -Reset -NewPassword $new).Status | Should -Be 'Succeeded'
            Test-Login $running 'Cloud-Tour-New2' | Should -BeTrue
        }

        It 'resets a password where the response has no code' {
            Invoke-SandboxControl $sandbox 'seed?merge=true' -Method Post -Body @{ huawei = @{ options = @{ resetReturnsCode = $false } } } | Out-Null
            $result = Set-DcsPassword @common -InstanceId $running -Reset -NewPassword $new
            $result.Status, $result.Attempts | Should -Be 'Succeeded', 1
            Get-SentCount | Should -Be 1
        }

        It 'gives a password-free instance a password with -Reset, and says so when a change is tried' {
            $change = Set-DcsPassword @common -InstanceId $passwordFree -OldPassword $current -NewPassword $new -ErrorAction SilentlyContinue
            $change.ErrorId, $change.ErrorCode | Should -Be 'TargetStateInvalid', 'DCS.4850'
            $change.Message | Should -BeLike '*-Reset*'
            (Set-DcsPassword @common -InstanceId $passwordFree -Reset -NewPassword $new).Status | Should -Be 'Succeeded'
            Test-Login $passwordFree 'anything' | Should -BeFalse
        }

        It 'binds ids, regions and projects by property name, and queries each project once' {
            $parameters = $common.Clone()
            $parameters.Remove('Region')
            $targets = [pscustomobject]@{ InstanceId = $running; Region = 'cn-north-4' }, [pscustomobject]@{ InstanceId = $memcached; Region = 'cn-north-4' },
                [pscustomobject]@{ InstanceId = $inGermany; Region = 'eu-de'; ProjectId = '' }
            $results = $targets | Set-DcsPassword @parameters -OldPassword $current -NewPassword $new
            $results.Status | Should -Be 'Succeeded', 'Succeeded', 'Succeeded'
            @(Get-SandboxRequest $sandbox -Action KeystoneListProjects) | Should -HaveCount 2
        }

        It 'does not query a specified project' {
            $result = Set-DcsPassword @common -InstanceId $running -ProjectId 5a4db0c50000000000000000000000a1 -Reset -NewPassword $new
            $result.Status, $result.ProjectId | Should -Be 'Succeeded', '5a4db0c50000000000000000000000a1'
            Get-SandboxRequest $sandbox -Action KeystoneListProjects | Should -BeNullOrEmpty
        }

        It 'gives each instance a password of its own' {
            $results = Set-DcsPassword @common -InstanceId $running, $memcached -OldPassword $current -GeneratePassword -AllowUnstored
            $results.Status | Should -Be 'Succeeded', 'Succeeded'
            foreach ($result in $results) {
                Test-Login $result.InstanceId $result.Credential.GetNetworkCredential().Password | Should -BeTrue
            }
        }
    }

    Context 'Rejections' {
        It 'returns <ErrorId> for <Name>' -ForEach @(
            @{ Name = 'an instance that does not exist'; Id = '5a4db0c5-1111-4000-8000-0000000000ff'; ErrorId = 'TargetNotFound'; Code = 'DCS.3022' }
            @{ Name = 'an instance that is being backed up'; Id = '5a4db0c5-1111-4000-8000-000000000004'; ErrorId = 'TargetBusy'; Code = 'DCS.4096' }
            @{ Name = 'an engine that cannot be reset'; Id = '5a4db0c5-1111-4000-8000-000000000003'; ErrorId = 'TargetStateInvalid'; Code = 'DCS.4839' }
        ) {
            $result = Set-DcsPassword @common -InstanceId $Id -Reset -NewPassword $new -ErrorAction SilentlyContinue -ErrorVariable failures
            $result.Status, $result.ErrorId, $result.ErrorCode | Should -Be 'Failed', $ErrorId, $Code
            $failures[0].FullyQualifiedErrorId | Should -BeLike "$ErrorId,*"
        }

        It 'says to use v1.0 where the endpoint does not know v2' {
            Invoke-SandboxControl $sandbox 'seed?merge=true' -Method Post -Body @{ huawei = @{ options = @{ hasVersion2 = $false } } } | Out-Null
            (Set-DcsPassword @common -InstanceId $running -OldPassword $current -NewPassword $new -ErrorAction SilentlyContinue).Message | Should -BeLike '*-ApiVersion v1.0*'
            (Set-DcsPassword @common -InstanceId $running -Reset -NewPassword $new -ErrorAction SilentlyContinue).Message | Should -BeLike '*-OldPassword with -ApiVersion v1.0*'
            (Set-DcsPassword @common -InstanceId $running -OldPassword $current -NewPassword $new -ApiVersion v1.0).Status | Should -Be 'Succeeded'
        }

        It 'stops the account when the key is wrong' {
            $parameters = $common.Clone()
            $parameters.AccessKey = [pscredential]::new('sandbox-huawei-id', (ConvertTo-TestSecret 'wrong'))
            $results = Set-DcsPassword @parameters -InstanceId $running, $memcached -Reset -NewPassword $new -ErrorAction SilentlyContinue
            $results.ErrorId | Sort-Object | Should -Be 'AuthenticationFailed', 'Cancelled'
            @(Get-SandboxRequest $sandbox) | Should -HaveCount 1
        }
    }

    Context 'Old passwords' {
        It 'says how many attempts are left after a wrong old password' {
            $result = Set-DcsPassword @common -InstanceId $running -OldPassword $wrong -NewPassword $new -ErrorAction SilentlyContinue
            $result.Status, $result.ErrorId, $result.ErrorCode | Should -Be 'Failed', 'OldPasswordIncorrect', 'passwordFailed'
            $result.RetryTimesLeft, $result.LockTimeLeft | Should -Be 4, 5
        }

        It 'keeps the last try, goes on with -Force, and then knows that the instance is locked' {
            foreach ($left in 4..1) {
                (Set-DcsPassword @common -InstanceId $running -OldPassword $wrong -NewPassword $new -ErrorAction SilentlyContinue).RetryTimesLeft | Should -Be $left
            }

            $guarded = Set-DcsPassword @common -InstanceId $running -OldPassword $current -NewPassword $new -ErrorAction SilentlyContinue
            $guarded.ErrorId, $guarded.Attempts | Should -Be 'LockoutGuard', 0
            $guarded.Message | Should -BeLike '*minutes*'
            Get-SentCount | Should -Be 4

            (Set-DcsPassword @common -InstanceId $running -OldPassword $wrong -NewPassword $new -Force -ErrorAction SilentlyContinue).ErrorId | Should -Be 'OldPasswordIncorrect'
            $locked = Set-DcsPassword @common -InstanceId $running -OldPassword $current -NewPassword $new -Force -ErrorAction SilentlyContinue
            $locked.ErrorId, $locked.LockTimeLeft | Should -Be 'AccountLocked', 5
            (Set-DcsPassword @common -InstanceId $memcached -OldPassword $current -NewPassword $new).Status | Should -Be 'Succeeded'
        }

        It 'forgets wrong old passwords after a right one' {
            foreach ($left in 4..1) {
                $null = Set-DcsPassword @common -InstanceId $running -OldPassword $wrong -NewPassword $new -ErrorAction SilentlyContinue
            }

            (Set-DcsPassword @common -InstanceId $running -OldPassword $current -NewPassword $new -Force).Status | Should -Be 'Succeeded'
            (Set-DcsPassword @common -InstanceId $running -OldPassword $new -NewPassword $current).Status | Should -Be 'Succeeded'
        }

        It 'counts for an instance however its endpoint is spelt' {
            foreach ($name in '127.0.0.1', 'localhost', '127.0.0.1', 'localhost') {
                $common.Endpoint = [uri]"http://$($name):$($sandbox.Address.Port)/"
                (Set-DcsPassword @common -InstanceId $running -OldPassword $wrong -NewPassword $new -ErrorAction SilentlyContinue).ErrorId | Should -Be 'OldPasswordIncorrect'
            }

            foreach ($name in '127.0.0.1', 'localhost') {
                $common.Endpoint = [uri]"http://$($name):$($sandbox.Address.Port)/"
                (Set-DcsPassword @common -InstanceId $running -OldPassword $current -NewPassword $new -ErrorAction SilentlyContinue).ErrorId | Should -Be 'LockoutGuard'
            }

            Get-SentCount | Should -Be 4
        }

        It 'keeps the last attempt among five processes' {
            $script = @"
Import-Module '$env:PASSWORDCMDLETS_MODULE', '$PSScriptRoot/Sandbox.psm1'
(Set-DcsPassword -InstanceId $running -Region cn-north-4 -Endpoint $($sandbox.Address) -AccessKey (Get-SandboxKey huawei) -OldPassword (ConvertTo-TestSecret 'Cloud-Tour-Wrong3') -NewPassword (ConvertTo-TestSecret 'Cloud-Tour-New2') -ErrorAction SilentlyContinue).ErrorId
"@
            $processes = 1..5 | ForEach-Object {
                $process = [System.Diagnostics.Process]::Start((Get-PowerShellStart '-NoProfile', '-NonInteractive', '-Command', $script))
                @{ Process = $process; Output = $process.StandardOutput.ReadToEndAsync(); Errors = $process.StandardError.ReadToEndAsync() }
            }
            $errorIds = foreach ($started in $processes) {
                if (-not $started.Process.WaitForExit(120000)) { $started.Process.Kill() }
                $started.Output.Result.Trim()
            }
            $errorIds | Sort-Object | Should -Be (@('LockoutGuard') + @('OldPasswordIncorrect') * 4)
            Test-Login $running 'Sandbox-Dcs-1' | Should -BeTrue
        }

        It 'warns once for a run where no other session shares its count, and still counts in its own' {
            $file = New-Item -ItemType File -Path (Join-Path $TestDrive 'no-folder')
            $script = @"
`$env:XDG_STATE_HOME = '$file'
Import-Module '$env:PASSWORDCMDLETS_MODULE', '$PSScriptRoot/Sandbox.psm1'
`$common = @{ Region = 'cn-north-4'; Endpoint = '$($sandbox.Address)'; AccessKey = Get-SandboxKey huawei; OldPassword = ConvertTo-TestSecret 'Cloud-Tour-Wrong3'; NewPassword = ConvertTo-TestSecret 'Cloud-Tour-New2'; Force = `$true; ErrorAction = 'SilentlyContinue' }
'$running', '$memcached' | Set-DcsPassword @common -WarningVariable warnings -WarningAction SilentlyContinue | ForEach-Object ErrorId
"`$(`$warnings.Count) `$warnings"
`$common.Remove('Force')
1..4 | ForEach-Object { (Set-DcsPassword @common -InstanceId $running -WarningAction SilentlyContinue).ErrorId }
"@
            $lines = Invoke-PowerShell -NoProfile -NonInteractive -Command $script
            $lines[0, 1] | Should -Be 'OldPasswordIncorrect', 'OldPasswordIncorrect'
            $lines[2] | Should -BeLike '1 Wrong old passwords are counted for this session alone: *XDG_STATE_HOME*'
            $lines[3..6] | Should -Be 'OldPasswordIncorrect', 'OldPasswordIncorrect', 'OldPasswordIncorrect', 'LockoutGuard'
        }

        It 'keeps the last attempt when its file cannot grow (a limit in place of a full disk; skipped off Linux)' -Skip:(-not $IsLinux) {
            $fleet = 1..12 | ForEach-Object { '5a4db0c5-2222-4000-8000-0000000000{0:d2}' -f $_ }
            $seed = @{ huawei = @{ instances = @($fleet | ForEach-Object { @{ id = $_; projectId = '5a4db0c50000000000000000000000a1' } }) } }
            Invoke-SandboxControl $sandbox 'seed?merge=true' -Method Post -Body $seed | Out-Null
            $script = @"
Import-Module '$env:PASSWORDCMDLETS_MODULE', '$PSScriptRoot/Sandbox.psm1'
`$common = @{ Region = 'cn-north-4'; Endpoint = '$($sandbox.Address)'; AccessKey = Get-SandboxKey huawei; OldPassword = ConvertTo-TestSecret 'Cloud-Tour-Wrong3'; NewPassword = ConvertTo-TestSecret 'Cloud-Tour-New2'; ErrorAction = 'SilentlyContinue'; WarningAction = 'SilentlyContinue' }
1..4 | ForEach-Object { (Set-DcsPassword @common -InstanceId $running).ErrorId }
`$null = '$($fleet -join "', '")' | Set-DcsPassword @common -Force
(Set-DcsPassword @common -InstanceId $running).ErrorId
"@
            Set-Content -LiteralPath (Join-Path $TestDrive 'full.ps1') -Value $script
            $program, [string[]]$first = Get-PowerShellCommand
            $lines = bash -c 'trap "" XFSZ; ulimit -f 1; DOTNET_EnableWriteXorExecute=0 exec "$@"' bash $program @first -NoProfile -NonInteractive -File (Join-Path $TestDrive 'full.ps1')
            $lines | Should -Be (@('OldPasswordIncorrect') * 4 + 'LockoutGuard')

            # Another process has what was written before.
            (Set-DcsPassword @common -InstanceId $running -OldPassword $wrong -NewPassword $new -ErrorAction SilentlyContinue).ErrorId | Should -Be 'LockoutGuard'
        }

        It 'sends a shared wrong old password to one instance, and to no other in a session that cannot ask' {
            $script = @"
Import-Module '$env:PASSWORDCMDLETS_MODULE'
Import-Module '$PSScriptRoot/Sandbox.psm1'
@{ InstanceId = '$running'; Region = 'cn-north-4' }, @{ InstanceId = '$memcached'; Region = 'cn-north-4' }, @{ InstanceId = '$inGermany'; Region = 'eu-de' } | ForEach-Object { [pscustomobject]`$_ } | Set-DcsPassword -Endpoint $($sandbox.Address) -AccessKey (Get-SandboxKey huawei) -OldPassword (ConvertTo-TestSecret 'Cloud-Tour-Wrong3') -NewPassword (ConvertTo-TestSecret 'Cloud-Tour-New2') -ErrorAction SilentlyContinue | ForEach-Object { "`$(`$_.Status) `$(`$_.ErrorId)" }
"@
            $lines = Invoke-PowerShell -NoProfile -NonInteractive -Command $script
            $lines | Should -Be 'Failed OldPasswordIncorrect', 'Cancelled Cancelled', 'Cancelled Cancelled'
            Get-SentCount | Should -Be 1
        }

        It 'takes Enter for a No when it asks about the others' {
            Import-TestType ScreenHost
            $runspace = [runspacefactory]::CreateRunspace([PasswordCmdlets.Tests.ScreenHost]::new(80))
            $runspace.Open()
            $shell = [powershell]::Create($runspace)
            try {
                $script = 'param($module, $common, $ids, $old, $new) Import-Module $module; $ids | Set-DcsPassword @common -OldPassword $old -NewPassword $new -ErrorAction SilentlyContinue'
                $results = $shell.AddScript($script).AddArgument($env:PASSWORDCMDLETS_MODULE).AddArgument($common).AddArgument(@($running, $memcached)).AddArgument($wrong).AddArgument($new).Invoke()
                $results.ErrorId | Sort-Object | Should -Be 'Cancelled', 'OldPasswordIncorrect'
                Get-SentCount | Should -Be 1
            }
            finally {
                $shell.Dispose()
                $runspace.Dispose()
            }
        }

        It 'sends the others with -Force, unasked' {
            $results = $running, $memcached | Set-DcsPassword @common -OldPassword $wrong -NewPassword $new -Force -ErrorAction SilentlyContinue
            $results.ErrorId | Should -Be 'OldPasswordIncorrect', 'OldPasswordIncorrect'
            Get-SentCount | Should -Be 2
        }
    }

    Context 'Lost responses' {
        It 'never sends a change again' {
            Invoke-SandboxControl $sandbox faults -Method Post -Body @{ provider = 'huawei'; action = 'UpdatePassword'; kind = 'reset'; afterCommit = $true } | Out-Null
            $result = Set-DcsPassword @common -InstanceId $running -OldPassword $current -NewPassword $new -ErrorAction SilentlyContinue
            $result.Status, $result.ErrorId, $result.Attempts | Should -Be 'Unknown', 'OutcomeUnknown', 1
            $result.Message | Should -BeLike '*Try the new password*'
            Get-SentCount | Should -Be 1
            Test-Login $running 'Cloud-Tour-New2' | Should -BeTrue
        }

        It 'sends a reset again' {
            Invoke-SandboxControl $sandbox faults -Method Post -Body @{ provider = 'huawei'; action = 'ResetPassword'; kind = 'serverError'; status = 500; first = 1; afterCommit = $true } | Out-Null
            $result = Set-DcsPassword @common -InstanceId $running -Reset -NewPassword $new
            $result.Status, $result.Attempts | Should -Be 'Succeeded', 2
        }
    }

    Context 'IAM users' {
        BeforeEach {
            $script:asUser = $common.Clone()
            $asUser.Remove('AccessKey')
            $asUser.IamCredential = [pscredential]::new('sandbox-user', (ConvertTo-TestSecret 'sandbox-password'))
            $asUser.DomainName = 'sandbox-domain'
        }

        It 'gets one token and calls with it' {
            $results = Set-DcsPassword @asUser -InstanceId $running, $memcached -OldPassword $current -NewPassword $new
            $results.Status | Should -Be 'Succeeded', 'Succeeded'
            $results.Account | Should -Be 'sandbox-user', 'sandbox-user'
            @(Get-SandboxRequest $sandbox -Action KeystoneCreateUserTokenByPassword) | Should -HaveCount 1
        }

        It 'sends a wrong password once' {
            $asUser.IamCredential = [pscredential]::new('sandbox-user', (ConvertTo-TestSecret 'Wrong-Pass-1'))
            $results = Set-DcsPassword @asUser -InstanceId $running, $memcached -Reset -NewPassword $new -ErrorAction SilentlyContinue
            $results.ErrorId | Sort-Object | Should -Be 'AuthenticationFailed', 'Cancelled'
            @(Get-SandboxRequest $sandbox) | Should -HaveCount 1
        }
    }

    Context 'Reports' {
        It 'keeps both passwords out of the report, which can be resumed' {
            $path = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
            $null = Set-DcsPassword @common -InstanceId $running, $backingUp -OldPassword $current -NewPassword $new -ReportPath $path -ErrorAction SilentlyContinue
            Get-Content -LiteralPath $path -Raw | Should -Not -Match 'Cloud-Tour|Sandbox-Dcs'
            $resumable = Get-CloudPasswordReport -Path $path -Resumable
            $resumable.InstanceId, $resumable.Region | Should -Be $backingUp, 'cn-north-4'
            $parameters = $common.Clone()
            $parameters.Remove('Region')
            ($resumable | Set-DcsPassword @parameters -OldPassword $current -NewPassword $new -ErrorAction SilentlyContinue).ErrorId | Should -Be 'TargetBusy'
        }
    }
}
