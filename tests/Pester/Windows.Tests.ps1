# What is particular to Windows: its drives, its profile folder, its access control lists.
BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Sandbox.psm1 -Force
}

Describe 'On Windows' -Skip:(-not $IsWindows) {
    BeforeAll {
        $script:sandbox = Start-Sandbox
        $script:folder = New-Item -ItemType Directory -Path "C:\PasswordCmdlets-$([guid]::NewGuid())"
        $script:tencent = @{ Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey tencent; Region = 'ap-guangzhou'; Confirm = $false }
        $script:zenlayer = @{ Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey zenlayer; Confirm = $false }
        $script:password = ConvertTo-TestSecret 'Cloud-Tour-2026x'
    }

    AfterAll {
        Stop-Sandbox $sandbox
        Remove-Item -LiteralPath $folder -Recurse -ErrorAction Ignore
    }

    BeforeEach {
        $script:report = Join-Path $folder "$([guid]::NewGuid()).jsonl"
    }

    It 'imports every cmdlet and finds its help' {
        $manifest = Test-ModuleManifest $env:PASSWORDCMDLETS_MODULE
        $commands = Get-Command -Module PasswordCmdlets
        $commands.Name | Sort-Object | Should -Be ($manifest.ExportedCmdlets.Keys | Sort-Object)
        $commands | ForEach-Object { (Get-Help $_.Name).Description.Text | Should -Not -BeNullOrEmpty -Because $_.Name }
        (Get-Help about_PasswordCmdlets) | Should -Match 'PasswordCmdlets'
    }

    It 'resets and waits' {
        $result = Reset-CloudInstancePassword -Provider Tencent @tencent -InstanceId ins-linux001 -Password $password -Wait
        $result.Status | Should -Be 'Succeeded'
        ($result | Out-String) | Should -Match 'ins-linux001'
    }

    It 'stores generated passwords in a vault' {
        $secrets = @{}
        $vault = New-Module -Name Microsoft.PowerShell.SecretManagement -ArgumentList $secrets -ScriptBlock {
            param($secrets)
            function Set-Secret { [CmdletBinding(SupportsShouldProcess)] param($Vault, $Name, $SecureStringSecret) $secrets[$Name] = $SecureStringSecret.Copy() }
            function Get-Secret { [CmdletBinding()] param($Vault, $Name) $secrets[$Name] }
            function Remove-Secret { [CmdletBinding(SupportsShouldProcess)] param($Vault, $Name) $secrets.Remove($Name) }
            function Get-SecretInfo { [CmdletBinding()] param($Vault, $Name) $secrets.Keys | Where-Object { $_ -like $Name } | ForEach-Object { [pscustomobject]@{ Name = $_ } } }
        }
        Import-Module $vault -Global
        try {
            $result = Reset-CloudInstancePassword -Provider Zenlayer @zenlayer -InstanceId 1341431445241233 -GeneratePassword -VaultName Fleet
            $result.Status | Should -Be 'Succeeded'
            $secrets.Keys | Should -Be $result.SecretName
            Test-CloudPassword -For Zenlayer -Password $secrets[$result.SecretName] -Quiet | Should -BeTrue
        }
        finally {
            Remove-Module $vault -Force
        }
    }

    It 'writes a report on C: and resumes from it' {
        $null = '1341431445241233', '1341431445241235' | Reset-CloudInstancePassword -Provider Zenlayer @zenlayer -Password $password -ReportPath $report -ErrorAction SilentlyContinue
        (Get-CloudPasswordReport $report | Sort-Object InstanceId).Status | Should -Be 'Succeeded', 'Failed'
        $again = Get-CloudPasswordReport $report -Resumable | Reset-CloudInstancePassword @zenlayer -Password $password -ErrorAction SilentlyContinue
        $again.InstanceId | Should -Be '1341431445241235'
    }

    It 'reads the settings files of the user''s profile folder, whatever their encoding and line ends: <Encoding>' -ForEach @(
        @{ Encoding = 'utf8NoBOM' }
        @{ Encoding = 'utf8BOM' }
        @{ Encoding = 'unicode' }
    ) {
        $saved = $env:USERPROFILE
        $env:USERPROFILE = Join-Path $folder ([guid]::NewGuid())
        try {
            $null = New-Item -ItemType Directory -Path $env:USERPROFILE\.tencentcloud
            Set-Content -LiteralPath $env:USERPROFILE\.tencentcloud\credentials -Encoding $Encoding -Value '[default]', 'secret_id = sandbox-tencent-id', 'secret_key = sandbox-tencent-secret'
            [System.IO.File]::ReadAllBytes("$env:USERPROFILE\.tencentcloud\credentials") | Should -Contain 13
            $found = Get-CloudCredential -Provider Tencent -NoInstanceRole -WarningAction SilentlyContinue
            $found.Source | Should -BeLike "$env:USERPROFILE\.tencentcloud\credentials*"
            $with = $tencent.Clone()
            $with.Remove('AccessKey')
            (Reset-CloudInstancePassword -Provider Tencent @with -InstanceId ins-linux002 -Password $password -WarningAction SilentlyContinue -Wait).Status | Should -Be 'Succeeded'
        }
        finally {
            $env:USERPROFILE = $saved
        }
    }
}
