# A vault is used by one run at a time: runs of several processes and runspaces in one vault, and no password is lost.
BeforeDiscovery {
    $store = 'of SecretStore (skipped where that is not installed, and on Windows, where its store cannot be moved aside)'
    $script:kinds = @(
        @{ Kind = 'that caches as SecretStore does'; IsStore = $false; IsMissing = $false }
        @{ Kind = $store; IsStore = $true; IsMissing = $IsWindows -or -not (Get-Module -ListAvailable Microsoft.PowerShell.SecretStore) }
    )
}

BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Sandbox.psm1, $PSScriptRoot/Shell.psm1 -Force

    function New-Fleet([int]$Count) { 1..$Count | ForEach-Object { [string](1341431445250000 + $_) } }

    function Start-FleetSandbox([string[]]$Ids) {
        $seed = Join-Path $TestDrive "$([guid]::NewGuid()).json"
        @{
            accessKeys = @(@{ provider = 'zenlayer'; id = 'sandbox-zenlayer-id'; secret = 'sandbox-zenlayer-secret'; account = 'zenlayer-sandbox' })
            zenlayer   = @{ instances = @($Ids | ForEach-Object { @{ id = $_ } }) }
        } | ConvertTo-Json -Depth 5 | Set-Content -LiteralPath $seed
        Start-Sandbox -SeedPath $seed
    }

    function Get-FleetPassword([psobject]$Sandbox) {
        $passwords = @{}
        foreach ($instance in (Invoke-SandboxControl $Sandbox 'state?provider=zenlayer&passwords=true').instances) {
            $passwords[[string]$instance.id] = @($instance.passwords)[-1].password
        }

        $passwords
    }

    function Start-Script([string]$Text) {
        $process = [System.Diagnostics.Process]::Start((Get-PowerShellStart '-NoProfile', '-NonInteractive', '-Command', $Text))
        [pscustomobject]@{ Process = $process; Output = $process.StandardOutput.ReadToEndAsync(); Errors = $process.StandardError.ReadToEndAsync() }
    }

    function Wait-Script([psobject]$Script, [int]$Seconds = 600) {
        if (-not $Script.Process.WaitForExit($Seconds * 1000)) {
            $Script.Process.Kill()
            throw "The process did not end within $Seconds seconds: $($Script.Output.Result) $($Script.Errors.Result)"
        }

        $Script.Output.Result + $Script.Errors.Result
    }

    function Register-TestVault([hashtable]$With = @{}) {
        $folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        $name = "PasswordCmdletsRuns$([guid]::NewGuid().ToString('n'))"
        Register-SecretVault -Name $name -ModuleName (Join-Path $PSScriptRoot TestVault) -VaultParameters ($With + @{ Folder = $folder })
        [pscustomobject]@{ Name = $name; Folder = $folder }
    }
}

