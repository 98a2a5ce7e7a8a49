# The vaults that the other files use: SecretManagement, or its stand-in, with the test vault and, where that is installed, SecretStore.
BeforeDiscovery {
    $script:noStore = $IsWindows -or -not (Get-Module -ListAvailable Microsoft.PowerShell.SecretStore)
}

BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Sandbox.psm1, $PSScriptRoot/Shell.psm1 -Force

    function New-TestVault([hashtable]$With = @{}) {
        $folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        $name = "PasswordCmdletsVault$([guid]::NewGuid().ToString('n'))"
        Register-SecretVault -Name $name -ModuleName (Join-Path $PSScriptRoot TestVault) -VaultParameters ($With + @{ Folder = $folder })
        [pscustomobject]@{ Name = $name; Folder = $folder }
    }
}

Describe 'The test vault' {
    AfterEach {
        Unregister-SecretVault -Name $vault.Name
    }

    It 'stores, lists, reads and removes' {
        $vault = New-TestVault
        (Get-SecretVault -Name $vault.Name).Name | Should -Be $vault.Name
        Set-Secret -Vault $vault.Name -Name one -SecureStringSecret (ConvertTo-TestSecret 'first')
        Set-Secret -Vault $vault.Name -Name two -Secret (ConvertTo-TestSecret 'second')
        (Get-SecretInfo -Vault $vault.Name -Name 't*').Name | Should -Be 'two'
        Get-Secret -Vault $vault.Name -Name one -AsPlainText | Should -BeExactly 'first'
        Get-Secret -Vault $vault.Name -Name two | Should -BeOfType [securestring]
        Remove-Secret -Vault $vault.Name -Name one
        (Get-SecretInfo -Vault $vault.Name).Name | Should -Be 'two'
        Get-Secret -Vault $vault.Name -Name one -ErrorAction SilentlyContinue -ErrorVariable missing | Should -BeNullOrEmpty
        $missing[0].FullyQualifiedErrorId | Should -BeLike 'GetSecretNotFound,*'
        { Remove-Secret -Vault $vault.Name -Name one -ErrorAction Stop } | Should -Throw
    }

    It 'says what it rejects without what that was' {
        $vault = New-TestVault
        'REFUSE', 'QUOTE' | ForEach-Object { Set-Content -LiteralPath (Join-Path $vault.Folder $_) -Value '*' }
        { Set-Secret -Vault $vault.Name -Name one -SecureStringSecret (ConvertTo-TestSecret 'first') -ErrorAction Stop } | Should -Throw "Unable to add secret one to vault $($vault.Name)"
    }

    It 'with a cache undoes what another process wrote, until it reads again' {
        $vault = New-TestVault @{ CacheSeconds = 60 }
        function Add-Entry([string]$Name) { Set-Secret -Vault $vault.Name -Name $Name -SecureStringSecret (ConvertTo-TestSecret $Name) }
        function Add-EntryElsewhere([string]$Name) { Invoke-PowerShell -NoProfile -NonInteractive -Command "Import-Module '$PSScriptRoot/Sandbox.psm1'; Set-Secret -Vault $($vault.Name) -Name $Name -SecureStringSecret (ConvertTo-TestSecret $Name)" }

        Add-Entry ours
        Add-EntryElsewhere theirs
        (Get-ChildItem -LiteralPath $vault.Folder -Filter *.secret).BaseName | Should -Be 'ours', 'theirs'
        (Get-SecretInfo -Vault $vault.Name).Name | Should -Be 'ours'
        Add-Entry again
        (Get-ChildItem -LiteralPath $vault.Folder -Filter *.secret).BaseName | Should -Be 'again', 'ours'

        # As if both had written long ago, the other process last.
        Add-EntryElsewhere theirs
        $cache = [AppDomain]::CurrentDomain.GetData("TestVault $($vault.Folder)")
        $cache.Written = [datetime]::UtcNow.AddHours(-2)
        [System.IO.File]::SetLastWriteTimeUtc((Join-Path $vault.Folder WRITTEN), [datetime]::UtcNow.AddHours(-1))
        (Get-SecretInfo -Vault $vault.Name).Name | Sort-Object | Should -Be 'again', 'ours', 'theirs'
    }
}

Describe 'A vault of SecretStore (skipped where that is not installed, and on Windows, where its store cannot be moved aside)' -Skip:$noStore {
    BeforeAll {
        $script:sandbox = Start-Sandbox
        $script:homeFolder = New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))
        $script:savedHome = $env:HOME
    }

    AfterAll {
        Stop-Sandbox $sandbox
    }

    It 'stores a generated password, and returns one whose outcome is unknown' {
        # In a process of its own, whose home folder is empty.
        $script = @"
`$ErrorActionPreference = 'Stop'
Import-Module '$env:PASSWORDCMDLETS_MODULE', '$PSScriptRoot/Sandbox.psm1'
Set-SecretStoreConfiguration -Authentication None -Interaction None -Password (ConvertTo-TestSecret 'none') -Confirm:`$false
Register-SecretVault -Name Fleet -ModuleName Microsoft.PowerShell.SecretStore
`$with = @{ Provider = 'Zenlayer'; Endpoint = '$($sandbox.Address)'; AccessKey = Get-SandboxKey zenlayer; GeneratePassword = `$true; VaultName = 'Fleet'; Confirm = `$false }
`$result = Reset-CloudInstancePassword @with -InstanceId 1341431445241233
"`$(`$result.Status) `$((Get-SecretInfo -Vault Fleet).Name) `$(Get-Secret -Vault Fleet -Name `$result.SecretName -AsPlainText)"
Invoke-RestMethod '$($sandbox.Address)_sandbox/faults' -Method Post -ContentType application/json -Body '{"provider":"zenlayer","action":"ResetInstancePassword","kind":"reset","afterCommit":true}' -NoProxy | Out-Null
`$result = Reset-CloudInstancePassword @with -InstanceId 1341431445241234 -MaximumRetryCount 0 -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
"`$(`$result.Status) `$((`$result | Restore-CloudPassword -VaultName Fleet | ForEach-Object { `$_.Credential.GetNetworkCredential().Password }) -join ' ')"
"@
        $env:HOME = $homeFolder.FullName
        try {
            $stored, $unknown = Invoke-PowerShell -NoProfile -NonInteractive -Command $script
        }
        finally {
            $env:HOME = $savedHome
        }

        $passwords = Invoke-SandboxControl $sandbox 'state?provider=zenlayer&passwords=true' | ConvertTo-Json -Depth 20
        $stored | Should -Match '^Succeeded Zenlayer-ZecInstance-global-1341431445241233 (\S+)$'
        $passwords | Should -Match ([regex]::Escape(((-split $stored)[2] | ConvertTo-Json)))
        $unknown | Should -Match '^Unknown \S+'
        -split $unknown | Select-Object -Skip 1 | Where-Object { $passwords.Contains(($_ | ConvertTo-Json)) } | Should -HaveCount 1
    }
}
