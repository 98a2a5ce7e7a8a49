BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
}

Describe 'The module' {
    It 'exports just the cmdlets that its manifest names' {
        $manifest = Test-ModuleManifest -Path $env:PASSWORDCMDLETS_MODULE
        $exported = (Get-Command -Module PasswordCmdlets).Name | Sort-Object
        $exported | Should -Be ($manifest.ExportedCmdlets.Keys | Sort-Object)
    }

    It 'keeps its cmdlets after Import-Module -Force, and they still work' {
        Import-Module $env:PASSWORDCMDLETS_MODULE -Force
        (Get-Command -Module PasswordCmdlets).Count | Should -BeGreaterThan 1
        Import-Module $PSScriptRoot/Sandbox.psm1
        Reset-CloudInstancePassword -Provider Tencent -InstanceId ins-1 -Password (ConvertTo-TestSecret 'Abcdef12345!x') -Region ap-guangzhou -WhatIf | Should -BeNullOrEmpty
    }

    It 'keeps the engine and its dependencies out of the default load context' {
        [System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.GetName().Name | Should -Not -Contain 'PasswordCmdlets.Core'
        $engine = [System.AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'PasswordCmdlets.Core' }
        [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($engine).Name | Should -Be 'PasswordCmdlets'
    }

    It 'refers to no third-party assembly from the one that PowerShell loads' {
        $assembly = (Get-Command Reset-CloudInstancePassword).ImplementingType.Assembly
        $assembly.GetReferencedAssemblies().Name | Where-Object { $_ -notmatch '^(System|netstandard|mscorlib)' } | Should -Be 'PasswordCmdlets.Core'
    }

    It 'works in a session that has loaded another Polly.Core' {
        $folder = Join-Path $TestDrive 'other'
        New-Item -ItemType Directory -Path $folder | Out-Null
        $source = 'namespace Polly { public class Marker { public static string Version => "another"; } }'
        Add-Type -TypeDefinition $source -OutputAssembly (Join-Path $folder 'Polly.Core.dll') -OutputType Library
        $script = @"
Add-Type -Path '$folder/Polly.Core.dll'
Import-Module '$env:PASSWORDCMDLETS_MODULE'
Import-Module '$PSScriptRoot/Sandbox.psm1'
`$sandbox = Start-Sandbox
try {
    `$result = Reset-CloudInstancePassword -Provider Tencent -InstanceId ins-linux001 -Region ap-guangzhou -Endpoint `$sandbox.Address -AccessKey (Get-SandboxKey tencent) -Password (ConvertTo-TestSecret 'Cloud-Tour-2026x') -Confirm:`$false
    "`$(`$result.Status) with `$([Polly.Marker]::Version) Polly.Core"
}
finally { Stop-Sandbox `$sandbox }
"@
        pwsh -NoProfile -NonInteractive -Command $script | Should -Be 'Accepted with another Polly.Core'
    }

    # The view breaks lines for the screen there is; a text made for a narrower one is broken anywhere.
    It 'has a result view that fits <_> columns' -ForEach 80, 100 -Skip:($Host.UI.RawUI.BufferSize.Width -gt 80) {
        $result = [PasswordCmdlets.PasswordChangeResult]@{
            Provider = 'Tencent'; InstanceId = 'ins-r8hr2upy'; UserName = 'Administrator'; Status = 'Failed'; ErrorId = 'TargetStateInvalid'
            Message = 'ins-r8hr2upy is running. Stop it first, or use -Force to have it shut down (powered off if that fails).'
        }
        $lines = ($result | Format-Table | Out-String -Width $_) -split "`r?`n" -replace '\e\[[0-9;]*m'
        ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual $_
        $lines -match '^Failed +Tencent +ins-r8hr2upy \(Administrator\) +TargetStateInvalid' | Should -HaveCount 1

        # No word is torn apart.
        $detail = ($lines | Select-Object -Skip 3 | ForEach-Object { $_.Substring([math]::Min(56, $_.Length)).Trim() } | Where-Object { $_ }) -join ' '
        $detail | Should -Be "$($result.ErrorId): $($result.Message)"
    }

    It 'shows the longest id on one line, and breaks it in a message at a hyphen' -Skip:($Host.UI.RawUI.BufferSize.Width -gt 80) {
        $id = '5560df16-cebf-4473-95c4-d1b573c16e79'
        $result = [PasswordCmdlets.PasswordChangeResult]@{ Provider = 'Huawei'; InstanceId = $id; Status = 'Failed'; ErrorId = 'TargetNotFound'; Message = "There is no instance $id in cn-north-4." }
        foreach ($one in $result, [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($result))) {
            $lines = ($one | Out-String -Width 80) -split "`r?`n" -replace '\e\[[0-9;]*m'
            $lines -match "^Failed +Huawei +$id " | Should -HaveCount 1
            $lines -match '^ +5560df16-[0-9a-f-]+-$' | Should -HaveCount 1
            ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual 80
        }
    }

    It 'names in the view who was changed: an instance, its user, a user alone or the owner of the key' {
        $shown = @{ InstanceId = 'ins-1' }, @{ InstanceId = 'ins-1'; UserName = 'root' }, @{ UserName = 'alice'; Account = 'key' }, @{ Account = 'key' } | ForEach-Object {
            $lines = ([PasswordCmdlets.PasswordChangeResult]($_ + @{ Provider = 'Alibaba'; Status = 'Succeeded' }) | Out-String -Width 80) -split "`r?`n"
            ($lines -match '^Succeeded').Substring(19).Trim()
        }
        $shown | Should -Be 'ins-1', 'ins-1 (root)', 'alice', 'key'
    }

    It 'refuses an object of another provider before anything is sent: <Name>' -ForEach @(
        @{ Name = 'Set-RamUserPassword'; Given = @{ NewPassword = 'Cloud-Tour-12' }; Object = @{ Provider = 'Tencent'; InstanceId = 'ins-linux001'; UserName = 'root' } }
        @{ Name = 'Set-EcsVncPassword'; Given = @{ Password = 'Ecs123'; Region = 'cn-hangzhou' }; Object = @{ Provider = 'Tencent'; InstanceId = 'i-bp67acfmxazb4ph0001' } }
        @{ Name = 'Set-DcsPassword'; Given = @{ NewPassword = 'Cloud-Tour-12'; Reset = $true; Region = 'cn-north-4' }; Object = @{ Provider = 'Alibaba'; InstanceId = '5a4db0c5-1111-4000-8000-000000000001' } }
    ) {
        Import-Module $PSScriptRoot/Sandbox.psm1
        $arguments = @{ Endpoint = 'http://127.0.0.1:1'; Confirm = $false }
        foreach ($key in $Given.Keys) {
            $arguments[$key] = if ($key -match 'Password') { ConvertTo-TestSecret $Given[$key] } else { $Given[$key] }
        }

        # Nothing listens there, and no access key is asked for.
        $refused = [PasswordCmdlets.PasswordChangeResult]$Object | & $Name @arguments -ErrorAction SilentlyContinue -ErrorVariable problems
        $refused.Status, $refused.ErrorId, $refused.Provider | Should -Be 'Failed', 'InvalidTarget', $Object.Provider
        $refused.Message | Should -Match "provider $($Object.Provider), and $Name is for"
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'InvalidTarget,*'

        # Passing the refused result on does not make it one's own.
        ($refused | & $Name @arguments -ErrorAction SilentlyContinue).ErrorId | Should -Be 'InvalidTarget'
    }

    It 'takes an object of the cmdlet''s own provider, however it is written, and one that names none' {
        Import-Module $PSScriptRoot/Sandbox.psm1
        $sandbox = Start-Sandbox
        try {
            $common = @{ Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey alibaba; Confirm = $false }
            $users = [pscustomobject]@{ Provider = 'alibaba'; UserName = 'alice' }, [pscustomobject]@{ Provider = ''; UserName = 'bob' }
            ($users | Set-RamUserPassword @common -NewPassword (ConvertTo-TestSecret 'Cloud-Tour-12')).Status | Should -Be 'Succeeded', 'Succeeded'
        }
        finally {
            Stop-Sandbox $sandbox
        }
    }
}
