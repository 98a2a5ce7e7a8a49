# What is piped to a cmdlet may be anything: the wrong file, the wrong delimiter, objects of another command. What is no id or name is shown nowhere.
BeforeDiscovery {
    $invisible = [char]0x00A0, [char]0x200B, [char]0xFEFF, [char]0x3164
    $script:commands = @(
        @{ Command = 'Reset-CloudInstancePassword'; Parameters = { @{ Password = $password } }; Provider = 'Tencent' }
        @{ Command = 'Set-EcsVncPassword'; Parameters = { @{ Password = ConvertTo-TestSecret 'Vnc123' } }; Provider = 'Alibaba' }
        @{ Command = 'Set-DcsPassword'; Parameters = { @{ Reset = $true; NewPassword = $password } }; Provider = 'Huawei' }
        @{ Command = 'Set-RamUserPassword'; Parameters = { @{ NewPassword = $password } }; Provider = 'Alibaba' }
    )
    $script:marks = foreach ($character in $invisible) {
        @{ Character = $character; Code = 'U+{0:X4}' -f [int]$character }
    }
}

BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Sandbox.psm1, $PSScriptRoot/Leaks.psm1 -Force
    $script:planted = 'Pl4nted!Secret'
    $script:password = ConvertTo-TestSecret 'Cloud-Tour-2026x'
    $script:sandbox = Start-Sandbox
    $script:common = @{ Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey tencent; Confirm = $false; Verbose = $true; Debug = $true }

    # Each is one record of the pipeline.
    $script:secret = @{ Password = $planted }
    $nested = [pscustomobject]$secret
    $target = @{ InstanceId = 'ins-linux001'; UserName = 'alice' }
    $script:records = @(
        # Another property, a nested object, a table.
        [pscustomobject]@{ 'Instance ID' = 'ins-1'; OldPassword = $planted }
        [pscustomobject]@{ InstanceId = $nested; UserName = $nested }
        [pscustomobject]@{ InstanceId = $secret; UserName = $secret }
        [pscustomobject]@{ InstanceId = @($nested); UserName = @($nested) }
        $secret
        { 'Pl4nted!Secret' }
        # Whole lines, and a table with another delimiter.
        "ins-linux001;$planted"
        "ins-linux001`t$planted"
        "ins-linux001 $planted"
        $planted
        'InstanceId;Password', "ins-1;$planted" | ConvertFrom-Csv
        # An id next to another property that is none.
        [pscustomobject]($target + @{ Provider = $planted })
        [pscustomobject]($target + @{ Provider = $nested })
        [pscustomobject]@{ InstanceId = 'ins-linux001'; Region = $nested }
        [pscustomobject]@{ InstanceId = 'ins-linux001'; Region = $planted }
        [pscustomobject]@{ InstanceId = 'ins-linux001'; ProjectId = $nested; Region = $nested }
    )

    # Everything that a command shows: its streams, its errors with all they hold, and the transcript.
    function Invoke-Shown([scriptblock]$Action) {
        $transcript = Join-Path $TestDrive "$([guid]::NewGuid()).txt"
        $null = Start-Transcript -Path $transcript
        try {
            $output = @(& $Action *>&1)
        }
        catch {
            $output = @($_)
        }
        finally {
            $null = Stop-Transcript
        }

        # Of an error also what no view shows. Its exception is not taken apart: that leads to whole assemblies.
        $text = @(($output | Out-String -Width 4000), ($output | Format-List -Property * -Force | Out-String -Width 4000))
        $text += $output | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } | ForEach-Object {
            $_.Exception.ToString()
            $_.TargetObject | Format-List -Property * -Force | Out-String -Width 4000
            $_.CategoryInfo.TargetName, $_.CategoryInfo.Reason, $_.CategoryInfo.Activity, $_.ErrorDetails.Message
            $_.InvocationInfo.BoundParameters.GetEnumerator() | ForEach-Object { "$($_.Key)=$($_.Value)" }
        }
        [pscustomobject]@{
            Result = @($output | Where-Object { $_ -is [PasswordCmdlets.PasswordChangeResult] })
            Error  = @($output | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] })
            Text   = ($text + (Get-Content -LiteralPath $transcript -Raw)) -join "`n"
        }
    }
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'A record that is no target' {
    It '<Command> ends each in one InvalidTarget and shows nothing of it' -ForEach $commands {
        $given = & $Parameters
        $report = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
        $shown = Invoke-Shown { $records | & $Command @given @common -ReportPath $report -ErrorAction Continue }
        $shown.Result | Should -HaveCount $records.Count
        $shown.Result.ErrorId | Select-Object -Unique | Should -Be 'InvalidTarget'
        $shown.Error | Should -HaveCount $records.Count
        $shown.Error.FullyQualifiedErrorId | Should -Match '^InvalidTarget,'
        Find-Leak -Where 'output' -Text $shown.Text -Form $planted | Should -BeNullOrEmpty
        Get-Content -LiteralPath $report | Should -HaveCount $records.Count
        Find-Leak -Where 'report' -Text (Get-Content -LiteralPath $report -Raw) -Form $planted | Should -BeNullOrEmpty
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
    }

    It '<Command> asks about none of them' -ForEach $commands {
        $given = & $Parameters
        $shown = Invoke-Shown { $records | & $Command @given @common -WhatIf -ErrorAction Continue }
        $shown.Error | Should -HaveCount $records.Count
        $shown.Text | Should -Not -Match 'What if:'
        Find-Leak -Where 'output' -Text $shown.Text -Form $planted | Should -BeNullOrEmpty
    }

    It 'a user name that is an object or a line is not sent' -ForEach @(@{ Value = { $nested } }, @{ Value = { "root;$planted" } }) {
        $nested = [pscustomobject]$secret
        $record = [pscustomobject]@{ Provider = 'Tencent'; InstanceId = 'ins-linux001'; Region = 'ap-guangzhou'; UserName = & $Value }
        $shown = Invoke-Shown { $record | Reset-CloudInstancePassword -Password $password @common -ErrorAction Continue }
        $shown.Result.ErrorId | Should -Be 'InvalidTarget'
        Find-Leak -Where 'output' -Text $shown.Text -Form $planted | Should -BeNullOrEmpty
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
    }

    It 'is reported by its position, and the others continue' {
        $records = 'ins-linux001', [pscustomobject]@{ Name = 'x' }, 'ins-linux004;x' | ForEach-Object { $_ }
        $results = @($records | Reset-CloudInstancePassword -Provider Tencent -Region ap-guangzhou -Password $password -Endpoint $sandbox.Address -AccessKey (Get-SandboxKey tencent) -Confirm:$false -ErrorAction SilentlyContinue)
        $results | Should -HaveCount 3
        ($results | Where-Object InstanceId -EQ 'ins-linux001').Status | Should -Be 'Accepted'
        ($results | Where-Object ErrorId -EQ 'InvalidTarget').Message | Should -BeLike 'Record [23] of the input*'
    }

    It 'that is the NULL of a database is not specified' {
        $table = [System.Data.DataTable]::new()
        'InstanceId', 'UserName', 'Region', 'ProjectId', 'ProfileName' | ForEach-Object { $null = $table.Columns.Add($_) }
        $null = $table.Rows.Add('ins-linux002')
        $result = $table.Rows | Reset-CloudInstancePassword -Provider Tencent -Password $password -Endpoint $sandbox.Address -AccessKey (Get-SandboxKey tencent) -Confirm:$false -ErrorAction SilentlyContinue
        $result.ErrorId | Should -Be 'RegionRequired'
        ($table.Rows | Test-CloudPasswordTarget -Provider Tencent -Endpoint $sandbox.Address -AccessKey (Get-SandboxKey tencent)).Problem | Should -Be 'RegionRequired'
        $table.Rows[0].Region = 'ap-guangzhou'
        $result = $table.Rows | Reset-CloudInstancePassword -Provider Tencent -Password $password -Endpoint $sandbox.Address -AccessKey (Get-SandboxKey tencent) -Confirm:$false
        $result.Status | Should -Be 'Accepted'
    }

    It 'shows nothing of it in <Name>' -ForEach @(
        @{ Name = 'Wait-CloudPasswordReset'; Action = { $record | Wait-CloudPasswordReset -Endpoint $sandbox.Address } }
        @{ Name = 'Restore-CloudPassword'; Action = { $record | Restore-CloudPassword -VaultName none } }
        @{ Name = 'Confirm-CloudPassword'; Action = { $record | Confirm-CloudPassword -VaultName none -Confirm:$false } }
        @{ Name = 'Get-CloudPasswordReport'; Action = { $record | Get-CloudPasswordReport } }
        @{ Name = 'Test-CloudPassword'; Action = { $record | Test-CloudPassword -For Dcs } }
    ) {
        foreach ($record in [pscustomobject]@{ Path = @{ Password = $planted }; InstanceId = @{ Password = $planted }; Attempt = $planted; Other = $planted }, "ins-1;$planted") {
            $shown = Invoke-Shown $Action
            $shown.Error | Should -HaveCount 1
            Find-Leak -Where $Name -Text $shown.Text -Form $planted | Should -BeNullOrEmpty

            # An error that ends the command at once may still have what was bound.
            $ErrorActionPreference = 'Stop'
            $stopped = Invoke-Shown $Action
            $ErrorActionPreference = 'Continue'
            Find-Leak -Where "$Name, stopped" -Text $stopped.Text -Form $planted | Should -BeNullOrEmpty
        }
    }

    It 'with a property that throws is one error of <Name>, and the next record is processed' -ForEach @(
        @{ Name = 'Wait-CloudPasswordReset'; Property = 'Status'; Says = 'InvalidTarget: Record 1 of the input is not *: its Status cannot be read. Pipe *'; Action = { $bad, $result | Wait-CloudPasswordReset -Endpoint $sandbox.Address } }
        @{ Name = 'Export-CloudPasswordReport'; Property = 'StartedAt'; Says = 'InvalidTarget: Record 1 of the input is neither *: its StartedAt cannot be read. Pipe *'; Action = { $bad, $result | Export-CloudPasswordReport -Destination (Join-Path $TestDrive 'bad.csv') -PassThru } }
        @{ Name = 'Get-CloudPasswordReport'; Property = 'Path'; Says = 'ReportUnavailable: Record 1 of the input: the report has no path.'; Action = { $bad, [pscustomobject]@{ Path = $report } | Get-CloudPasswordReport } }
    ) {
        $values = @{ Provider = 'Tencent'; InstanceId = 'ins-linux001'; Status = 'Failed' }
        $result = [pscustomobject]$values
        $values.Remove($Property)
        $bad = [pscustomobject]$values | Add-Member -PassThru -MemberType ScriptProperty -Name $Property -Value { throw 'Pl4nted!Secret' }
        $report = Join-Path $TestDrive 'good.jsonl'
        '{"Time":"2026-01-01T00:00:00Z","RunId":"a","Status":"Failed","Provider":"Tencent","Resource":"CvmInstance","InstanceId":"ins-1"}' | Set-Content -LiteralPath $report
        $ErrorActionPreference = 'Continue'
        $output = @(& $Action 2>&1)
        $ErrorActionPreference = 'Stop'
        $output | Should -HaveCount 2
        "$($output[0].FullyQualifiedErrorId -replace ',.*'): $($output[0])" | Should -BeLike $Says
        $output[1] | Should -Not -BeOfType [System.Management.Automation.ErrorRecord]
    }

    It 'ends the command where <Name>' -ForEach @(
        @{ Name = 'there is no target at all'; Action = { Reset-CloudInstancePassword -Provider Tencent @given } }
        @{ Name = 'there is no provider'; Action = { Reset-CloudInstancePassword -InstanceId ins-linux001 @given } }
        @{ Name = 'the provider is none'; Action = { Reset-CloudInstancePassword -InstanceId ins-linux001 -Provider Acme @given } }
        @{ Name = 'targets are in a parameter and in the pipeline'; Action = { 'ins-linux001' | Reset-CloudInstancePassword -InstanceId ins-linux002 -Provider Tencent @given } }
        @{ Name = 'a user is piped to a change of the own password'; Action = { 'alice' | Set-RamUserPassword -OldPassword $password -NewPassword $password -Endpoint $sandbox.Address } }
    ) {
        $given = @{ Password = $password; Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey tencent; Confirm = $false }
        $Action | Should -Throw -ErrorId 'InvalidTarget,*'
    }
}

