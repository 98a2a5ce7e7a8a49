# No secret in a transcript of what was really done, nor in what a terminal shows of progress.
BeforeDiscovery {
    $script:noTerminal = -not ($IsLinux -and @(Get-Command script, stty -CommandType Application -ErrorAction SilentlyContinue | Select-Object -ExpandProperty Name -Unique).Count -eq 2)
}

BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Sandbox.psm1, $PSScriptRoot/Shell.psm1, $PSScriptRoot/Leaks.psm1 -Force
}

Describe 'A transcript of what was really done' {
    BeforeAll {
        # What every provider takes, and still changes when it is encoded.
        $script:taken = @{ new = 'Cl0ud+@=x-12'; odd = 'Dcs5&<x>+,^-/2'; old = "0ld'%22`"<y>&$([char]0xe8)-2"; vnc = 'Vnc9Zq'; key = "k3y'%41`"<z>&-3" }
        $script:forms = @($taken.Values | ForEach-Object { Get-SecretForm $_ })
        $script:all = Get-LeakCase
        $seed = Join-Path $TestDrive seed.json
        ConvertTo-LeakSeed $all $taken | Set-Content -LiteralPath $seed
        $script:sandbox = Start-Sandbox -SeedPath $seed
        $script:vault = "PasswordCmdletsTranscript$PID"
        $script:folder = New-Item -ItemType Directory -Path (Join-Path $TestDrive vault)
        Register-SecretVault -Name $vault -ModuleName (Join-Path $PSScriptRoot TestVault) -VaultParameters @{ Folder = $folder.FullName }

        # The seed stays, so that Restore-CloudPassword has something to do.
        foreach ($file in 'KEEP', 'QUOTE') { Set-Content -LiteralPath (Join-Path $folder $file) -Value '' }
        Set-Content -LiteralPath (Join-Path $folder REFUSE) -Value 'Zenlayer-*'
    }

    AfterAll {
        Unregister-SecretVault -Name $vault
        Stop-Sandbox $sandbox
    }

    It 'holds every stream and no secret' {
        $transcript, $made, $given = 'transcript.txt', 'made.json', 'given.json' | ForEach-Object { Join-Path $TestDrive $_ }
        $shown = "Sh0wn'%27&<x>-1"
        $taken + @{ shown = $shown } | ConvertTo-Json | Set-Content -LiteralPath $given
        $output = Invoke-PowerShell -NoProfile -NonInteractive -File $PSScriptRoot/Invoke-Transcribed.ps1 -TextPath $given -Endpoint $sandbox.Address -TranscriptPath $transcript -GeneratedPath $made -VaultName $vault *>&1 | Out-String -Width 4000
        $text = [System.IO.File]::ReadAllText($transcript)

        # Every command was met by what it was to be met by.
        $met = @($all | Where-Object { $_.Fault -in 'no fault', 'a refusal that quotes the password in every form' })
        $sent = Get-SandboxRequest $sandbox | Group-Object accessKeyId -AsHashTable -AsString
        foreach ($case in $met) {
            $sent["leak-$($case.Number)"].action | Should -Contain $case.Action
            $part = $text -split '(?m)^== ' | Where-Object { $_.StartsWith("$($case.Cmdlet), $($case.Fault)") }

            # A restart or a wait that is rejected follows a change that was accepted.
            $follows = $case.Cmdlet -like 'Wait-*' -or $case.Action -eq 'RebootInstance'
            $status = if ($case.Fault -eq 'no fault' -or $follows) { '(Succeeded|Accepted)' } else { 'Failed' }
            $part | Should -Match "(?m)^Status +: $status"
        }

        $text | Should -Match '(?m)^VERBOSE: \w+, (POST|PUT) to '
        $text | Should -Match '(?m)^DEBUG: \w+, (POST|PUT) to '

        $generated = @(Get-Content -Raw -LiteralPath $made | ConvertFrom-Json)
        $generated | Should -HaveCount 3
        $stored = Get-ChildItem -LiteralPath $folder -Filter *.kept | ForEach-Object { [System.IO.File]::ReadAllText($_.FullName) }
        $stored = @($stored) + @($stored -match '^pcs2\.' -replace '^pcs2\.' -replace '\..*') | Where-Object { $_ }
        $wanted = $forms + @(@($generated) + @($stored) | ForEach-Object { Get-SecretForm $_ })
        foreach ($place in @{ Name = 'the transcript'; Text = $text }, @{ Name = 'the output'; Text = $output }) {
            foreach ($stream in 'VERBOSE', 'DEBUG') { Find-Leak $place.Name $place.Text @("${stream}: $shown") | Should -Not -BeNullOrEmpty }
            Find-Leak $place.Name $place.Text $wanted | Should -BeNullOrEmpty

            # What was broken into lines is put together again.
            Find-Leak $place.Name ($place.Text -replace '\r?\n\s*') $wanted | Should -BeNullOrEmpty
        }
    }
}

Describe 'Progress is counts' {
    BeforeAll {
        $script:sandbox = Start-Sandbox
        $script:password = 'Cl0ud+^$=*@x-1'
        $script:wanted = Get-SecretForm $password
        $script:file = Join-Path $TestDrive password.txt
        Set-Content -LiteralPath $file -Value $password -NoNewline
        Invoke-SandboxControl $sandbox faults -Method Post -Body @{ provider = 'zenlayer'; action = 'ResetInstancePassword'; kind = 'delay'; delayMilliseconds = 1000 } | Out-Null
        $script:watched = '-NoProfile', '-File', (Join-Path $PSScriptRoot Invoke-Watched.ps1), '-TextPath', $file, '-Endpoint', $sandbox.Address, '-RecordPath'
    }

    AfterAll {
        Stop-Sandbox $sandbox
    }

    It 'and none in a non-interactive session' {
        $path = Join-Path $TestDrive unwatched.json
        $output = Invoke-PowerShell @watched $path *>&1 | Out-String -Width 4000
        $seen = Get-Content -Raw -LiteralPath $path | ConvertFrom-Json
        $seen.Statuses | Should -Be 'Succeeded', 'Succeeded'
        $seen.Records | Should -BeNullOrEmpty
        $output | Should -Match 'Succeeded'
        $output | Should -Not -Match 'of 2 done'
        Find-Leak 'the output' $output $wanted | Should -BeNullOrEmpty
    }

    It 'in a terminal that script(1) plays (skipped where that is missing)' -Skip:$noTerminal {
        $path = Join-Path $TestDrive watched.json
        $command = "stty cols 200 rows 50; exec $((@(Get-PowerShellCommand) + $watched + $path | ForEach-Object { "'$_'" }) -join ' ')"
        $term = $env:TERM
        $env:TERM = 'xterm-256color'
        try {
            # A terminal responds to a query of its cursor position; without responses every drawing waits for one.
            $output = "$([char]27)[1;1R" * 200 | script -qec $command /dev/null | Out-String -Width 4000
        }
        finally {
            $env:TERM = $term
        }

        $seen = Get-Content -Raw -LiteralPath $path | ConvertFrom-Json
        $seen.Statuses | Should -Be 'Succeeded', 'Succeeded'
        $seen.Records | Should -Not -BeNullOrEmpty
        foreach ($record in $seen.Records) {
            "$($record.StatusDescription)|$($record.CurrentOperation)" | Should -Match '^(\d of [12] done, \d failed, \d in flight, \d remaining, [\d.]+ a second|Done)\|$'
        }

        $output | Should -Match '\d of 2 done'
        Find-Leak 'the terminal' $output $wanted | Should -BeNullOrEmpty
        Find-Leak 'a record' (Get-Content -Raw -LiteralPath $path) $wanted | Should -BeNullOrEmpty
    }
}
