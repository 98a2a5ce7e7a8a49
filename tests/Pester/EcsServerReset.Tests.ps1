BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Sandbox.psm1, $PSScriptRoot/Shell.psm1 -Force
    $script:password = ConvertTo-TestSecret 'Cloud-Tour-2026x'
    $script:running, $script:windows, $script:stopped, $script:bare, $script:stubborn, $script:elsewhere = 1..6 | ForEach-Object { "616fb98f-1111-4000-8000-00000000000$_" }

    function Get-RequestCount([string]$Action) {
        @(Get-SandboxRequest $sandbox -Action $Action).Count
    }

    function Get-Server([string]$Id) {
        (Invoke-SandboxControl $sandbox "state?provider=huawei&id=$Id").instances
    }

    function Test-Login([string]$Id, [string]$Text = 'Cloud-Tour-2026x') {
        (Invoke-SandboxControl $sandbox login -Method Post -Body @{ provider = 'huawei'; id = $Id; password = $Text }).accepted
    }
}

Describe 'Reset-CloudInstancePassword -Provider Huawei' {
    BeforeEach {
        $script:sandbox = Start-Sandbox
        $script:huawei = @{ Provider = 'Huawei'; Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey huawei; Region = 'cn-north-4'; Confirm = $false }
    }

    AfterEach {
        Stop-Sandbox $sandbox
    }

    It 'resets one server by a call of its own; its password waits for a restart' {
        $result = Reset-CloudInstancePassword @huawei -InstanceId $running -Password $password
        $result.Resource | Should -Be 'EcsServer'
        $result.Status | Should -Be 'Accepted'
        $result.ErrorId | Should -BeNullOrEmpty
        $result.RestartRequired | Should -BeTrue
        $result.Message | Should -BeLike '*Restart it or use -Restart, then log on*'
        Get-RequestCount ResetServerPassword | Should -Be 1
        Test-Login $running | Should -BeFalse
    }

    It 'resets several in one request and restarts only what runs' {
        $results = $running, $windows, $stopped | Reset-CloudInstancePassword @huawei -Password $password -Restart
        $byId = $results | Group-Object InstanceId -AsHashTable
        $results.Status | Select-Object -Unique | Should -Be 'Accepted'
        $results.RestartRequired | Select-Object -Unique | Should -Be $false
        $byId[$running].Message | Should -BeLike '*was restarted. Now log on*'
        $byId[$stopped].Message | Should -BeLike '*takes effect when the server is started*'
        Get-RequestCount BatchResetServersPassword | Should -Be 1
        Get-RequestCount BatchRebootServers | Should -Be 2
        $running, $windows | ForEach-Object { Test-Login $_ | Should -BeTrue }
        (Get-Server $stopped).restarts | Should -Be 0
    }

    It 'powers off with -Restart -Force what could not be restarted, and says so without -Force' {
        $result = Reset-CloudInstancePassword @huawei -InstanceId $stubborn -Password $password -Restart -WarningVariable warnings -WarningAction SilentlyContinue
        $result.Status | Should -Be 'Accepted'
        $result.ErrorId | Should -Be 'RestartFailed'
        $result.RestartRequired | Should -BeTrue
        $warnings[0].Message | Should -BeLike '*The guest did not shut down*'
        Test-Login $stubborn | Should -BeFalse
        (Reset-CloudInstancePassword @huawei -InstanceId $stubborn -Password $password -Restart -Force).ErrorId | Should -BeNullOrEmpty
        (Get-Server $stubborn).powerOffs | Should -Be 1
        Test-Login $stubborn | Should -BeTrue
    }

    It 'warns once that -Force has nothing to force without -Restart, and resets' {
        $results = Reset-CloudInstancePassword @huawei -InstanceId $running, $windows -Password $password -Force -WarningVariable warnings -WarningAction SilentlyContinue
        $results.Status | Should -Be 'Accepted', 'Accepted'
        $warnings | Should -HaveCount 1
        $warnings[0].Message | Should -BeLike '-Force has nothing to force*'
        Get-RequestCount BatchRebootServers | Should -Be 0
    }

    It 'names each restart in -WhatIf and sends nothing' {
        $script = "Import-Module '$env:PASSWORDCMDLETS_MODULE'; Import-Module '$PSScriptRoot/Sandbox.psm1'; Reset-CloudInstancePassword -Provider Huawei -InstanceId $running, $stopped -Region cn-north-4 -Endpoint $($sandbox.Address) -Password (ConvertTo-TestSecret 'Cloud-Tour-2026x') -Restart -WhatIf"
        $said = @(Invoke-PowerShell -NoProfile -NonInteractive -Command $script | Where-Object { $_ -like 'What if:*' })
        $said | Should -HaveCount 2
        $said[0] | Should -BeLike "*ECS server $running*RESTARTED*"
        $said[1] | Should -BeLike "*ECS server $stopped*RESTARTED*"
        $forced = @(Invoke-PowerShell -NoProfile -NonInteractive -Command "$script -Force" | Where-Object { $_ -like 'What if:*' })
        $forced[0] | Should -BeLike '*RESTARTED, and POWERED OFF*'
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
    }

    It 'sends nothing where nobody can confirm the restart' {
        $script = "Import-Module '$env:PASSWORDCMDLETS_MODULE'; Import-Module '$PSScriptRoot/Sandbox.psm1'; Reset-CloudInstancePassword -Provider Huawei -InstanceId $running -Region cn-north-4 -Endpoint $($sandbox.Address) -AccessKey (Get-SandboxKey huawei) -Password (ConvertTo-TestSecret 'Cloud-Tour-2026x') -Restart"
        Invoke-PowerShell -NoProfile -NonInteractive -Command $script 2>&1 | Out-Null
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
    }

    It 'sends nothing for a server without the plug-in, and resets its neighbour' {
        $results = $bare, $running | Reset-CloudInstancePassword @huawei -Password $password -ErrorAction SilentlyContinue -ErrorVariable failures
        $byId = $results | Group-Object InstanceId -AsHashTable
        $byId[$bare].ErrorId | Should -Be 'TargetStateInvalid'
        $byId[$bare].ErrorCode | Should -Be 'Ecs.0613'
        $byId[$bare].Message | Should -BeLike '*CloudResetPwdAgent*'
        $byId[$running].Status | Should -Be 'Accepted'
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'TargetStateInvalid,*'
        (Get-Server $bare).executions | Should -Be 0
    }

    It 'takes a project from the parameter or the pipeline, and looks it up without one' {
        $project = '5a4db0c50000000000000000000000c3'
        $results = @(
            [pscustomobject]@{ InstanceId = $running; Region = 'cn-north-4'; ProjectId = '' }
            [pscustomobject]@{ InstanceId = $elsewhere; Region = 'ap-southeast-3'; ProjectId = $project }
        ) | Reset-CloudInstancePassword -Provider Huawei -Endpoint $sandbox.Address -AccessKey $huawei.AccessKey -Password $password -Confirm:$false
        $results.Status | Should -Be 'Accepted', 'Accepted'
        ($results | Where-Object InstanceId -EQ $elsewhere).ProjectId | Should -Be $project
        Get-RequestCount KeystoneListProjects | Should -Be 1
        (Reset-CloudInstancePassword @huawei -InstanceId $running -ProjectId $project -Password $password -ErrorAction SilentlyContinue).ErrorId | Should -Be 'TargetNotFound'
    }

    It 'refuses <Name> before anything is sent' -ForEach @(
        @{ Name = 'an id of another provider'; Given = @{ InstanceId = 'ins-linux001' }; ErrorId = 'InvalidTarget' }
        @{ Name = 'no region'; Given = @{ Region = $null }; ErrorId = 'RegionRequired' }
    ) {
        $arguments = $huawei + @{ InstanceId = $running }
        $Given.GetEnumerator() | ForEach-Object { $arguments[$_.Key] = $_.Value }
        (Reset-CloudInstancePassword @arguments -Password $password -ErrorAction SilentlyContinue).ErrorId | Should -Be $ErrorId
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
    }

    It 'refuses another user, another resource, no project and a weak password before anything is sent' {
        { Reset-CloudInstancePassword @huawei -InstanceId $running -Password $password -ProjectId not@project } | Should -Throw -ErrorId 'InvalidTarget,*' -ExpectedMessage "'not@project' is not a project id.*"
        { Reset-CloudInstancePassword @huawei -InstanceId $running -Password $password -UserName ubuntu } | Should -Throw -ErrorId 'InvalidTarget,*' -ExpectedMessage '*root*Administrator*'
        { Reset-CloudInstancePassword @huawei -InstanceId $running -Password $password -Resource DcsInstance } | Should -Throw -ErrorId 'InvalidTarget,*' -ExpectedMessage '*EcsServer*'
        { Reset-CloudInstancePassword @huawei -InstanceId $running -Password $password -Resource ZecInstance } | Should -Throw -ErrorId 'InvalidTarget,*'
        { Reset-CloudInstancePassword @huawei -InstanceId $running -Password (ConvertTo-TestSecret 'My-Admin-Pass-1') } | Should -Throw -ErrorId 'PasswordPolicyViolation,*' -ExpectedMessage '*three consecutive characters*'
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
    }

    It 'stores a generated password as pending, because nothing ever verifies it' {
        $vault = "EcsServers$PID"
        Register-SecretVault -Name $vault -ModuleName (Join-Path $PSScriptRoot TestVault/TestVault.psd1) -VaultParameters @{ Folder = "$TestDrive" }
        try {
            $results = Reset-CloudInstancePassword @huawei -InstanceId $running, $windows -GeneratePassword -VaultName $vault -Restart -WarningVariable warnings -WarningAction SilentlyContinue
            $results.Status | Should -Be 'Accepted', 'Accepted'
            foreach ($result in $results) {
                $result.SecretName | Should -Be "Huawei-EcsServer-cn-north-4-$($result.InstanceId)-pending-$($result.RunId)"
                Test-Login $result.InstanceId (Get-Secret -Vault $vault -Name $result.SecretName -AsPlainText) | Should -BeTrue
            }

            Get-RequestCount ResetServerPassword | Should -Be 2 -Because 'each has a password of its own'
            $warnings.Message | Should -BeLike '*The seed of this run stays*'
            $restored = Restore-CloudPassword -VaultName $vault -RunId $results[0].RunId -Resource EcsServer -InstanceId $running
            ($restored | Where-Object Attempt -EQ 1).Credential.GetNetworkCredential().Password | Should -BeExactly (Get-Secret -Vault $vault -Name ($results | Where-Object InstanceId -EQ $running).SecretName -AsPlainText)
        }
        finally {
            Unregister-SecretVault -Name $vault
        }
    }

    It 'goes through Wait-CloudPasswordReset and a report as it is' {
        $path = Join-Path $TestDrive report.jsonl
        $result = $running, $bare | Reset-CloudInstancePassword @huawei -Password $password -ReportPath $path -ErrorAction SilentlyContinue |
            Wait-CloudPasswordReset -Endpoint $sandbox.Address -AccessKey $huawei.AccessKey -ErrorVariable failures
        $result.Status | Sort-Object | Should -Be 'Accepted', 'Failed'
        $failures | Should -BeNullOrEmpty
        (Get-CloudPasswordReport $path).Resource | Select-Object -Unique | Should -Be 'EcsServer'
        (Get-CloudPasswordReport $path -Resumable).InstanceId | Should -Be $bare
    }

    It 'knows its policy in New-, Test- and Get-' {
        $generated = New-CloudPassword -For HuaweiEcs -AsPlainText
        $generated | Should -MatchExactly '^[A-Za-z0-9][A-Za-z0-9_-]{19}$'
        Test-CloudPassword -For HuaweiEcs -Password (ConvertTo-TestSecret $generated) -Quiet | Should -BeTrue
        Test-CloudPassword -For HuaweiEcs -Password (ConvertTo-TestSecret 'Aa1-rootX') -Quiet | Should -BeFalse
        (Get-CloudPasswordPolicy HuaweiEcs).Rules.Url | Should -BeLike 'https://*'
    }
}