Describe 'An id' {
    It 'that is a number keeps its digits: <Name>' -ForEach @(
        @{ Name = 'JSON'; Record = { '{"Provider":"Zenlayer","InstanceId":1341431445241233}' | ConvertFrom-Json } }
        @{ Name = 'a spreadsheet'; Record = { [pscustomobject]@{ Provider = 'Zenlayer'; InstanceId = [double]1341431445241233 } } }
        @{ Name = 'a decimal'; Record = { [pscustomobject]@{ Provider = 'Zenlayer'; InstanceId = [decimal]1341431445241233 } } }
        @{ Name = 'a number alone'; Record = { 1341431445241233 } }
    ) {
        $record = & $Record
        $results = @($record | Reset-CloudInstancePassword -Provider Zenlayer -Password $password -Endpoint $sandbox.Address -AccessKey (Get-SandboxKey zenlayer) -Confirm:$false)
        $results.InstanceId | Should -BeExactly '1341431445241233'
        $results.Status | Should -Be 'Succeeded'
    }

    It 'that is a fraction or beyond what a double holds is no id: <_>' -ForEach 1.5, 1e17 {
        $result = [pscustomobject]@{ InstanceId = [double]$_ } | Reset-CloudInstancePassword -Provider Zenlayer -Password $password -Endpoint $sandbox.Address -Confirm:$false -ErrorAction SilentlyContinue
        $result.ErrorId | Should -Be 'InvalidTarget'
        $result.InstanceId | Should -BeNullOrEmpty
    }

    It 'with an invisible character says so and where: <Code>' -ForEach $marks {
        $result = "ins-$($Character)linux001" | Reset-CloudInstancePassword -Provider Tencent -Region ap-guangzhou -Password $password -Endpoint $sandbox.Address -Confirm:$false -ErrorAction SilentlyContinue
        $result.ErrorId | Should -Be 'InvalidTarget'
        $result.Message | Should -Match ([regex]::Escape("invisible character, $Code, at position 5"))
    }

    It 'that is a plain word is shown' {
        $result = 'ins.other' | Reset-CloudInstancePassword -Provider Tencent -Region ap-guangzhou -Password $password -Endpoint $sandbox.Address -Confirm:$false -ErrorAction SilentlyContinue
        $result.InstanceId | Should -Be 'ins.other'
        $result.Message | Should -BeLike "'ins.other' is not a CVM instance id.*"
    }

    It 'with a command for a terminal or a build agent is not shown: <Name>' -ForEach @(
        @{ Name = 'colours'; Text = "ins-1$([char]27)[31m" }
        @{ Name = 'a logging command'; Text = "x`n##vso[task.setvariable variable=a]b" }
        @{ Name = 'a carriage return'; Text = "ins-1`r##vso[x]" }
    ) {
        $shown = Invoke-Shown { [pscustomobject]@{ InstanceId = $Text; Region = $Text; UserName = $Text; Provider = 'Tencent' } | Reset-CloudInstancePassword -Password $password @common -WhatIf -ErrorAction Continue }
        $shown.Error | Should -HaveCount 1
        "$($shown.Error)" | Should -Not -Match '##vso|\e\[31m|\r'
    }
}