Describe 'Two processes with one vault <Kind>' -ForEach $kinds {
    BeforeAll {
        if ($IsMissing) {
            return
        }

        $script:rounds = 5
        $script:ids = New-Fleet (40 * $rounds)
        $script:sandbox = Start-FleetSandbox $ids
        $script:savedHome = $env:HOME
        if ($IsStore) {
            $env:HOME = (New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
            $script:vault = [pscustomobject]@{ Name = 'Fleet' }
            Invoke-PowerShell -NoProfile -NonInteractive -Command @"
Import-Module '$PSScriptRoot/Sandbox.psm1'
Set-SecretStoreConfiguration -Authentication None -Interaction None -Password (ConvertTo-TestSecret 'none') -Confirm:`$false
Register-SecretVault -Name Fleet -ModuleName Microsoft.PowerShell.SecretStore
"@
        }
        else {
            $script:vault = Register-TestVault @{ CacheSeconds = 5 }
        }
    }

    AfterAll {
        if ($IsMissing) {
            return
        }

        Stop-Sandbox $sandbox
        if ($vault.Folder) { Unregister-SecretVault -Name $vault.Name }
        $env:HOME = $savedHome
    }

    It 'lose none of the passwords of five rounds' {
        if ($IsMissing) {
            Set-ItResult -Skipped -Because 'SecretStore is not installed, or its store cannot be moved aside'
        }

        function Start-Round([int]$First, [int]$Count) {
            Start-Script @"
`$ProgressPreference = 'SilentlyContinue'
Import-Module '$env:PASSWORDCMDLETS_MODULE', '$PSScriptRoot/Sandbox.psm1'
`$with = @{ Provider = 'Zenlayer'; Endpoint = '$($sandbox.Address)'; AccessKey = Get-SandboxKey zenlayer; GeneratePassword = `$true; VaultName = '$($vault.Name)'; Confirm = `$false; WarningAction = 'SilentlyContinue' }
foreach (`$round in 0..$($rounds - 1)) {
    1..$Count | ForEach-Object { [string](1341431445250000 + 40 * `$round + $First + `$_) } | Reset-CloudInstancePassword @with | ForEach-Object { "`$(`$_.Status) `$(`$_.ErrorId)" }
}
"@
        }

        $scripts = (Start-Round 0 25), (Start-Round 25 15)
        $output = $scripts | ForEach-Object { Wait-Script $_ }
        ($output -join '' | Select-String -AllMatches 'Succeeded \r?\n').Matches | Should -HaveCount $ids.Count -Because ($output -join '')

        $now = Get-FleetPassword $sandbox
        $reader = Start-Script "Get-SecretInfo -Vault $($vault.Name) | ForEach-Object { `"`$(`$_.Name)=`$(Get-Secret -Vault $($vault.Name) -Name `$_.Name -AsPlainText)`" }"
        $stored = @{}
        foreach ($line in (Wait-Script $reader) -split '\r?\n' -match '=') {
            $name, $text = $line -split '=', 2
            $stored[$name] = $text
        }

        @($ids | Where-Object { $stored["Zenlayer-ZecInstance-global-$_"] -cne $now[$_] }) | Should -BeNullOrEmpty
        $stored.Keys | Should -HaveCount $ids.Count -Because 'no seed stays'
    }
}

Describe 'The runspaces of one process' {
    BeforeAll {
        $script:ids = New-Fleet 8
    }

    BeforeEach {
        $script:sandbox = Start-FleetSandbox $ids
        $script:vault = Register-TestVault
        $script:with = @{ Provider = 'Zenlayer'; Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey zenlayer; GeneratePassword = $true; VaultName = $vault.Name; Confirm = $false; WarningAction = 'SilentlyContinue' }
    }

    AfterEach {
        Stop-Sandbox $sandbox
        Unregister-SecretVault -Name $vault.Name
    }

    It 'store every password with <Name>' -ForEach @(
        @{ Name = 'ForEach-Object -Parallel (skipped in Windows PowerShell, which does not have it)'; Run = {
                $module = $env:PASSWORDCMDLETS_MODULE
                $ids | ForEach-Object -ThrottleLimit 8 -Parallel { Import-Module $using:module; $with = $using:with; Reset-CloudInstancePassword @with -InstanceId $_ }
            }
        }
        @{ Name = 'Start-ThreadJob (skipped in Windows PowerShell, which does not have it)'; Run = {
                $module = $env:PASSWORDCMDLETS_MODULE
                $jobs = $ids | ForEach-Object { Start-ThreadJob -ThrottleLimit 8 -ArgumentList $_ -ScriptBlock { Import-Module $using:module; $with = $using:with; Reset-CloudInstancePassword @with -InstanceId $args[0] } }
                $jobs | Receive-Job -Wait -AutoRemoveJob
            }
        }
    ) {
        if ($PSEdition -eq 'Desktop') {
            Set-ItResult -Skipped -Because 'Windows PowerShell has neither'
        }

        $results = & $Run
        $results.Status | Should -Be (@('Succeeded') * 8)
        $now = Get-FleetPassword $sandbox
        @($ids | Where-Object { [System.IO.File]::ReadAllText((Join-Path $vault.Folder "Zenlayer-ZecInstance-global-$_.secret")) -cne $now[$_] }) | Should -BeNullOrEmpty
        Get-ChildItem -LiteralPath $vault.Folder -Filter *.secret | Should -HaveCount 8
    }

    It 'share the vault where one command feeds another' {
        $results = $ids[0] | Reset-CloudInstancePassword @with | Reset-CloudInstancePassword @with -SecretName 'again-{InstanceId}'
        $results.SecretName | Should -Be "again-$($ids[0])"
    }
}

Describe 'A vault that another run uses' {
    BeforeAll {
        $script:sandbox = Start-Sandbox
        $script:vault = Register-TestVault
        $script:with = @{ Provider = 'Zenlayer'; Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey zenlayer; GeneratePassword = $true; VaultName = $vault.Name; Confirm = $false }

        # A run of another process that never ends.
        Set-Content -LiteralPath (Join-Path $vault.Folder BLOCK) -Value 'Zenlayer-*'
        $script:other = Start-Script @"
Import-Module '$env:PASSWORDCMDLETS_MODULE', '$PSScriptRoot/Sandbox.psm1'
Reset-CloudInstancePassword -Provider Zenlayer -InstanceId 1341431445241233 -GeneratePassword -VaultName $($vault.Name) -Endpoint $($sandbox.Address) -AccessKey (Get-SandboxKey zenlayer) -Confirm:`$false
"@
        $deadline = [datetime]::UtcNow.AddSeconds(60)
        while (-not (Test-Path -LiteralPath (Join-Path $vault.Folder BLOCKED))) {
            if ($other.Process.HasExited -or [datetime]::UtcNow -gt $deadline) { throw "The other run never used the vault. $($other.Errors.Result)" }
            $null = $other.Process.WaitForExit(50)
        }

        Remove-Item -LiteralPath (Join-Path $vault.Folder BLOCK)
    }

    AfterAll {
        if (-not $other.Process.HasExited) { $other.Process.Kill() }
        Stop-Sandbox $sandbox
        Unregister-SecretVault -Name $vault.Name
    }

    It 'is waited for, no longer than -WaitTimeoutSec, and nothing is sent' {
        { Reset-CloudInstancePassword @with -InstanceId 1341431445241234 -WaitTimeoutSec 1 -WarningVariable script:warnings -WarningAction SilentlyContinue } | Should -Throw -ErrorId 'VaultWriteFailed,*'
        "$warnings" | Should -BeLike "Another run uses the vault $($vault.Name).*"
        Get-SandboxRequest $sandbox -Action Reset | Where-Object targetIds -Contains 1341431445241234 | Should -BeNullOrEmpty
    }

    It 'is waited for no longer when the command is stopped' {
        $shell = [powershell]::Create()
        $null = $shell.AddScript('param($module, $with) Import-Module $module; Reset-CloudInstancePassword @with -InstanceId 1341431445241234').AddArgument($env:PASSWORDCMDLETS_MODULE).AddArgument($with)
        $running = $shell.BeginInvoke()
        $deadline = [datetime]::UtcNow.AddSeconds(30)
        while ($shell.Streams.Warning.Count -eq 0 -and [datetime]::UtcNow -lt $deadline) { $null = $running.AsyncWaitHandle.WaitOne(50) }
        $shell.Streams.Warning.Count | Should -Be 1
        $stopped = $shell.BeginStop($null, $null)
        $stopped.AsyncWaitHandle.WaitOne(10000) | Should -BeTrue
        $shell.Dispose()
    }

    It 'is free when its process is killed' {
        $other.Process.Kill()
        $other.Process.WaitForExit()
        (Reset-CloudInstancePassword @with -InstanceId 1341431445241234 -WarningAction SilentlyContinue).Status | Should -Be 'Succeeded'
    }
}
