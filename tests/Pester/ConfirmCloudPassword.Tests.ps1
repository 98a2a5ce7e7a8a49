BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Sandbox.psm1 -Force
    $script:first = '1341431445241233'
    $script:second = '1341431445241234'
    $script:names = @{ $first = "Zenlayer-ZecInstance-global-$first"; $second = "Zenlayer-ZecInstance-global-$second" }
    function Get-Entry { @((Get-ChildItem -LiteralPath $folder -Filter *.secret).BaseName) }
    function Get-SeedEntry { @(Get-Entry) -like 'PasswordCmdlets-run-*' }
    function Get-StoredText([string]$Name) { Get-Secret -Vault $vault -Name $Name -AsPlainText }
    function Get-Text($Restored) { $Restored.Credential.GetNetworkCredential().Password }

    # Both targets are changed, and the responses are lost.
    function Invoke-UnknownRun([string[]]$Id = @($first, $second)) {
        Invoke-SandboxControl $sandbox faults -Method Post -Body @{ provider = 'zenlayer'; action = 'ResetInstancePassword'; kind = 'reset'; afterCommit = $true } | Out-Null
        $run = @{ Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey zenlayer; GeneratePassword = $true; VaultName = $vault; ReportPath = $report; MaximumRetryCount = 0; Confirm = $false }
        $script:results = $Id | Reset-CloudInstancePassword @run -Provider Zenlayer -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        Invoke-SandboxControl $sandbox faults -Method Delete | Out-Null
        $results.Status | Select-Object -Unique | Should -Be 'Unknown'
    }

    # A run that was killed has written no more than that it began.
    function Reset-SeedNote {
        $path = Join-Path $folder "$(Get-SeedEntry).secret"
        $fields = [System.IO.File]::ReadAllText($path) -split '\.'
        $fields[2], $fields[5] = 'running', '*'
        [System.IO.File]::WriteAllText($path, $fields -join '.')
    }
}