Describe 'A name that the command line specifies' {
    BeforeAll {
        $script:bad = "root$([char]27)[31m`n##vso[task.setvariable variable=a]b"
        $script:credential = [pscredential]::new($bad, $password)
        $script:old = ConvertTo-TestSecret 'Cloud-Tour-2025x'
    }

    It 'is no user name of -Credential when it is none of -UserName, <Name>' -ForEach @(
        @{ Name = 'with a provider'; Action = { Reset-CloudInstancePassword -Provider Tencent -InstanceId ins-linux001 @given } }
        @{ Name = 'with a provider that each record specifies'; Action = { [pscustomobject]@{ Provider = 'Tencent'; InstanceId = 'ins-linux001' } | Reset-CloudInstancePassword @given } }
    ) {
        $given = @{ Region = 'ap-guangzhou'; Credential = $credential; Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey tencent; Confirm = $false }
        $shown = Invoke-Shown $Action
        $shown.Error.FullyQualifiedErrorId | Should -BeLike 'InvalidTarget,*'
        "$($shown.Error)" | Should -BeLike 'The user name of -Credential is invalid: it has an invisible character, U+001B, at position 5.*'
        $shown.Text | Should -Not -Match 'task\.setvariable'
    }

    It 'takes precedence over an invalid user name of -Credential' {
        $shown = Invoke-Shown { Reset-CloudInstancePassword -Provider Tencent -InstanceId ins-linux001 -UserName root -Region ap-guangzhou -Credential $credential -WhatIf }
        $shown.Error | Should -BeNullOrEmpty
        $shown.Text | Should -Match 'What if: .* root '
    }

    It 'is not in a question before it is validated: <Name>' -ForEach @(
        @{ Name = 'an access key id'; Action = { Set-RamUserPassword -OldPassword $old -NewPassword $password -AccessKey $credential -WhatIf } }
        @{ Name = 'a vault'; Action = { Confirm-CloudPassword -VaultName $bad -RunId 20261128153130b8082a -InstanceId ins-linux001 -Attempt 1 -WhatIf } }
        @{ Name = 'a file'; Action = { Export-CloudPasswordReport -Path $report -Destination "$TestDrive/$bad.md" -WhatIf } }
    ) {
        $report = Join-Path $TestDrive 'empty.jsonl'
        Set-Content -LiteralPath $report -Value ''
        $shown = Invoke-Shown $Action
        $shown.Text | Should -Match 'What if: '
        $shown.Text | Should -Not -Match '##vso|\e\[31m'
    }
}

