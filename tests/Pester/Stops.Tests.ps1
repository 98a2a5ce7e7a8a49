# However a command ends early: what was sent has exactly one result, in the pipeline or in the report, and each result is true.
BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Sandbox.psm1 -Force

    # So many that no machine is fast or slow enough for a command to be through before it is stopped: at least ten seconds of requests.
    $script:count = 600
    $script:ids = 0..($count - 1) | ForEach-Object { '777' + $_.ToString('d13') }
    $seed = Join-Path $TestDrive 'fleet.json'
    @{
        accessKeys = @(@{ provider = 'zenlayer'; id = 'sandbox-zenlayer-id'; secret = 'sandbox-zenlayer-secret' })
        zenlayer   = @{ instances = @($ids | ForEach-Object { @{ id = $_ } }) }
    } | ConvertTo-Json -Depth 5 | Set-Content -LiteralPath $seed
    $script:sandbox = Start-Sandbox -SeedPath $seed

    # A command in a runspace of its own, so that it can be stopped as Ctrl+C stops it.
    $script:command = {
        param($Module, $Address, $Ids, $Path, $Key, [securestring]$Password, $Rest)
        Import-Module $Module
        $ProgressPreference = 'SilentlyContinue'
        $Ids | Reset-CloudInstancePassword -Provider Zenlayer -Endpoint $Address -AccessKey $Key -Password $Password -ReportPath $Path -ThrottleLimit 8 -Confirm:$false @Rest
    }

    function Get-Argument {
        @($env:PASSWORDCMDLETS_MODULE, $sandbox.Address, $ids, $path, (Get-SandboxKey zenlayer), (ConvertTo-TestSecret 'Cloud-Tour-1'), @{})
    }

    # Returns when that many resets have arrived; the sandbox delays each response, so others are in flight.
    function Wait-Reset {
        param([int]$AtLeast)

        $until = [datetime]::UtcNow.AddSeconds(60)
        while (@(Get-SandboxRequest $sandbox -Action ResetInstancePassword).Count -lt $AtLeast) {
            if ([datetime]::UtcNow -gt $until) {
                throw "Fewer than $AtLeast resets arrived within a minute."
            }
        }
    }

    function Assert-EverySentTargetHasOneTrueResult {
        param([psobject[]]$Emitted)

        $arrived = @(Get-SandboxRequest $sandbox -Action ResetInstancePassword)
        $arrived.Count | Should -BeGreaterThan 0
        $arrived.Count | Should -BeLessThan $count -Because 'the command was to end before it was through'
        $executed = @($arrived | Where-Object executed | ForEach-Object { $_.targetIds } | Sort-Object -Unique)
        $lines = Get-Content -LiteralPath $path | ConvertFrom-Json
        $sent = @($lines | Where-Object Status -EQ 'Sent' | ForEach-Object InstanceId | Sort-Object -Unique)
        $results = @($lines | Where-Object Status -NotIn 'Planned', 'Sent')

        # What the server saw was said before it left, and has exactly one result.
        @($arrived | ForEach-Object { $_.targetIds } | Where-Object { $_ -notin $sent }) | Should -BeNullOrEmpty
        foreach ($id in $sent) {
            @($results | Where-Object InstanceId -EQ $id) | Should -HaveCount 1 -Because "$id was sent"
        }

        # A target that has its new password is not called failed or cancelled, and one that is called succeeded has it.
        foreach ($result in $results) {
            if ($result.InstanceId -in $executed) {
                $result.Status | Should -BeIn 'Succeeded', 'Unknown'
            }
            else {
                $result.Status | Should -Not -Be 'Succeeded'
            }
        }

        foreach ($result in $Emitted) {
            ($results | Where-Object InstanceId -EQ $result.InstanceId).Status | Should -Be $result.Status
        }

        # Nothing that may have happened is offered to a resumed run.
        Get-CloudPasswordReport $path -Resumable | Where-Object InstanceId -In $executed | Should -BeNullOrEmpty
    }
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'A command that ends early' {
    BeforeEach {
        $script:path = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
        Invoke-SandboxControl $sandbox requests -Method Delete | Out-Null
        Invoke-SandboxControl $sandbox faults -Method Delete | Out-Null
        Invoke-SandboxControl $sandbox faults -Method Post -Body @{ provider = 'zenlayer'; action = 'ResetInstancePassword'; kind = 'delay'; delayMilliseconds = 150 } | Out-Null
        $script:reset = @{ Provider = 'Zenlayer'; Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey zenlayer; Password = ConvertTo-TestSecret 'Cloud-Tour-1'; ReportPath = $path; ThrottleLimit = 8; Confirm = $false }
    }

    It 'by Ctrl+C leaves one true result for each target that was sent' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript($command)
            Get-Argument | ForEach-Object { $null = $shell.AddArgument($_) }
            $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
            $running = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $output)
            Wait-Reset -AtLeast 20
            $shell.Stop()
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
            $running.IsCompleted | Should -BeTrue
            Assert-EverySentTargetHasOneTrueResult -Emitted $output
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'because Select-Object has enough leaves one true result for each target that was sent' {
        $first = $ids | Reset-CloudInstancePassword @reset | Select-Object -First 3
        $first | Should -HaveCount 3
        Assert-EverySentTargetHasOneTrueResult -Emitted $first
    }

    It 'because the command after it throws leaves one true result for each target that was sent' {
        $seen = [System.Collections.Generic.List[psobject]]::new()
        { $ids | Reset-CloudInstancePassword @reset | ForEach-Object { $seen.Add($_); if ($seen.Count -eq 5) { throw 'downstream' } } } | Should -Throw 'downstream'
        Assert-EverySentTargetHasOneTrueResult -Emitted $seen
    }

    It 'because the command before it throws leaves one true result for each target that was sent' {
        $seen = [System.Collections.Generic.List[psobject]]::new()
        { & { $ids | Select-Object -First 60; Wait-Reset -AtLeast 10; throw 'upstream' } | Reset-CloudInstancePassword @reset | ForEach-Object { $seen.Add($_) } } | Should -Throw 'upstream'
        Assert-EverySentTargetHasOneTrueResult -Emitted $seen
    }

    It 'because its <Kind> was stopped leaves one true result for each target that was sent' -ForEach @(
        @{ Kind = 'job' }
        @{ Kind = 'parallel job (skipped in Windows PowerShell, which does not have it)' }
    ) {
        if ($Kind -ne 'job' -and $PSEdition -eq 'Desktop') {
            Set-ItResult -Skipped -Because 'Windows PowerShell has no ForEach-Object -Parallel'
        }

        $job = if ($Kind -eq 'job') {
            Start-Job -ScriptBlock $command -ArgumentList (Get-Argument)
        }
        else {
            $text = "$command"
            $arguments = Get-Argument
            1 | ForEach-Object -AsJob -Parallel { $arguments = $using:arguments; & ([scriptblock]::Create($using:text)) @arguments }
        }

        try {
            Wait-Reset -AtLeast 20
            Stop-Job $job
            $job.State | Should -Be 'Stopped'
            Assert-EverySentTargetHasOneTrueResult -Emitted @(Receive-Job $job -ErrorAction SilentlyContinue)
        }
        finally {
            Remove-Job $job -Force
        }
    }

    It 'by Ctrl+C while the server is silent ends soon, and what was sent is Unknown' {
        Invoke-SandboxControl $sandbox faults -Method Delete | Out-Null
        Invoke-SandboxControl $sandbox faults -Method Post -Body @{ provider = 'zenlayer'; action = 'ResetInstancePassword'; kind = 'hang' } | Out-Null
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript($command)
            Get-Argument | ForEach-Object { $null = $shell.AddArgument($_) }
            $running = $shell.BeginInvoke()
            Wait-Reset -AtLeast 5
            $shell.Stop()
            $running.IsCompleted | Should -BeTrue
            $lines = Get-Content -LiteralPath $path | ConvertFrom-Json
            $sent = @($lines | Where-Object Status -EQ 'Sent' | ForEach-Object InstanceId)
            $sent.Count | Should -BeGreaterOrEqual 5
            $ends = @($lines | Where-Object { $_.InstanceId -in $sent -and $_.Status -notin 'Planned', 'Sent' })
            $ends | Should -HaveCount $sent.Count
            $ends.Status | Select-Object -Unique | Should -Be 'Unknown'
            Get-CloudPasswordReport $path -Resumable | Where-Object InstanceId -In $sent | Should -BeNullOrEmpty
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'with -ErrorAction Stop hands out every result before the error' {
        Invoke-SandboxControl $sandbox faults -Method Delete | Out-Null
        $seen = [System.Collections.Generic.List[psobject]]::new()
        $some = @($ids | Select-Object -First 50) + '7779999999999999' + @($ids | Select-Object -Skip 50 -First 20)
        { $some | Reset-CloudInstancePassword @reset -ErrorAction Stop | ForEach-Object { $seen.Add($_) } } | Should -Throw -ErrorId 'TargetNotFound,*'
        $seen | Should -HaveCount 71
        @($seen | Where-Object Status -EQ Succeeded) | Should -HaveCount 70
    }

    It 'may come when the command has ended: PowerShell stops it on another thread' {
        foreach ($command in Get-Command -Module PasswordCmdlets) {
            $cmdlet = [Activator]::CreateInstance($command.ImplementingType)
            if ($cmdlet -is [System.IDisposable]) { $cmdlet.Dispose() }
            $stop = $command.ImplementingType.GetMethod('StopProcessing', [System.Reflection.BindingFlags]'Instance, NonPublic')
            { $stop.Invoke($cmdlet, @()) } | Should -Not -Throw -Because $command.Name
        }
    }
}
