BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Sandbox.psm1 -Force
}

Describe 'A report' {
    BeforeEach {
        $script:sandbox = Start-Sandbox
        $script:zenlayer = @{ Provider = 'Zenlayer'; Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey zenlayer; Confirm = $false; Password = ConvertTo-TestSecret 'Cloud-Tour-1' }
        $script:path = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
    }

    AfterEach {
        Stop-Sandbox $sandbox
    }

    It 'has a line for each step of each target and no secret' {
        $null = Reset-CloudInstancePassword @zenlayer -InstanceId 1341431445241233 -ReportPath $path
        $lines = Get-Content -LiteralPath $path | ConvertFrom-Json
        $lines.Status | Should -Be 'Planned', 'Sent', 'Succeeded'
        ($lines.RunId | Select-Object -Unique) | Should -HaveCount 1
        $lines[2].Duration | Should -BeOfType [string]
        Get-Content -LiteralPath $path -Raw | Should -Not -Match 'Cloud-Tour-1'
    }

    It 'gives the last state of every target, and with -Resumable those that may be sent again' {
        $null = '1341431445241233', '1341431445241235' | Reset-CloudInstancePassword @zenlayer -ReportPath $path -ErrorAction SilentlyContinue
        (Get-CloudPasswordReport $path | Sort-Object InstanceId).Status | Should -Be 'Succeeded', 'Failed'
        (Get-CloudPasswordReport $path -Resumable).InstanceId | Should -Be '1341431445241235'
    }

    It 'resumes through the pipeline' {
        $null = '1341431445241233', '1341431445241235' | Reset-CloudInstancePassword @zenlayer -ReportPath $path -ErrorAction SilentlyContinue
        $common = $zenlayer.Clone()
        $common.Remove('Provider')
        $again = Get-CloudPasswordReport $path -Resumable | Reset-CloudInstancePassword @common -ErrorAction SilentlyContinue
        $again.InstanceId | Should -Be '1341431445241235'
    }

    It 'is resumed once when a target had no region at first' {
        $tencent = @{ Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey tencent; Password = ConvertTo-TestSecret 'Cloud-Tour-2026x'; ReportPath = $path; Confirm = $false }
        (Reset-CloudInstancePassword @tencent -Provider Tencent -InstanceId ins-linux001 -ErrorAction SilentlyContinue).ErrorId | Should -Be 'RegionRequired'
        (Get-CloudPasswordReport $path -Resumable | Reset-CloudInstancePassword @tencent -Region ap-guangzhou -Wait).Status | Should -Be 'Succeeded'
        Get-CloudPasswordReport $path -Resumable | Should -BeNullOrEmpty
        (Get-CloudPasswordReport $path).Status | Should -Be 'Succeeded'
    }

    It 'never offers what may have happened, nor a target that an earlier run left uncertain' {
        @(
            '{"Time":"2026-01-01T00:00:00Z","RunId":"a","Status":"Planned","Provider":"Tencent","Resource":"CvmInstance","InstanceId":"ins-1"}'
            '{"Time":"2026-01-01T00:00:01Z","RunId":"a","Status":"Sent","Provider":"Tencent","Resource":"CvmInstance","InstanceId":"ins-1"}'
            '{"Time":"2026-01-01T00:00:02Z","RunId":"a","Status":"Planned","Provider":"Tencent","Resource":"CvmInstance","InstanceId":"ins-2"}'
            '{"Time":"2026-01-01T01:00:02Z","RunId":"b","Status":"Failed","Provider":"Tencent","Resource":"CvmInstance","InstanceId":"ins-1"}'
        ) | Set-Content -LiteralPath $path
        (Get-CloudPasswordReport $path -Resumable).InstanceId | Should -Be 'ins-2'
        $sent = Get-CloudPasswordReport $path | Where-Object InstanceId -EQ 'ins-1'
        $sent.Status | Should -Be 'Sent'
        $sent.Message | Should -BeLike '*may or may not have taken effect. Try the new password before you send it again*'
    }

    It 'never offers a planned target when a later line is incomplete, which may say that it was sent' {
        @(
            '{"Time":"2026-01-01T00:00:00Z","RunId":"a","Status":"Planned","Provider":"Tencent","Resource":"CvmInstance","InstanceId":"ins-1"}'
            '{"Time":"2026-01-01T00:00:00Z","RunId":"a","Status":"Cancelled","Provider":"Tencent","Resource":"CvmInstance","InstanceId":"ins-2"}'
            '{"Time":"2026-01-01T00:00:01Z","RunI'
            '{"Time":"2026-01-01T01:00:00Z","RunId":"b","Status":"Planned","Provider":"Tencent","Resource":"CvmInstance","InstanceId":"ins-3"}'
        ) | Set-Content -LiteralPath $path
        (Get-CloudPasswordReport $path -Resumable -WarningVariable warnings -WarningAction SilentlyContinue).InstanceId | Should -Be 'ins-2', 'ins-3'
        $warnings | Should -HaveCount 2
        $warnings[0] | Should -BeLike 'Line 3 of the report is incomplete and was skipped; *'
        $warnings[1] | Should -BeLike '1 planned target is left out: a later line of the report is incomplete, so it may have been sent. *'
        $planned = Get-CloudPasswordReport $path -WarningAction SilentlyContinue | Where-Object InstanceId -EQ 'ins-1'
        $planned.Status | Should -Be 'Planned'
        $planned.Message | Should -BeLike '*it may have been sent. Try the new password before you send it again*'
    }

    It 'leaves out what a run that is at work has planned' {
        Invoke-SandboxControl $sandbox faults -Method Post -Body @{ provider = 'zenlayer'; action = 'ResetInstancePassword'; kind = 'hang' } | Out-Null
        $results = & {
            '1341431445241233', '1341431445241234'
            $script:meanwhile = @(Get-CloudPasswordReport $path -Resumable -WarningVariable warnings -WarningAction SilentlyContinue)
            $script:meanwhileSaid = "$warnings"

            # Ends the request that hangs.
            Stop-Sandbox $sandbox
        } | Reset-CloudInstancePassword @zenlayer -Canary 1 -TimeoutSec 600 -MaximumRetryCount 0 -ReportPath $path -ErrorAction SilentlyContinue
        $meanwhile | Should -BeNullOrEmpty
        $meanwhileSaid | Should -Match '^[12] planned targets? (is|are) left out: the run \w+ is still at work\. '
        ($results | Where-Object InstanceId -EQ '1341431445241234').Status | Should -Be 'Cancelled'
        (Get-CloudPasswordReport $path -Resumable).InstanceId | Should -Contain '1341431445241234'
    }

    Context 'of several' {
        BeforeEach {
            $script:folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
            $target = '"Provider":"Tencent","Resource":"CvmInstance","Region":"ap-guangzhou"'
            @(
                "{`"Time`":`"2026-01-01T00:00:00Z`",`"RunId`":`"a`",`"Status`":`"Failed`",$target,`"InstanceId`":`"ins-1`",`"Attempts`":1}"
                "{`"Time`":`"2026-01-01T00:00:00Z`",`"RunId`":`"a`",`"Status`":`"Failed`",$target,`"InstanceId`":`"ins-2`",`"Attempts`":1}"
            ) | Set-Content -LiteralPath "$folder/z[1].jsonl"
            "{`"Time`":`"2026-01-02T00:00:00Z`",`"RunId`":`"b`",`"Status`":`"Accepted`",$target,`"InstanceId`":`"ins-1`",`"Attempts`":1}" |
                Set-Content -LiteralPath "$folder/a.jsonl"
        }

        It 'has the last state of each target once: <Name>' -ForEach @(
            @{ Name = 'files'; Read = { param($With) Get-ChildItem -LiteralPath $folder | Get-CloudPasswordReport @With } }
            @{ Name = 'paths'; Read = { param($With) (Get-ChildItem -LiteralPath $folder).FullName | Get-CloudPasswordReport @With } }
            @{ Name = 'an array'; Read = { param($With) Get-CloudPasswordReport -Path (Get-ChildItem -LiteralPath $folder) @With } }
            @{ Name = 'a wildcard'; Read = { param($With) Get-CloudPasswordReport "$folder/*.jsonl" @With } }
            @{ Name = 'a wildcard and a path'; Read = { param($With) Get-CloudPasswordReport "$folder/*.jsonl", "$folder/z[1].jsonl" @With } }
        ) {
            $states = & $Read @{}
            $states.InstanceId | Should -Be 'ins-1', 'ins-2'
            $states.Status | Should -Be 'Accepted', 'Failed'
            (& $Read @{ Resumable = $true }).InstanceId | Should -Be 'ins-2'
        }

        It 'reads an existing path as it is' {
            (Get-CloudPasswordReport "$folder/z[1].jsonl").Status | Should -Be 'Failed', 'Failed'
        }

        It 'returns with -Resumable nothing when one cannot be read, which may have the last state of any target' {
            $paths = "$folder/z[1].jsonl", "$folder/nosuch.jsonl"
            (Get-CloudPasswordReport $paths -ErrorAction SilentlyContinue -ErrorVariable problems).Status | Should -Be 'Failed', 'Failed'
            "$problems" | Should -Be "The report $folder/nosuch.jsonl does not exist. Check the path."
            Get-CloudPasswordReport $paths -Resumable -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
            "$problems" | Should -Be "The report $folder/nosuch.jsonl does not exist. Check the path. -Resumable returns nothing without it."
        }

        It 'counts what happened last, whichever report began first' {
            $target = '"Provider":"Tencent","Resource":"CvmInstance","Region":"ap-guangzhou","InstanceId":"ins-3"'
            @(
                "{`"Time`":`"2026-01-03T10:00:00Z`",`"RunId`":`"c`",`"Status`":`"Planned`",$target}"
                "{`"Time`":`"2026-01-03T13:00:00Z`",`"RunId`":`"c`",`"Status`":`"Succeeded`",$target,`"Attempts`":1}"
            ) | Set-Content -LiteralPath "$folder/c.jsonl"
            "{`"Time`":`"2026-01-03T11:00:00Z`",`"RunId`":`"d`",`"Status`":`"Planned`",$target}" | Set-Content -LiteralPath "$folder/d.jsonl"
            (Get-CloudPasswordReport "$folder/[cd].jsonl").Status | Should -Be 'Succeeded'
            Get-CloudPasswordReport "$folder/[cd].jsonl" -Resumable | Should -BeNullOrEmpty
        }

        It 'has one error for a report that cannot be read, and does not open a pipe' -Skip:(-not $IsLinux) {
            $target = '"Provider":"Tencent","Resource":"CvmInstance","Region":"ap-guangzhou","InstanceId":"ins-3"'
            "{`"Time`":`"2026-01-03T10:00:00Z`",`"RunId`":`"c`",`"Status`":`"Planned`",$target}" | Set-Content -LiteralPath "$folder/c.jsonl"
            mkfifo "$folder/pipe.jsonl"
            Get-CloudPasswordReport "$folder/c.jsonl", "$folder/pipe.jsonl" -Resumable -ErrorAction SilentlyContinue -ErrorVariable problems |
                Should -BeNullOrEmpty
            "$problems" | Should -Be "The report $folder/pipe.jsonl cannot be read: it is not a regular file. -Resumable returns nothing without it."
        }

        It 'says when no file matches <Pattern>' -ForEach @{ Pattern = '*.txt' }, @{ Pattern = 'nosuch/*.jsonl' } {
            Get-CloudPasswordReport "$folder/$Pattern" -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
            "$problems" | Should -Be "No file matches the path $folder/$Pattern."
            "$folder/$Pattern" | Get-CloudPasswordReport -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
            "$problems" | Should -Be 'Record 1 of the input: no file matches the path.'
        }
    }

    It 'does not ignore -All without -Resumable' {
        { Get-CloudPasswordReport $path -All } | Should -Throw -ErrorId 'InvalidTarget,*' -ExpectedMessage '*-Resumable*'
    }

    It 'ends the command before anything is sent when it cannot be written' {
        { Reset-CloudInstancePassword @zenlayer -InstanceId 1341431445241233 -ReportPath (Join-Path $TestDrive 'no/such/folder/r.jsonl') } | Should -Throw -ErrorId 'ReportUnavailable,*'
        Get-SandboxRequest $sandbox -Action Reset | Should -BeNullOrEmpty
    }

    It 'returns nothing where <Why>' -ForEach @(
        @{ Why = 'it does not exist'; Name = 'nosuch.jsonl'; Says = 'does not exist. Check the path.' }
        @{ Why = 'its folder does not exist'; Name = 'nosuch/r.jsonl'; Says = 'does not exist. Check the path.' }
        @{ Why = 'its line has no end'; Name = 'long.jsonl'; Says = 'cannot be read: line 1 is longer than any line of a report.' }
    ) {
        [System.IO.File]::WriteAllText((Join-Path $TestDrive 'long.jsonl'), [string]::new('x', 200000))
        $file = Join-Path $TestDrive $Name
        Get-CloudPasswordReport $file -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        "$problems" | Should -Be "The report $file $Says"
        $file | ForEach-Object { [pscustomobject]@{ Path = $_ } } | Get-CloudPasswordReport -ErrorAction SilentlyContinue -ErrorVariable piped | Should -BeNullOrEmpty
        "$piped" | Should -Be "Record 1 of the input: the report $Says"
    }

    It 'is a file: <Path> ends the command before anything is sent' -ForEach @(
        @{ Path = 'env:report.jsonl'; Provider = 'Environment' }
        @{ Path = 'variable:report.jsonl'; Provider = 'Variable' }
        @{ Path = 'nosuchdrive:/report.jsonl'; Provider = 'nosuchdrive' }
    ) {
        Push-Location -LiteralPath $TestDrive
        try {
            { Reset-CloudInstancePassword @zenlayer -InstanceId 1341431445241233 -ReportPath $Path } | Should -Throw -ErrorId 'ReportUnavailable,*' -ExpectedMessage "*$Provider*"
            { Get-CloudPasswordReport $Path -ErrorAction Stop } | Should -Throw -ErrorId 'ReportUnavailable,*'
        }
        finally {
            Pop-Location
        }

        Test-Path -LiteralPath $TestDrive/report.jsonl | Should -BeFalse
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
    }

    It 'is a file: a relative path where the current location is <Location> ends the command before anything is sent' -ForEach @(
        @{ Location = 'env:'; Provider = 'Environment' }
        @{ Location = 'variable:'; Provider = 'Variable' }
        @{ Location = 'function:'; Provider = 'Function' }
    ) {
        Push-Location -LiteralPath $TestDrive
        Push-Location -LiteralPath $Location
        try {
            { Reset-CloudInstancePassword @zenlayer -InstanceId 1341431445241233 -ReportPath report.jsonl } | Should -Throw -ErrorId 'ReportUnavailable,*' -ExpectedMessage "*report.jsonl*$Provider*"
            { Get-CloudPasswordReport report.jsonl -ErrorAction Stop } | Should -Throw -ErrorId 'ReportUnavailable,*'
            Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
            Test-Path -LiteralPath report.jsonl | Should -BeFalse

            # A whole path leads to the file system from everywhere.
            $null = Reset-CloudInstancePassword @zenlayer -InstanceId 1341431445241233 -ReportPath "Microsoft.PowerShell.Core\FileSystem::$path"
            (Get-CloudPasswordReport $path).Status | Should -Be 'Succeeded'
        }
        finally {
            Pop-Location
            Pop-Location
        }

        Test-Path -LiteralPath $TestDrive/report.jsonl | Should -BeFalse
    }

    It 'needs the FileSystem provider, which a restricted session may lack' {
        $state = [initialsessionstate]::Create()
        $state.LanguageMode = 'FullLanguage'
        foreach ($type in [PasswordCmdlets.Commands.ResetCloudInstancePasswordCommand], [PasswordCmdlets.Commands.GetCloudPasswordReportCommand]) {
            $name = $type.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false)[0]
            $state.Commands.Add([System.Management.Automation.Runspaces.SessionStateCmdletEntry]::new("$($name.VerbName)-$($name.NounName)", $type, $null))
        }

        foreach ($report in $path, 'report.jsonl') {
            $shell = [powershell]::Create($state)
            try {
                $with = $zenlayer + @{ InstanceId = '1341431445241233'; ReportPath = $report }
                $failure = { $shell.AddCommand('Reset-CloudInstancePassword').AddParameters($with).Invoke() } | Should -Throw -PassThru
                $failure.Exception.InnerException.ErrorRecord.FullyQualifiedErrorId | Should -BeLike 'ReportUnavailable,*ResetCloudInstancePassword*'
                $shell.Commands.Clear()
                $shell.AddCommand('Get-CloudPasswordReport').AddParameter('Path', $report).Invoke() | Should -BeNullOrEmpty
                $shell.Streams.Error[-1].FullyQualifiedErrorId | Should -BeLike 'ReportUnavailable,*GetCloudPasswordReport*'
            }
            finally {
                $shell.Dispose()
            }
        }

        Test-Path -LiteralPath $path, 'report.jsonl' | Should -Be $false, $false
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
    }

    It 'has a target that failed the local checks too, and never the text of an object that is not a target' {
        $objects = [pscustomobject]@{ Name = 'a'; Password = 'Sup3rSecret' }, [pscustomobject]@{ InstanceId = 'ins.notzen' }, [pscustomobject]@{ InstanceId = '1341431445241233'; UserName = 'alice' }
        $results = $objects | Reset-CloudInstancePassword @zenlayer -ReportPath $path -ErrorAction SilentlyContinue
        $results.ErrorId | Should -Be 'InvalidTarget', 'InvalidTarget', 'InvalidTarget'
        $lines = @(Get-Content -LiteralPath $path | ConvertFrom-Json)
        $lines.Status | Should -Be 'Failed', 'Failed', 'Failed'
        $lines.ErrorId | Should -Be 'InvalidTarget', 'InvalidTarget', 'InvalidTarget'
        $lines.RunId | Select-Object -Unique | Should -Be $results[0].RunId
        $lines[1, 2].InstanceId | Should -Be 'ins.notzen', '1341431445241233'
        Get-Content -LiteralPath $path -Raw | Should -Not -Match 'Sup3rSecret'
        Get-CloudPasswordReport $path -Resumable | Should -BeNullOrEmpty -Because 'a second try cannot succeed'
        (Get-CloudPasswordReport $path -Resumable -All).InstanceId | Should -Be 'ins.notzen', '1341431445241233'
    }

    It 'leaves out with -Resumable what does not exist, unless -All asks for it' {
        $null = '1341431445241233', '9999999999999999' | Reset-CloudInstancePassword @zenlayer -ReportPath $path -ErrorAction SilentlyContinue
        Get-CloudPasswordReport $path -Resumable | Should -BeNullOrEmpty
        (Get-CloudPasswordReport $path -Resumable -All).ErrorId | Should -Be 'TargetNotFound'
    }

    It 'keeps what became of a target that was given twice' {
        $null = '1341431445241233', '1341431445241233' | Reset-CloudInstancePassword @zenlayer -ReportPath $path -ErrorAction SilentlyContinue
        (Get-CloudPasswordReport $path).Status | Should -Be 'Succeeded'
        Get-CloudPasswordReport $path -Resumable | Should -BeNullOrEmpty
    }

    It 'is not written with -WhatIf' {
        Reset-CloudInstancePassword @zenlayer -InstanceId 1341431445241233 -ReportPath $path -WhatIf
        Test-Path -LiteralPath $path | Should -BeFalse
    }

    It 'may be written by several processes at once, each line whole (skipped on macOS, where two processes need two files)' -Skip:$IsMacOS {
        # Failed by the local checks, so that no event is between the two lines.
        $write = {
            param($Module, $Address, $Key, [securestring]$Password, $Path, $Prefix, $Start)
            Import-Module $Module
            $objects = foreach ($i in 1..2000) { [pscustomobject]@{ InstanceId = "$Prefix.$i" } }
            $mutex = [System.Threading.Mutex]::new($false, $Start)
            'ready'
            $null = $mutex.WaitOne()
            $mutex.ReleaseMutex()
            ($objects | Reset-CloudInstancePassword -Provider Zenlayer -Endpoint $Address -AccessKey $Key -Password $Password -ReportPath $Path -Confirm:$false -ErrorAction SilentlyContinue).Count
        }
        $start = [guid]::NewGuid().ToString()
        $mutex = [System.Threading.Mutex]::new($true, $start)
        $jobs = 'a', 'b' | ForEach-Object {
            Start-Job -ScriptBlock $write -ArgumentList $env:PASSWORDCMDLETS_MODULE, $sandbox.Address, (Get-SandboxKey zenlayer), (ConvertTo-TestSecret 'Cloud-Tour-1'), $path, $_, $start
        }
        try {
            foreach ($job in $jobs) {
                $output = $job.ChildJobs[0].Output
                $null = Register-ObjectEvent -InputObject $output -EventName DataAdded -SourceIdentifier "ready-$($job.Id)"
                if ($output.Count -eq 0) {
                    $null = Wait-Event -SourceIdentifier "ready-$($job.Id)" -Timeout 300
                }

                $output | Should -Be 'ready'
            }

            $mutex.ReleaseMutex()
            $jobs | Wait-Job -Timeout 300 | Receive-Job | Should -Be 'ready', 2000, 'ready', 2000
        }
        finally {
            $jobs | ForEach-Object {
                Unregister-Event -SourceIdentifier "ready-$($_.Id)" -ErrorAction Ignore
                Remove-Event -SourceIdentifier "ready-$($_.Id)" -ErrorAction Ignore
            }
            $jobs | Remove-Job -Force
            $mutex.Dispose()
        }

        $lines = @(Get-Content -LiteralPath $path | ConvertFrom-Json)
        ($lines | Group-Object RunId | ForEach-Object Count) | Should -Be 2000, 2000
        ($lines.InstanceId | Sort-Object -Unique).Count | Should -Be 4000
    }
}
