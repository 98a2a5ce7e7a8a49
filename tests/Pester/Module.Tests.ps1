BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE, $PSScriptRoot/Shell.psm1 -Force
}

Describe 'The module' {
    It 'exports exactly the cmdlets of its manifest' {
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

    It 'keeps working when another runspace of the process removes it' {
        $script = "Import-Module '$env:PASSWORDCMDLETS_MODULE'; [powershell]::Create().AddScript('Import-Module ''$env:PASSWORDCMDLETS_MODULE''; Remove-Module PasswordCmdlets').Invoke(); (New-CloudPassword -For Ram).GetType().Name"
        Invoke-PowerShell -NoProfile -NonInteractive -Command $script | Should -Be 'SecureString'
    }

    It 'does not quote plain text in place of a secret: <Command> -<Parameter>' -ForEach (
        & {
            Import-Module $env:PASSWORDCMDLETS_MODULE
            foreach ($command in Get-Command -Module PasswordCmdlets) {
                $command.Parameters.Values | Where-Object ParameterType -In ([securestring], [pscredential]) | ForEach-Object { @{ Command = $command.Name; Parameter = $_.Name; Type = $_.ParameterType.Name } }
            }
        }
    ) {
        $given = @{ $Parameter = 'Plain-Text-16x' }
        if ($Command -eq 'Test-CloudPassword') { $given.For = 'Ram' }
        $failure = { & $Command @given -ErrorAction Stop } | Should -Throw -PassThru
        "$failure $($failure | Format-List * -Force | Out-String)" | Should -Not -BeLike '*Plain-Text-16x*'
        "$failure" | Should -BeLike "*a $Type*"
    }

    It 'ends Test-CloudPassword without a password by one error' {
        { Test-CloudPassword -For Ram -ErrorAction SilentlyContinue } | Should -Throw -ErrorId 'InvalidTarget,*' -ExpectedMessage 'No password is specified. Specify -Password, or pipe a SecureString.'
    }

    It 'keeps the engine and its dependencies out of the default load context (skipped in Windows PowerShell, which has one context)' -Skip:($PSEdition -eq 'Desktop') {
        [System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.GetName().Name | Should -Not -Contain 'PasswordCmdlets.Core'
        $engine = [System.AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'PasswordCmdlets.Core' }
        [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($engine).Name | Should -Be 'PasswordCmdlets'
    }

    It 'loads the engine that is precompiled for this platform, in a Debug build the portable one (skipped in Windows PowerShell)' -Skip:($PSEdition -eq 'Desktop') {
        $folder = Join-Path -Path (Split-Path -Path $env:PASSWORDCMDLETS_MODULE) -ChildPath net8.0/dependencies
        $platform = if ($IsWindows) { 'win-x64' } elseif ($IsLinux) { 'linux-x64' } else { 'none' }
        $architecture = [System.Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture
        $expected = if ($architecture -eq 'X64' -and (Test-Path -LiteralPath "$folder/$platform/PasswordCmdlets.Core.dll")) { "$folder/$platform" } else { $folder }
        $null = New-CloudPassword -For Ram
        $engine = [System.AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'PasswordCmdlets.Core' }
        (Get-Item -LiteralPath $engine.Location).DirectoryName | Should -Be (Get-Item -LiteralPath $expected).FullName
    }

    It 'refers to no third-party assembly from the one that PowerShell loads' {
        $assembly = (Get-Command Reset-CloudInstancePassword).ImplementingType.Assembly
        $assembly.GetReferencedAssemblies().Name | Where-Object { $_ -notmatch '^(System|netstandard|mscorlib)' } | Should -Be 'PasswordCmdlets.Core'
    }

    It 'works in a session that has loaded another Polly.Core' {
        $folder = Join-Path $TestDrive 'other'
        New-Item -ItemType Directory -Path $folder | Out-Null
        $source = 'namespace Polly { public class Marker { public static string Version { get { return "another"; } } } }'
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
        Invoke-PowerShell -NoProfile -NonInteractive -Command $script | Where-Object { $_ } | Should -Be 'Accepted with another Polly.Core'
    }

    It 'rejects an object of another provider before anything is sent: <Name>' -ForEach @(
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
        $refused.Message | Should -Match "provider $($Object.Provider), and this cmdlet is for"
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'InvalidTarget,*'

        # Passing the rejected result on does not change its provider.
        ($refused | & $Name @arguments -ErrorAction SilentlyContinue).ErrorId | Should -Be 'InvalidTarget'
    }

    It 'accepts an object of the cmdlet''s own provider in any letter case, and one without a provider' {
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
