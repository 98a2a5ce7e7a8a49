BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Sandbox.psm1, $PSScriptRoot/Shell.psm1 -Force
    $script:password = ConvertTo-TestSecret 'Cloud-Tour-2026x'

    function Get-ResetCount {
        @(Get-SandboxRequest $sandbox -Action ResetInstancesPassword).Count
    }

    function Get-Instance([string]$Id) {
        (Invoke-SandboxControl $sandbox "state?provider=tencent&id=$Id").instances
    }
}

Describe 'Reset-CloudInstancePassword -Resource LighthouseInstance' {
    BeforeEach {
        $script:sandbox = Start-Sandbox
        $script:lighthouse = @{ Provider = 'Tencent'; Resource = 'LighthouseInstance'; Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey tencent; Region = 'ap-guangzhou'; Confirm = $false }
    }

    AfterEach {
        Stop-Sandbox $sandbox
    }

    It 'resets stopped instances in one call and waits for the end' {
        $results = Reset-CloudInstancePassword @lighthouse -InstanceId lhins-linux001, lhins-windows1 -Password $password -Wait
        $results.Status | Should -Be 'Succeeded', 'Succeeded'
        $results.Resource | Select-Object -Unique | Should -Be 'LighthouseInstance'
        $results.InstanceId | Sort-Object | Should -Be 'lhins-linux001', 'lhins-windows1'
        Get-ResetCount | Should -Be 2 -Because 'Windows and Linux go apart'
    }

    It 'sends nothing for a running instance without -Force, and resets its neighbour' {
        $results = 'lhins-linux002', 'lhins-linux001' | Reset-CloudInstancePassword @lighthouse -Password $password -Wait -ErrorAction SilentlyContinue -ErrorVariable failures
        $byId = $results | Group-Object InstanceId -AsHashTable
        $byId['lhins-linux002'].ErrorId | Should -Be 'TargetStateInvalid'
        $byId['lhins-linux002'].Message | Should -BeLike '*-Force*'
        $byId['lhins-linux001'].Status | Should -Be 'Succeeded'
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'TargetStateInvalid,*'
        (Get-Instance lhins-linux002).executions | Should -Be 0
    }

    It 'shuts a running instance down with -Force and says in which state it was seen' {
        $result = Reset-CloudInstancePassword @lighthouse -InstanceId lhins-linux002 -Password $password -Force -Wait
        $result.Status | Should -Be 'Succeeded'
        $result.Message | Should -BeLike '*shut down for it and is now RUNNING*'
        (Get-Instance lhins-linux002).restarts | Should -Be 1
    }

    It 'names each shutdown in -WhatIf and sends nothing' {
        $script = "Import-Module '$env:PASSWORDCMDLETS_MODULE'; Import-Module '$PSScriptRoot/Sandbox.psm1'; Reset-CloudInstancePassword -Provider Tencent -Resource LighthouseInstance -InstanceId lhins-linux001, lhins-linux002 -Region ap-guangzhou -Endpoint $($sandbox.Address) -Password (ConvertTo-TestSecret 'Cloud-Tour-2026x') -Force -WhatIf"
        $said = @(Invoke-PowerShell -NoProfile -NonInteractive -Command $script | Where-Object { $_ -like 'What if:*' })
        $said | Should -HaveCount 2
        $said[0] | Should -BeLike '*Lighthouse instance lhins-linux001*SHUT DOWN*'
        $said[1] | Should -BeLike '*Lighthouse instance lhins-linux002*SHUT DOWN*'
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
    }

    It 'sends nothing where nobody can confirm the shutdown' {
        $script = "Import-Module '$env:PASSWORDCMDLETS_MODULE'; Import-Module '$PSScriptRoot/Sandbox.psm1'; Reset-CloudInstancePassword -Provider Tencent -Resource LighthouseInstance -InstanceId lhins-linux002 -Region ap-guangzhou -Endpoint $($sandbox.Address) -AccessKey (Get-SandboxKey tencent) -Password (ConvertTo-TestSecret 'Cloud-Tour-2026x') -Force"
        Invoke-PowerShell -NoProfile -NonInteractive -Command $script 2>&1 | Out-Null
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
    }

    It 'sends nothing at all without the permission to describe, unless -Force permits the shutdown' {
        $seed = @{ accessKeys = @(@{ provider = 'tencent'; id = 'blind'; secret = 'blind-secret'; deniedActions = @('DescribeInstances') }) }
        $null = Invoke-SandboxControl $sandbox 'seed?merge=true' -Method Post -Body $seed
        $lighthouse.AccessKey = [pscredential]::new('blind', (ConvertTo-TestSecret 'blind-secret'))
        $results = Reset-CloudInstancePassword @lighthouse -InstanceId lhins-linux001, lhins-linux002 -Password $password -ErrorAction SilentlyContinue
        $results.ErrorId | Should -Be 'AccessDenied', 'AccessDenied'
        $results[0].Message | Should -BeLike '*lighthouse:DescribeInstances*'
        Get-ResetCount | Should -Be 0
        $results = Reset-CloudInstancePassword @lighthouse -InstanceId lhins-linux001, lhins-linux002 -Password $password -Force
        $results.Status | Should -Be 'Accepted', 'Accepted'
        Get-ResetCount | Should -Be 1
    }

    It 'changes a duplicated id once' {
        $results = Reset-CloudInstancePassword @lighthouse -InstanceId lhins-linux001, lhins-linux001 -Password $password -ErrorAction SilentlyContinue
        $results.Status | Sort-Object | Should -Be 'Accepted', 'Failed'
        $results.ErrorId | Should -Contain 'DuplicateTarget'
        Get-ResetCount | Should -Be 1
    }

    It 'finishes accepted results with Wait-CloudPasswordReset, also from a file' {
        $file = Join-Path $TestDrive accepted.xml
        Reset-CloudInstancePassword @lighthouse -InstanceId lhins-linux001 -Password $password | Export-Clixml -LiteralPath $file
        $result = Import-Clixml -LiteralPath $file | Wait-CloudPasswordReset -Endpoint $sandbox.Address -AccessKey $lighthouse.AccessKey
        $result.Status | Should -Be 'Succeeded'
        $result.Resource | Should -Be 'LighthouseInstance'
    }

    It 'takes CVM, Lighthouse and Zenlayer from one list' {
        $list = @'
Provider,Resource,Region,InstanceId
Tencent,,ap-guangzhou,ins-linux001
Tencent,LighthouseInstance,ap-guangzhou,lhins-linux001
Zenlayer,,,1341431445241233
Zenlayer,LighthouseInstance,,1341431445241234
'@ | ConvertFrom-Csv
        $results = foreach ($part in $list | Group-Object Provider) {
            $part.Group | Reset-CloudInstancePassword -Endpoint $sandbox.Address -AccessKey (Get-SandboxKey $part.Name.ToLowerInvariant()) -Password (ConvertTo-TestSecret 'Cloud-Tour-16x') -Wait -Confirm:$false -ErrorAction SilentlyContinue
        }
        $byId = $results | Group-Object InstanceId -AsHashTable
        $byId['ins-linux001'].Resource | Should -Be 'CvmInstance'
        $byId['lhins-linux001'].Resource | Should -Be 'LighthouseInstance'
        'ins-linux001', 'lhins-linux001', '1341431445241233' | ForEach-Object { $byId[$_].Status | Should -Be 'Succeeded' }
        $byId['1341431445241234'].ErrorId | Should -Be 'InvalidTarget' -Because 'the resource is of another provider'
    }

    It 'refuses <Name> before anything is sent' -ForEach @(
        @{ Name = 'an id of CVM'; Given = @{ InstanceId = 'ins-linux001' }; ErrorId = 'InvalidTarget' }
        @{ Name = 'no region'; Given = @{ InstanceId = 'lhins-linux001'; Region = $null }; ErrorId = 'RegionRequired' }
    ) {
        $arguments = $lighthouse.Clone()
        $Given.GetEnumerator() | ForEach-Object { $arguments[$_.Key] = $_.Value }
        (Reset-CloudInstancePassword @arguments -Password $password -ErrorAction SilentlyContinue).ErrorId | Should -Be $ErrorId
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
    }

    It 'refuses -Restart, a short password and a short Windows password before anything is sent' {
        { Reset-CloudInstancePassword @lighthouse -InstanceId lhins-linux001 -Password $password -Restart } | Should -Throw -ErrorId 'InvalidTarget,*' -ExpectedMessage '*-Restart*'
        { Reset-CloudInstancePassword @lighthouse -InstanceId lhins-linux001 -Password (ConvertTo-TestSecret 'short') } | Should -Throw -ErrorId 'PasswordPolicyViolation,*'
        { Reset-CloudInstancePassword @lighthouse -InstanceId lhins-windows1 -OperatingSystem Windows -Password (ConvertTo-TestSecret 'Elevenchar1') } | Should -Throw -ErrorId 'PasswordPolicyViolation,*'
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
        $result = Reset-CloudInstancePassword @lighthouse -InstanceId lhins-windows1 -Password (ConvertTo-TestSecret 'Elevenchar1') -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
        $result.ErrorId | Should -Be 'PasswordPolicyViolation' -Because 'it turned out to be Windows'
        Get-ResetCount | Should -Be 0
    }

    It 'reports each target and resumes what is safe' {
        $path = Join-Path $TestDrive report.jsonl
        $null = 'lhins-linux001', 'lhins-linux002' | Reset-CloudInstancePassword @lighthouse -Password $password -ReportPath $path -ErrorAction SilentlyContinue
        (Get-CloudPasswordReport -Path $path).Resource | Select-Object -Unique | Should -Be 'LighthouseInstance'
        $again = Get-CloudPasswordReport -Path $path -Resumable
        $again.InstanceId | Should -Be 'lhins-linux002'
        $common = $lighthouse.Clone()
        'Provider', 'Resource', 'Region' | ForEach-Object { $common.Remove($_) }
        ($again | Reset-CloudInstancePassword @common -Password $password -Force -Wait).Status | Should -Be 'Succeeded'
    }

    It 'knows its policies in New-, Test- and Get-' {
        $generated = New-CloudPassword -For LighthouseWindows -AsPlainText
        $generated | Should -MatchExactly '^[A-Za-z0-9][A-Za-z0-9_-]{19}$'
        Test-CloudPassword -For LighthouseWindows -Password (ConvertTo-TestSecret $generated) -Quiet | Should -BeTrue
        Test-CloudPassword -For LighthouseLinux -Password (ConvertTo-TestSecret 'abcdefg1') -Quiet | Should -BeFalse
        (Get-CloudPasswordPolicy LighthouseLinux, LighthouseWindows).Rules.Url | Should -BeLike 'https://*'
    }
}
