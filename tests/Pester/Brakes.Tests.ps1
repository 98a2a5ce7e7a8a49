# -Canary, -MaximumFailure and -NotAfter: what they stop is never sent, has its result, and may be sent again.
BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Sandbox.psm1 -Force

    $script:ids = 0..599 | ForEach-Object { 'ins-' + $_.ToString('d8') }
    $seed = Join-Path $TestDrive 'fleet.json'
    @{
        accessKeys = @(@{ provider = 'tencent'; id = 'sandbox-tencent-id'; secret = 'sandbox-tencent-secret' })
        tencent    = @{ instances = @($ids | ForEach-Object { @{ id = $_; region = 'ap-guangzhou' } }) }
    } | ConvertTo-Json -Depth 5 | Set-Content -LiteralPath $seed
    $script:sandbox = Start-Sandbox -SeedPath $seed

    function Add-Fault {
        param([hashtable]$Fault)

        Invoke-SandboxControl $sandbox faults -Method Post -Body (@{ provider = 'tencent'; action = 'ResetInstancesPassword' } + $Fault) | Out-Null
    }

    function Get-SentId {
        @(Get-SandboxRequest $sandbox -Action ResetInstancesPassword | ForEach-Object { $_.targetIds } | Sort-Object -Unique)
    }

    # A target that a brake stopped was never sent, and the report offers it.
    function Assert-Stopped {
        param([psobject[]]$Result, [string]$ErrorId)

        $stopped = @($Result | Where-Object ErrorId -EQ $ErrorId)
        $stopped | Should -Not -BeNullOrEmpty
        ($stopped.Status | Select-Object -Unique) | Should -Be 'Cancelled'
        ($stopped.Attempts | Select-Object -Unique) | Should -Be 0
        $sent = @(Get-SentId)
        @($stopped.InstanceId | Where-Object { $_ -in $sent }) | Should -BeNullOrEmpty
        $resumable = @((Get-CloudPasswordReport $path -Resumable).InstanceId)
        @($stopped.InstanceId | Where-Object { $_ -notin $resumable }) | Should -BeNullOrEmpty
    }
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'A run with brakes' {
    BeforeEach {
        $script:path = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
        Invoke-SandboxControl $sandbox requests -Method Delete | Out-Null
        Invoke-SandboxControl $sandbox faults -Method Delete | Out-Null
        $script:reset = @{
            Provider = 'Tencent'; Region = 'ap-guangzhou'; Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey tencent; ReportPath = $path
            Confirm = $false; ErrorAction = 'SilentlyContinue'; WarningAction = 'SilentlyContinue'; WarningVariable = 'warnings'
        }
        $script:shared = @{ Password = ConvertTo-TestSecret 'Cloud-Tour-1' }
        $script:own = @{ GeneratePassword = $true; AllowUnstored = $true }
    }

    It 'sends no batch beyond the canary and goes on in whole batches when it succeeds' {
        $results = @($ids | Reset-CloudInstancePassword @reset @shared -Canary 3)
        $results | Should -HaveCount 600
        ($results.Status | Select-Object -Unique) | Should -Be 'Accepted'
        $batches = @(Get-SandboxRequest $sandbox -Action ResetInstancesPassword | ForEach-Object { @($_.targetIds).Count })
        $batches[0] | Should -Be 3
        ($batches | Measure-Object -Maximum).Maximum | Should -Be 100
        @(Get-SandboxRequest $sandbox -Action ResetInstancesPassword)[0].targetIds | Sort-Object | Should -Be $ids[0..2]
    }

    It 'sends nothing more when a target of the canary fails, with <Name>' -ForEach @(
        @{ Name = 'a shared password'; Generated = $false }
        @{ Name = 'generated passwords'; Generated = $true }
    ) {
        Add-Fault @{ kind = 'refuse'; code = 'OperationDenied.InstanceOperationInProgress'; status = 200; targetId = $ids[1] }
        $password = if ($Generated) { $own } else { $shared }
        $results = @($ids | Reset-CloudInstancePassword @reset @password -Canary 4)
        $results | Should -HaveCount 600
        @(Get-SentId | Where-Object { $_ -notin $ids[0..3] }) | Should -BeNullOrEmpty
        ($results | Where-Object InstanceId -EQ $ids[1]).Status | Should -Be 'Failed'

        # The other targets of the canary were in the rejected batch; one of them may be stopped before it is sent again.
        Assert-Stopped ($results | Where-Object InstanceId -NotIn $ids[0..3]) CanaryFailed
        "$warnings" | Should -BeLike "*the canary target $($ids[1]) did not succeed (TargetBusy): * targets were cancelled (CanaryFailed). Get-CloudPasswordReport -Path '*' -Resumable returns *"
    }

    It 'waits for the canary with -Wait' {
        $results = @($ids[0..9] | Reset-CloudInstancePassword @reset @shared -Canary 2 -Wait)
        ($results.Status | Select-Object -Unique) | Should -Be 'Succeeded'
        $lines = Get-Content -LiteralPath $path | ConvertFrom-Json
        $first = @($lines | Where-Object Status -EQ 'Succeeded' | Select-Object -First 2)
        $first.InstanceId | Sort-Object | Should -Be $ids[0..1]
        $later = @($lines | Where-Object { $_.Status -eq 'Sent' -and $_.InstanceId -notin $ids[0..1] })
        $later | Should -HaveCount 8
        @($later | Where-Object { [datetime]$_.Time -lt [datetime]$first[1].Time }) | Should -BeNullOrEmpty
    }

    It 'does not wait for a canary that the input does not fill' {
        (@($ids[0..2] | Reset-CloudInstancePassword @reset @shared -Canary 50).Status | Select-Object -Unique) | Should -Be 'Accepted'
    }

    It 'sends nothing when a target of the canary <Name>' -ForEach @(
        @{ Name = 'is invalid'; Id = 'not an id'; ErrorId = 'InvalidTarget' }
        @{ Name = 'does not exist'; Id = 'ins-99999999'; ErrorId = 'TargetNotFound' }
    ) {
        $results = @($Id) + $ids[0..5] | Reset-CloudInstancePassword @reset @shared -Canary 1
        @($results | Where-Object Status -EQ 'Failed').ErrorId | Should -Be $ErrorId
        Get-SentId | Should -BeNullOrEmpty
        Assert-Stopped $results CanaryFailed
    }

    It 'fails no more than the limit and what is in flight: <Name>' -ForEach @(
        @{ Name = 'rejected'; Fault = @{ kind = 'refuse'; code = 'UnauthorizedOperation'; status = 200 }; Status = 'Failed' }
        @{ Name = 'server errors'; Fault = @{ kind = 'serverError'; status = 500 }; Status = 'Unknown' }
        @{ Name = 'lost responses'; Fault = @{ kind = 'reset' }; Status = 'Unknown' }
    ) {
        Add-Fault $Fault
        $results = @($ids | Reset-CloudInstancePassword @reset @own -MaximumFailure 3 -TimeoutSec 6)
        $results | Should -HaveCount 600
        $failed = @($results | Where-Object Status -In 'Failed', 'Unknown')
        ($failed.Status | Select-Object -Unique) | Should -Be $Status
        $failed.Count | Should -BeGreaterThan 3
        $failed.Count | Should -BeLessOrEqual 19
        @(Get-SentId) | Should -HaveCount $failed.Count
        Assert-Stopped $results FailureLimitReached
        "$warnings" | Should -BeLike '*more than -MaximumFailure 3 permits*'
    }

    It 'counts a share from the twentieth result on' {
        Add-Fault @{ kind = 'refuse'; code = 'UnauthorizedOperation'; status = 200; targetId = $ids[0] }
        Add-Fault @{ kind = 'refuse'; code = 'UnauthorizedOperation'; status = 200; targetId = $ids[1] }
        Add-Fault @{ kind = 'refuse'; code = 'UnauthorizedOperation'; status = 200; targetId = $ids[2] }
        @($ids[0..12] | Reset-CloudInstancePassword @reset @own -MaximumFailure '5%' | Where-Object Status -EQ 'Cancelled') | Should -BeNullOrEmpty
        Assert-Stopped @($ids[0..59] | Reset-CloudInstancePassword @reset @own -MaximumFailure '5%') FailureLimitReached
    }

    It 'sends nothing new after the deadline, and the report resumes it' {
        Add-Fault @{ kind = 'delay'; delayMilliseconds = 500 }
        $results = @($ids | Reset-CloudInstancePassword @reset @own -NotAfter '3s')
        $results | Should -HaveCount 600
        Assert-Stopped $results DeadlineReached
        @($results | Where-Object Status -EQ 'Accepted') | Should -Not -BeNullOrEmpty
        Invoke-SandboxControl $sandbox faults -Method Delete | Out-Null
        $reset.Remove('Provider')
        $again = @(Get-CloudPasswordReport $path -Resumable | Select-Object -First 5 | Reset-CloudInstancePassword @reset @shared)
        ($again.Status | Select-Object -Unique) | Should -Be 'Accepted'
    }

    It 'takes a TimeSpan and a DateTime for -NotAfter' {
        (Reset-CloudInstancePassword @reset @shared -InstanceId $ids[0] -NotAfter (New-TimeSpan -Hours 4)).Status | Should -Be 'Accepted'
        (Reset-CloudInstancePassword @reset @shared -InstanceId $ids[0] -NotAfter ([datetime]::Now.AddMinutes(5))).Status | Should -Be 'Accepted'
        (Reset-CloudInstancePassword @reset @shared -InstanceId $ids[0] -NotAfter ([datetime]::UtcNow.AddMinutes(5))).Status | Should -Be 'Accepted'
    }

    It 'ends before anything is sent with <Name> <Value>' -ForEach @(
        @{ Name = 'MaximumFailure'; Value = 'five'; Id = 'InvalidTarget' }
        @{ Name = 'MaximumFailure'; Value = '2,5%'; Id = 'InvalidTarget' }
        @{ Name = 'MaximumFailure'; Value = '-1'; Id = 'InvalidTarget' }
        @{ Name = 'NotAfter'; Value = '25:00'; Id = 'InvalidTarget' }
        @{ Name = 'NotAfter'; Value = 'tomorrow'; Id = 'InvalidTarget' }
        @{ Name = 'NotAfter'; Value = '2020-01-01 05:00'; Id = 'DeadlineReached' }
        @{ Name = 'NotAfter'; Value = '0m'; Id = 'DeadlineReached' }
        @{ Name = 'NotAfter'; Value = ''; Id = 'ParameterArgumentValidationError' }
        @{ Name = 'Canary'; Value = 0; Id = 'ParameterArgumentValidationError' }
    ) {
        $brake = @{ $Name = $Value }
        $reset.ErrorAction = 'Stop'
        $failure = { Reset-CloudInstancePassword @reset @shared @brake -InstanceId $ids[0] } | Should -Throw -ErrorId "$Id,*" -PassThru
        if ($Id -eq 'DeadlineReached') { "$failure" | Should -BeLike '*. Nothing was sent. Specify a later time.' }
        { Reset-CloudInstancePassword @reset @shared @brake -InstanceId $ids[0] -WhatIf } | Should -Throw -ErrorId "$Id,*"
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
    }

    It 'sends nothing with -WhatIf' {
        Reset-CloudInstancePassword @reset @shared -InstanceId $ids[0..5] -Canary 1 -MaximumFailure 0 -NotAfter '4h' -WhatIf | Should -BeNullOrEmpty
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
        Test-Path -LiteralPath $path | Should -BeFalse
    }

    It 'is stopped by Select-Object as any other' {
        $first = @($ids | Reset-CloudInstancePassword @reset @shared -Canary 1 | Select-Object -First 1)
        $first | Should -HaveCount 1
    }
}
