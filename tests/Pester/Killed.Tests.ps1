# A process is killed at each step of its work; whatever the instance has then, the vault names it.
BeforeDiscovery {
    $script:steps = @(
        @{ Step = 'before anything was sent'; Fault = @{ provider = 'zenlayer'; action = 'DescribeInstances'; kind = 'hang' }; Block = $null; Changed = $false; Reached = { (Get-Entry) -match '^PasswordCmdlets-run-' } }
        @{ Step = 'after the change, before its response'; Fault = @{ provider = 'zenlayer'; action = 'ResetInstancePassword'; kind = 'hang'; afterCommit = $true }; Block = $null; Changed = $true; Reached = { Get-InstancePassword } }
        @{ Step = 'while the seed is being stored'; Fault = $null; Block = 'PasswordCmdlets-run-*'; Changed = $false; Reached = { Test-Path -LiteralPath (Join-Path $folder BLOCKED) } }
        @{ Step = 'while the password is being stored'; Fault = $null; Block = 'Zenlayer-*'; Changed = $true; Reached = { Test-Path -LiteralPath (Join-Path $folder BLOCKED) } }
        @{ Step = 'while the seed is being removed'; Fault = $null; Block = 'remove:PasswordCmdlets-run-*'; Changed = $true; Reached = { Test-Path -LiteralPath (Join-Path $folder BLOCKED) } }
    )
}

Describe 'A process killed <Step>' -ForEach $steps {
    BeforeAll {
        Import-Module $env:PASSWORDCMDLETS_MODULE -Force
        Import-Module $PSScriptRoot/Sandbox.psm1, $PSScriptRoot/Shell.psm1 -Force
        $script:id = '1341431445241233'
        $script:vault = "PasswordCmdletsKilled$PID"
        $script:folder = New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))
        Register-SecretVault -Name $vault -ModuleName (Join-Path $PSScriptRoot 'TestVault') -VaultParameters @{ Folder = $folder.FullName }
        $script:sandbox = Start-Sandbox

        function Get-Entry { (Get-ChildItem -LiteralPath $folder -Filter *.secret).BaseName }
        function Get-InstancePassword {
            $state = Invoke-SandboxControl $sandbox "state?provider=zenlayer&id=$id&passwords=true"
            ($state | ConvertTo-Json -Depth 20 | Select-String -AllMatches '"password":\s*("(?:[^"\\]|\\.)*")').Matches |
                Select-Object -First 1 | ForEach-Object { ConvertFrom-Json $_.Groups[1].Value }
        }
    }

    AfterAll {
        Unregister-SecretVault -Name $vault
        Stop-Sandbox $sandbox
    }

    It 'loses no password' {
        if ($Fault) { Invoke-SandboxControl $sandbox faults -Method Post -Body $Fault | Out-Null }
        if ($Block) { Set-Content -LiteralPath (Join-Path $folder BLOCK) -Value $Block }
        $before = Get-InstancePassword
        $script = @"
Import-Module '$env:PASSWORDCMDLETS_MODULE'
Import-Module '$PSScriptRoot/Sandbox.psm1'
Reset-CloudInstancePassword -Provider Zenlayer -InstanceId $id -GeneratePassword -VaultName $vault -Endpoint $($sandbox.Address) -AccessKey (Get-SandboxKey zenlayer) -ReportPath '$folder/report.jsonl' -Confirm:`$false
"@
        $process = [System.Diagnostics.Process]::Start((Get-PowerShellStart '-NoProfile', '-NonInteractive', '-Command', $script))
        $null = $process.StandardOutput.ReadToEndAsync(), $process.StandardError.ReadToEndAsync()
        try {
            $deadline = [datetime]::UtcNow.AddSeconds(60)
            while (-not (& $Reached)) {
                if ($process.HasExited -or [datetime]::UtcNow -gt $deadline) { throw 'The process never came to that step.' }
                $null = $process.WaitForExit(50)
            }
        }
        finally {
            $process.Kill()
            $process.WaitForExit()
        }

        $now = Get-InstancePassword
        ($now -cne $before) | Should -Be $Changed
        if ($Changed) {
            $line = Get-CloudPasswordReport (Join-Path $folder report.jsonl)
            $restored = $line | Restore-CloudPassword -VaultName $vault
            ($restored | ForEach-Object { $_.Credential.GetNetworkCredential().Password }) -ccontains $now | Should -BeTrue
        }

        if ($Changed) {
            # The guide to unattended use, as it stands, with a copy of the vault.
            $copy = New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))
            Copy-Item -Path "$folder/*.secret", "$folder/report.jsonl" -Destination $copy
            Register-SecretVault -Name "$vault-copy" -ModuleName (Join-Path $PSScriptRoot 'TestVault') -VaultParameters @{ Folder = $copy.FullName }
            $guide = [System.IO.File]::ReadAllText((Join-Path (Split-Path (Split-Path $PSScriptRoot)) docs/automation.md)) -replace '\r\n', "`n"
            $section = [regex]::Match($guide, '(?s)\n## From kill -9 to a clean vault\n(.*?)\n## ').Groups[1].Value
            $code = [regex]::Matches($section, '(?s)```powershell\n(.*?)\n```').ForEach({ $_.Groups[1].Value }) -join "`n"
            $code | Should -BeLike '*Confirm-CloudPassword*'
            $shown = & ([scriptblock]::Create($code.Replace('./rotate.jsonl', "$copy/report.jsonl").Replace('Fleet', "$vault-copy")))
            if ($run = @($line | Where-Object SecretName)) {
                Confirm-CloudPassword -VaultName "$vault-copy" -RunId $run[0].RunId -ReportPath "$copy/report.jsonl"
            }

            $shown | Should -Not -BeNullOrEmpty
            (Get-ChildItem -LiteralPath $copy -Filter *.secret).BaseName | Should -Be "Zenlayer-ZecInstance-global-$id"
            Get-Secret -Vault "$vault-copy" -Name "Zenlayer-ZecInstance-global-$id" -AsPlainText | Should -BeExactly $now
            $states = Get-CloudPasswordReport "$copy/report.jsonl"
            $states.Status | Should -Be 'Succeeded'
            $states.SecretName | Should -Be "Zenlayer-ZecInstance-global-$id"
            Unregister-SecretVault -Name "$vault-copy"
        }

        # A later run leaves the dead one's seed alone and removes its own.
        Get-ChildItem -LiteralPath $folder -Filter BLOCK* | Remove-Item
        Invoke-SandboxControl $sandbox faults -Method Delete | Out-Null
        $seeds = @(Get-Entry) -match '^PasswordCmdlets-run-'
        $later = @{ Provider = 'Zenlayer'; InstanceId = '1341431445241234', $id; GeneratePassword = $true; VaultName = $vault; Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey zenlayer; Confirm = $false }
        (Reset-CloudInstancePassword @later -WarningVariable warnings).Status | Should -Be 'Succeeded', 'Succeeded'
        $warnings | Should -BeNullOrEmpty
        @(Get-Entry) -match '^PasswordCmdlets-run-' | Should -Be $seeds
    }
}