Describe 'Confirm-CloudPassword' {
    BeforeAll { $script:sandbox = Start-Sandbox }

    AfterAll { Stop-Sandbox $sandbox }

    BeforeEach {
        $script:folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        $script:report = Join-Path $folder report.jsonl
        $script:vault = "PasswordCmdletsConfirm$([guid]::NewGuid().ToString('n'))"
        Register-SecretVault -Name $vault -ModuleName (Join-Path $PSScriptRoot TestVault) -VaultParameters @{ Folder = $folder }
    }

    AfterEach { Unregister-SecretVault -Name $vault }

    It 'stores the password under the name of its target and leaves nothing else' {
        Invoke-UnknownRun
        Get-Entry | Should -HaveCount 3
        $inForce = $results | Restore-CloudPassword -VaultName $vault | Where-Object Attempt -EQ 1
        $confirmed = $inForce | Confirm-CloudPassword -VaultName $vault -ReportPath $report -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        Get-Entry | Sort-Object | Should -Be ($names.Values | Sort-Object)
        $inForce | ForEach-Object { Get-StoredText $names[$_.InstanceId] | Should -BeExactly (Get-Text $_) }
        $confirmed.Status | Should -Be 'Succeeded', 'Succeeded'
        $confirmed.SecretName | Sort-Object | Should -Be ($names.Values | Sort-Object)
        $confirmed.RunId | Select-Object -Unique | Should -Be $results[0].RunId
        $states = Get-CloudPasswordReport $report
        $states.Status | Should -Be 'Succeeded', 'Succeeded'
        $states | ForEach-Object { $_.SecretName | Should -Be $names[$_.InstanceId] }
        $states.ErrorId | Where-Object { $_ } | Should -BeNullOrEmpty
    }

    It 'removes the pending entry before the result, which may end the pipeline' {
        Invoke-UnknownRun $first
        $pending = "$($names[$first])-pending-$($results[0].RunId)"
        Get-Entry | Should -Contain $pending
        $confirmed = Confirm-CloudPassword -VaultName $vault -RunId $results[0].RunId -InstanceId $first -Attempt 1 -ReportPath $report | Select-Object -First 1
        $confirmed.Status | Should -Be 'Succeeded'
        Get-Entry | Should -Not -Contain $pending
    }

    It 'keeps the pending entry that it cannot remove, and says so after the result' {
        Invoke-UnknownRun $first
        $pending = "$($names[$first])-pending-$($results[0].RunId)"
        Set-Content -LiteralPath (Join-Path $folder REFUSE) -Value "remove:$pending"
        $confirmed = Confirm-CloudPassword -VaultName $vault -RunId $results[0].RunId -InstanceId $first -Attempt 1 -ReportPath $report -ErrorVariable errors -ErrorAction SilentlyContinue
        $confirmed.Status, $confirmed.SecretName | Should -Be 'Succeeded', $names[$first]
        "$errors" | Should -BeLike "$first is confirmed, and its pending entry stays. *"
    }

    It 'rejects the one of several ids that is invalid' {
        Invoke-UnknownRun
        $call = @{ VaultName = $vault; RunId = $results[0].RunId; InstanceId = $first, 'P@ss word', $second }
        $restored = Restore-CloudPassword @call -ErrorAction SilentlyContinue -ErrorVariable errors
        $restored.InstanceId | Select-Object -Unique | Should -Be $first, $second
        "$errors" | Should -BeLike 'Item 2: the InstanceId is invalid: *'
        (Confirm-CloudPassword @call -Attempt 1 -ErrorAction SilentlyContinue).InstanceId | Should -Be $first, $second
    }

    It 'says once what is wrong with a command of several ids' {
        Invoke-UnknownRun
        $null = Restore-CloudPassword -VaultName $vault -RunId 20260101000000aaaaaa -InstanceId $first, $second -ErrorAction SilentlyContinue -ErrorVariable errors
        $errors | Should -HaveCount 1
    }

    It 'keeps the seed while another target needs it, and removes it with the last' {
        Invoke-UnknownRun
        $null = Confirm-CloudPassword -VaultName $vault -RunId $results[0].RunId -InstanceId $first -Attempt 2 -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike "*$(Get-SeedEntry): 1 target may still need it ($($names[$second]))."
        Get-Entry | Sort-Object | Should -Be (@($names[$first], "$($names[$second])-pending-$($results[0].RunId)") + (Get-SeedEntry) | Sort-Object)
        $null = Confirm-CloudPassword -VaultName $vault -RunId $results[0].RunId -InstanceId $second -Attempt 1 -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        Get-Entry | Sort-Object | Should -Be ($names.Values | Sort-Object)
        (Get-CloudPasswordReport $report).Status | Should -Be 'Unknown', 'Unknown'
    }

    It 'of a killed run keeps the seed without the report, and removes it with the report' {
        Invoke-UnknownRun
        Reset-SeedNote
        $run = @{ VaultName = $vault; RunId = $results[0].RunId; Attempt = 1 }
        $null = Confirm-CloudPassword @run -InstanceId $first -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '*: the run did not write down which targets need it. Specify -ReportPath with the report of the run.'
        $null = Confirm-CloudPassword @run -InstanceId $second -ReportPath $report -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike "*1 target may still need it ($($names[$first]))."
        $null = Confirm-CloudPassword @run -InstanceId $first -ReportPath $report -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        Get-Entry | Sort-Object | Should -Be ($names.Values | Sort-Object)
    }

    It 'in the pipeline of a run leaves the seed to the run, which may need it for others' {
        Invoke-SandboxControl $sandbox faults -Method Post -Body @{ provider = 'zenlayer'; action = 'ResetInstancePassword'; kind = 'reset'; afterCommit = $true } | Out-Null
        $run = @{ Provider = 'Zenlayer'; Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey zenlayer; GeneratePassword = $true; VaultName = $vault; ReportPath = $report; MaximumRetryCount = 0; Confirm = $false }
        $seen = Reset-CloudInstancePassword @run -InstanceId $first -ErrorAction SilentlyContinue -WarningAction SilentlyContinue | ForEach-Object {
            $script:results = $_
            $null = $_ | Restore-CloudPassword -VaultName $vault | Where-Object Attempt -EQ 1 |
                Confirm-CloudPassword -VaultName $vault -ReportPath $report -WarningVariable script:inside -WarningAction SilentlyContinue
            Get-SeedEntry
        }
        "$inside" | Should -BeLike "*$seen*: the run is still at work in this pipeline.*"
        $seen | Should -HaveCount 1
        Get-Entry | Sort-Object | Should -Be (@($names[$first], $seen) | Sort-Object)
        Confirm-CloudPassword -VaultName $vault -RunId $results.RunId -ReportPath $report -WarningVariable warnings | Should -BeNullOrEmpty
        $warnings | Should -BeNullOrEmpty
        Get-Entry | Should -Be $names[$first]
    }

    It 'keeps the seed when a line of the report is incomplete, and still confirms the target of that line' {
        Invoke-UnknownRun
        Reset-SeedNote
        $lines = Get-Content -LiteralPath $report
        $lines | Where-Object { $_ -notmatch $second -or $_ -notmatch '"Unknown"' } |
            ForEach-Object { if ($_ -match $second -and $_ -match '"Sent"') { $_.Substring(0, 80) } else { $_ } } | Set-Content -LiteralPath $report
        $run = @{ VaultName = $vault; RunId = $results[0].RunId; Attempt = 1; ReportPath = $report; WarningAction = 'SilentlyContinue' }
        foreach ($id in $first, $second) {
            (Confirm-CloudPassword @run -InstanceId $id -WarningVariable warnings).Status | Should -Be 'Succeeded'
            $warnings | Should -HaveCount 2
            $warnings[0] | Should -BeLike 'Line * of the report is incomplete and was skipped; *'
            $warnings[1] | Should -BeLike "The seed of the run * stays *: the report has 1 incomplete line, and a target in it may need the seed. *Remove-Secret."
        }

        Get-Entry | Sort-Object | Should -Be (@($names.Values) + (Get-SeedEntry) | Sort-Object)
    }

    It 'without a target removes the seed of a run that left nothing open, and no other' {
        Invoke-UnknownRun $first
        Reset-SeedNote
        $lost = @{ VaultName = $vault; RunId = $results[0].RunId }
        { Confirm-CloudPassword @lost } | Should -Throw -ErrorId 'InvalidTarget,*'
        Confirm-CloudPassword @lost -ReportPath $report -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warnings" | Should -BeLike "*1 target may still need it ($($names[$first]))."
        Get-SeedEntry | Should -HaveCount 1
        $later = @{ Provider = 'Zenlayer'; InstanceId = $first; Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey zenlayer; GeneratePassword = $true; VaultName = $vault; ReportPath = $report }
        (Reset-CloudInstancePassword @later -Confirm:$false).Status | Should -Be 'Succeeded'
        Confirm-CloudPassword @lost -ReportPath $report -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warnings" | Should -BeNullOrEmpty
        Get-Entry | Should -Be $names[$first]
    }

    It 'does nothing for two passwords of one target' {
        Invoke-UnknownRun $first
        $before = Get-Entry
        $results | Restore-CloudPassword -VaultName $vault | Confirm-CloudPassword -VaultName $vault -ReportPath $report -ErrorVariable errors -ErrorAction SilentlyContinue |
            Should -BeNullOrEmpty
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'DuplicateTarget,*'
        "$($errors[0])" | Should -Be "Only one password of $first can be in force, and attempts 1 and 2 were specified. Confirm the one that works."
        Get-Entry | Should -Be $before
    }

    It 'does nothing for <Name>' -ForEach @(
        @{ Name = 'an attempt out of range'; With = @{ Attempt = 3 }; Id = 'InvalidTarget'; Text = '-Attempt is 1 to 2*' }
        @{ Name = 'no attempt'; With = @{ Attempt = $null }; Id = 'InvalidTarget'; Text = 'No attempt is specified. Specify -Attempt as Restore-CloudPassword shows it.' }
        @{ Name = 'an attempt that is no number'; With = @{ Attempt = 'P@ss word' }; Id = 'InvalidTarget'; Text = 'The command line: the Attempt is invalid*' }
        @{ Name = 'an unknown run'; With = @{ RunId = '20260101000000aaaaaa' }; Id = 'VaultWriteFailed'; Text = '*PasswordCmdlets-run-20260101000000aaaaaa* If the vault has no such entry: the seed of a run is removed when no target needs it any more.' }
        @{ Name = 'a target that is not in the run'; With = @{ InstanceId = '1341431445241235' }; Id = 'InvalidTarget'; Text = '*has nothing open for 1341431445241235*' }
        @{ Name = 'a resource that is not in the run'; With = @{ Resource = 'CvmInstance' }; Id = 'InvalidTarget'; Text = '1341431445241233 is no target of the run *, which changed Zenlayer-ZecInstance.' }
        @{ Name = 'another user'; With = @{ UserName = 'root' }; Id = 'InvalidTarget'; Text = '*has nothing open for*' }
        @{ Name = 'a target that is not in the report'; With = @{ InstanceId = '1341431445241235' }; WithReport = $true; Id = 'InvalidTarget'; Text = '*has no such target 1341431445241235, by its report.' }
        @{ Name = 'another user than in the report'; With = @{ UserName = 'root' }; WithReport = $true; Id = 'InvalidTarget'; Text = '*by its report. Its -UserName in the run: none.' }
        @{ Name = 'a report that does not exist'; With = @{ ReportPath = 'nosuch.jsonl' }; Id = 'ReportUnavailable'; Text = 'The report *nosuch.jsonl does not exist. Check the path. Nothing was changed.' }
    ) {
        Invoke-UnknownRun $first
        $before = Get-Entry | ForEach-Object { Get-StoredText $_ }
        $call = @{ VaultName = $vault; RunId = $results[0].RunId; InstanceId = $first; Attempt = 1 } + @{}
        if ($_['WithReport']) { $call.ReportPath = $report }
        $With.GetEnumerator() | ForEach-Object { $call[$_.Key] = $_.Value }
        $errors = @(try { Confirm-CloudPassword @call -ErrorAction SilentlyContinue -ErrorVariable written; $written } catch { $_ })
        $errors[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        "$($errors[0])" | Should -BeLike $Text
        "$($errors[0])" | Should -Not -BeLike '*P@ss*'
        Get-Entry | ForEach-Object { Get-StoredText $_ } | Should -Be $before
        (Get-CloudPasswordReport $report).Status | Should -Be 'Unknown'
    }

    It 'does nothing for a target that a later run changed, by the report' {
        Invoke-UnknownRun $first
        $lost = $results
        $later = @{ Provider = 'Zenlayer'; InstanceId = $first; Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey zenlayer; GeneratePassword = $true; VaultName = $vault; ReportPath = $report }
        $current = Reset-CloudInstancePassword @later -Confirm:$false
        $stored = Get-StoredText $names[$first]
        $lost | Restore-CloudPassword -VaultName $vault | Select-Object -First 1 |
            Confirm-CloudPassword -VaultName $vault -ReportPath $report -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        "$errors" | Should -BeLike "The run $($current.RunId) set another password of $first after the run $($lost.RunId), by the report."
        Get-StoredText $names[$first] | Should -BeExactly $stored
    }

    It 'does nothing for a target whose entry has the password of a later run' {
        Invoke-UnknownRun $first
        $later = @{ Provider = 'Zenlayer'; InstanceId = $first; Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey zenlayer; GeneratePassword = $true; VaultName = $vault }
        (Reset-CloudInstancePassword @later -Confirm:$false).Status | Should -Be 'Succeeded'

        # The times of metadata are whole seconds.
        $metadata = Join-Path $folder "$($names[$first]).metadata"
        $fields = Get-Content -LiteralPath $metadata -Raw | ConvertFrom-Json -DateKind String
        $fields.ChangedAt = '2099-01-01T00:00:00Z'
        $fields | ConvertTo-Json -Compress | Set-Content -LiteralPath $metadata
        $inForce = Get-StoredText $names[$first]
        Confirm-CloudPassword -VaultName $vault -RunId $results[0].RunId -InstanceId $first -Attempt 1 -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'VaultWriteFailed,*'
        "$($errors[0])" | Should -BeLike "*The entry $($names[$first]) has the password of a later run, $($fields.RunId).*"
        Get-StoredText $names[$first] | Should -BeExactly $inForce
        Get-SeedEntry | Should -HaveCount 1
    }

    It 'removes nothing when the vault rejects the password' {
        Invoke-UnknownRun $first
        $before = Get-Entry
        Set-Content -LiteralPath (Join-Path $folder REFUSE) -Value $names[$first]
        $call = @{ VaultName = $vault; RunId = $results[0].RunId; InstanceId = $first; Attempt = 1; ReportPath = $report }
        Confirm-CloudPassword @call -ErrorVariable errors -ErrorAction SilentlyContinue -WarningVariable warnings | Should -BeNullOrEmpty
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'VaultWriteFailed,*'
        "$errors" | Should -BeLike "$first is not confirmed, and nothing was removed.*"
        Get-Entry | Should -Be $before
        (Get-CloudPasswordReport $report).Status | Should -Be 'Unknown'
        Remove-Item -LiteralPath (Join-Path $folder REFUSE)
        Set-Content -LiteralPath (Join-Path $folder FORGET) -Value '*'
        Confirm-CloudPassword @call -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        "$errors" | Should -BeLike "$first is not confirmed, and nothing was removed.*"
        Get-Entry | Should -Be $before
    }

    It 'confirms the other runs when the seed of one is gone' {
        Invoke-UnknownRun $first
        $early = $results | Restore-CloudPassword -VaultName $vault | Where-Object Attempt -EQ 1
        Invoke-UnknownRun $second
        $late = $results | Restore-CloudPassword -VaultName $vault | Where-Object Attempt -EQ 1
        $null = $early | Confirm-CloudPassword -VaultName $vault
        $confirmed = $early, $late | Confirm-CloudPassword -VaultName $vault -ErrorVariable errors -ErrorAction SilentlyContinue
        $confirmed.InstanceId | Should -Be $second
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'VaultWriteFailed,*'
        $errors[0].TargetObject | Should -Be $early.RunId
        Get-Entry | Sort-Object | Should -Be ($names.Values | Sort-Object)
    }

    It 'changes nothing with -WhatIf, and does not read the vault' {
        Confirm-CloudPassword -VaultName nosuch -RunId 20260101000000aaaaaa -InstanceId $first -Attempt 1 -WhatIf | Should -BeNullOrEmpty
    }

    It 'uses the name that the template of the run gives' {
        Invoke-SandboxControl $sandbox faults -Method Post -Body @{ provider = 'zenlayer'; action = 'ResetInstancePassword'; kind = 'reset'; afterCommit = $true } | Out-Null
        $run = @{ Provider = 'Zenlayer'; InstanceId = $first; Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey zenlayer; GeneratePassword = $true; VaultName = $vault; MaximumRetryCount = 0 }
        $lost = Reset-CloudInstancePassword @run -SecretName 'web.{InstanceId}' -Confirm:$false -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        Invoke-SandboxControl $sandbox faults -Method Delete | Out-Null
        $confirmed = $lost | Restore-CloudPassword -VaultName $vault | Select-Object -First 1 | Confirm-CloudPassword -VaultName $vault
        $confirmed.SecretName | Should -Be "web--02e$first"
        Get-Entry | Should -Be "web--02e$first"
    }

    It 'finds the region and the resource where the command names none' {
        $run = @{ Provider = 'Tencent'; InstanceId = 'ins-linux003'; Region = 'ap-guangzhou'; Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey tencent; GeneratePassword = $true; VaultName = $vault }
        $lost = Reset-CloudInstancePassword @run -Force -WaitTimeoutSec 1 -Confirm:$false -WarningAction SilentlyContinue
        $lost.Status | Should -Be 'Accepted'
        $confirmed = Confirm-CloudPassword -VaultName $vault -RunId $lost.RunId -InstanceId ins-linux003 -Attempt 1
        $confirmed.SecretName | Should -Be 'Tencent-CvmInstance-ap-guangzhou-ins-linux003'
        Get-Entry | Should -Be 'Tencent-CvmInstance-ap-guangzhou-ins-linux003'
    }

    It 'stores the password of a change that completed after its run, from the report of the run' {
        $common = @{ Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey tencent; ReportPath = $report }
        $accepted = Reset-CloudInstancePassword @common -Provider Tencent -Region ap-guangzhou -InstanceId ins-linux002 -GeneratePassword -VaultName $vault -WaitTimeoutSec 1 -Confirm:$false -WarningAction SilentlyContinue
        $accepted.Status, $accepted.ErrorId | Should -Be 'Accepted', 'WaitTimeout'
        $waited = Get-CloudPasswordReport $report | Wait-CloudPasswordReset @common
        $waited.Status, $waited.RunId, $waited.VaultName | Should -Be 'Succeeded', $accepted.RunId, $vault
        $waited.SecretName | Should -BeNullOrEmpty
        $waited.Message | Should -BeLike '*Its password is in the vault as a pending entry, not under the target''s own name: pipe this result to Restore-CloudPassword*'

        # As the report has it, in another session.
        $state = Get-CloudPasswordReport $report
        $state.Status, $state.RunId, $state.SecretName | Should -Be 'Succeeded', $accepted.RunId, $null
        $candidates = @($state | Restore-CloudPassword -VaultName $vault)
        $candidates | Where-Object Attempt -EQ 1 | Confirm-CloudPassword -VaultName $vault -ReportPath $report -WarningVariable warnings | Out-Null
        $warnings | Should -BeNullOrEmpty
        Get-Entry | Should -Be 'Tencent-CvmInstance-ap-guangzhou-ins-linux002'
        (Get-CloudPasswordReport $report).SecretName | Should -Be 'Tencent-CvmInstance-ap-guangzhou-ins-linux002'
    }

    It 'keeps the seed of a killed run when the report is of another run' {
        Invoke-UnknownRun $first
        Reset-SeedNote
        $other = New-Item -Path (Join-Path $folder 'other.jsonl') -ItemType File
        Confirm-CloudPassword -VaultName $vault -RunId $results[0].RunId -ReportPath $other.FullName -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warnings" | Should -BeLike '*the run did not write this report. Specify -ReportPath with the report of the run.'
        Get-SeedEntry | Should -HaveCount 1
    }
}