Describe 'RAM user names' {
    It 'that differ in case only are one user' {
        $results = 'alice', 'Alice' | Set-RamUserPassword -NewPassword $password -Endpoint $sandbox.Address -AccessKey (Get-SandboxKey alibaba) -Confirm:$false -ErrorAction SilentlyContinue
        $results.ErrorId | Should -Contain 'DuplicateTarget'
    }

    It 'with the domain of the account get a hint' {
        $result = Set-RamUserPassword -UserName bob@x.onaliyun.com -NewPassword $password -Endpoint $sandbox.Address -AccessKey (Get-SandboxKey alibaba) -Confirm:$false -ErrorAction SilentlyContinue
        $result.Message | Should -BeLike '*Specify the part before the @: bob.'
    }
}

Describe 'A report' {
    It 'that was edited is shown without control characters' {
        $path = Join-Path $TestDrive 'edited.jsonl'
        '{"Time":"2026-01-01T00:00:00Z","RunId":"a\u001b[31m","Status":"Failed","Provider":"Tencent","Resource":"CvmInstance","InstanceId":"ins-1\r\n##vso[task.complete]","Message":"no\u001b]8;;x\u0007\n##vso[x]"}' | Set-Content -LiteralPath $path
        $result = Get-CloudPasswordReport $path
        foreach ($property in $result.PSObject.Properties | Where-Object Value -Is [string]) {
            $property.Value | Should -Not -Match '[\x00-\x1f\x7f-\x9f]' -Because $property.Name
        }

        $again = $result | Reset-CloudInstancePassword -Password $password -Endpoint $sandbox.Address -Confirm:$false -ErrorAction SilentlyContinue
        $again.ErrorId | Should -Be 'InvalidTarget'
    }

    It 'is readable by its owner alone (skipped on Windows: Windows.Tests.ps1 tests its access control list)' -Skip:$IsWindows {
        $path = Join-Path $TestDrive 'owner.jsonl'
        $null = 'x' | Reset-CloudInstancePassword -Provider Tencent -Region ap-guangzhou -Password $password -Endpoint $sandbox.Address -Confirm:$false -ErrorAction SilentlyContinue -ReportPath $path
        [int][System.IO.File]::GetUnixFileMode($path) | Should -Be ([int][System.IO.UnixFileMode]'UserRead, UserWrite')
    }

    It 'is not a pipe or a device: <_> (skipped off Linux; Windows.Tests.ps1 tests those of Windows)' -ForEach 'pipe', '/dev/zero', '/dev/full' -Skip:(-not $IsLinux) {
        $path = $_
        if ($path -eq 'pipe') {
            $path = Join-Path $TestDrive 'pipe'
            mkfifo $path
        }

        { 'ins-linux001' | Reset-CloudInstancePassword -Provider Tencent -Region ap-guangzhou -Password $password -Endpoint $sandbox.Address -AccessKey (Get-SandboxKey tencent) -Confirm:$false -ReportPath $path } |
            Should -Throw -ErrorId 'ReportUnavailable,*'
        Get-CloudPasswordReport $path -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'ReportUnavailable,*'
        "$problems" | Should -Match 'not a regular file'
    }

    It 'has no line without an end' {
        $path = Join-Path $TestDrive 'long.jsonl'
        [System.IO.File]::WriteAllText($path, [string]::new('x', 200000))
        Get-CloudPasswordReport $path -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        "$problems" | Should -Match 'line 1 is longer than any line of a report'
    }

    It 'is not written through a symbolic link of another user (skipped off Linux, and where the tests cannot change owners)' -Skip:(-not $IsLinux -or [System.Environment]::UserName -ne 'root') {
        $link = Join-Path $TestDrive 'link.jsonl'
        $null = New-Item -ItemType SymbolicLink -Path $link -Target (Join-Path $TestDrive 'victim.txt')
        chown --no-dereference nobody $link
        { 'ins-linux001' | Reset-CloudInstancePassword -Provider Tencent -Region ap-guangzhou -Password $password -Endpoint $sandbox.Address -AccessKey (Get-SandboxKey tencent) -Confirm:$false -ReportPath $link } |
            Should -Throw -ErrorId 'ReportUnavailable,*' -ExpectedMessage '*symbolic link of another user*'
        Test-Path -LiteralPath (Join-Path $TestDrive 'victim.txt') | Should -BeFalse
    }
}
