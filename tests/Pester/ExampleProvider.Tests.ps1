# A fifth provider, with two services that no file of the product knows, goes through the cmdlets of the module as it ships.
BeforeAll {
    if ($PSEdition -eq 'Desktop') {
        return
    }

    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Sandbox.psm1 -Force

    # The provider is compiled against the engine and has to see the module's own copy of it.
    Get-CloudPasswordPolicy | Out-Null
    $built = Get-ChildItem -Path "$PSScriptRoot/../PasswordCmdlets.ExampleProvider/bin/*/net8.0/PasswordCmdlets.ExampleProvider.dll" |
        Sort-Object LastWriteTime | Select-Object -Last 1
    $context = [System.Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -EQ 'PasswordCmdlets' | Select-Object -Last 1
    $script:assembly = $context.LoadFromAssemblyPath($built.FullName)
    $script:registration = $assembly.GetType('PasswordCmdlets.ExampleProvider.ExampleProvider')::Register()
    $script:serverType = $assembly.GetType('PasswordCmdlets.ExampleProvider.ExampleServer')
    $script:password = ConvertTo-TestSecret 'Cloud-Tour-2026x'

    function Get-Completion([string]$Line) {
        (TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches.CompletionText
    }
}

AfterAll {
    if ($PSEdition -eq 'Desktop') {
        return
    }

    $registration.Dispose()
}

Describe 'A provider that is only in the catalog (skipped in Windows PowerShell, for which the provider is not built)' -Skip:($PSEdition -eq 'Desktop') {
    BeforeEach {
        $script:server = $serverType::new()
        $key = [pscredential]::new('EXAMPLEKEY', (ConvertTo-TestSecret 'example-secret-0123456789'))
        $script:common = @{ Endpoint = $server.Address; AccessKey = $key }
        $script:servers = $common + @{ Provider = 'Example'; Region = 'moon-1'; Confirm = $false }
        $script:routers = $common + @{ Provider = 'Example'; Resource = 'ExampleRouter'; Confirm = $false }
    }

    AfterEach {
        $server.Dispose()
    }

    It 'describes and changes many at once, no more than a request may have, and waits for completion' {
        $results = 1..60 | ForEach-Object { "srv-$_" } | Reset-CloudInstancePassword @servers -Password $password -Wait
        $results | Should -HaveCount 60
        $results.Status | Select-Object -Unique | Should -Be 'Succeeded'
        $results.Resource | Select-Object -Unique | Should -Be 'ExampleServer'

        # A partly filled group is sent when the input is slow, so the sizes depend on the time; the engine's tests have them without it.
        $describes, $resets = foreach ($path in '/fleet/describe:', '/fleet/reset:') {
            @($server.Requests) -like "$path*" -replace '.*:' | ForEach-Object { [int]$_ } | Measure-Object -Sum -Maximum
        }

        $describes.Maximum | Should -BeIn (2..50)
        $describes.Sum | Should -BeGreaterOrEqual 60
        $resets.Maximum | Should -BeIn (2..20)
        $resets.Sum | Should -Be 60
        $server.Passwords['srv-60'] | Should -BeExactly 'Cloud-Tour-2026x'
    }

    It 'changes one instance a request for a synchronous service, and completes with the response' {
        $results = 'rtr-1', 'rtr-2' | Reset-CloudInstancePassword @routers -Password $password
        $results.Status | Should -Be 'Succeeded', 'Succeeded'
        $server.Requests | Should -Be '/router/reset:1', '/router/reset:1'
    }

    It 'lists the targets of the service that has a listing, and not those of the one that has none' {
        $targets = Get-CloudPasswordTarget @common -Provider Example -Region *
        $targets | Should -HaveCount 90
        $targets | Group-Object Region -NoElement | ForEach-Object Name | Sort-Object | Should -Be 'moon-1', 'moon-2'
        (Get-CloudPasswordTarget @common -Resource ExampleServer -Region moon-1 -Name 'server srv-4?').InstanceId |
            Should -Be 'srv-40', 'srv-41', 'srv-42', 'srv-43', 'srv-44', 'srv-45'
        (Get-CloudPasswordTarget @common -Provider Example -Region moon-2 -InstanceId srv-7 | Reset-CloudInstancePassword @common -Password $password -Confirm:$false -Wait).Status |
            Should -Be 'Succeeded'
        { Get-CloudPasswordTarget @common -Resource ExampleRouter } | Should -Throw -ErrorId 'InvalidTarget,*'
        Get-Completion 'Get-CloudPasswordTarget -Provider Example -Region moon-' | Should -Be 'moon-1', 'moon-2'
    }

    It 'says which permission the caller lacks' {
        $server.DeniesChanges = $true
        $results = @(
            Reset-CloudInstancePassword @servers -InstanceId srv-1 -Password $password -ErrorAction SilentlyContinue
            Reset-CloudInstancePassword @routers -InstanceId rtr-1 -Password $password -ErrorAction SilentlyContinue
        )
        $results.ErrorId | Should -Be 'AccessDenied', 'AccessDenied'
        $results[0].Message | Should -BeLike '*Grant fleet/reset to the caller.'
        $results[1].Message | Should -BeLike '*Grant router/reset to the caller.'
    }

    It 'binds resources and providers from records, and rejects those of another provider' {
        $records = @(
            [pscustomobject]@{ Provider = 'Example'; Resource = 'ExampleRouter'; InstanceId = 'rtr-1'; Region = '' }
            [pscustomobject]@{ Provider = 'Example'; Resource = ''; InstanceId = 'srv-1'; Region = 'moon-1' }
            [pscustomobject]@{ Provider = 'Example'; Resource = 'CvmInstance'; InstanceId = 'srv-2'; Region = 'moon-1' }
            [pscustomobject]@{ Provider = 'Nowhere'; Resource = ''; InstanceId = 'srv-3'; Region = 'moon-1' }
            [pscustomobject]@{ Provider = ''; Resource = ''; InstanceId = 'srv-4'; Region = 'moon-1' }
        )
        $results = $records | Reset-CloudInstancePassword @common -Confirm:$false -Password $password -Wait -ErrorAction SilentlyContinue
        $byId = $results | Group-Object -Property InstanceId -AsHashTable
        $byId['rtr-1'].Status | Should -Be 'Succeeded'
        $byId['srv-1'].Status | Should -Be 'Succeeded'
        'srv-2', 'srv-3', 'srv-4' | ForEach-Object { $byId[$_].ErrorId } | Should -Be 'InvalidTarget', 'InvalidTarget', 'InvalidTarget'
        $byId['srv-3'].Message | Should -BeLike '*one of: Alibaba, Tencent, Huawei, Zenlayer, Example.'
    }

    It 'says with -WhatIf what -Restart and -Force do, and sends nothing' {
        $text = Reset-CloudInstancePassword @servers -InstanceId srv-1 -Password $password -Restart -Force -WhatIf 6>&1 4>&1 | Out-String
        $server.Requests | Should -BeNullOrEmpty
        $text | Should -BeNullOrEmpty
    }

    It 'rejects -Restart and warns of -Force where the resource requires it' {
        { Reset-CloudInstancePassword @routers -InstanceId rtr-1 -Password $password -Restart } | Should -Throw -ErrorId 'InvalidTarget,*'
        $result = Reset-CloudInstancePassword @routers -InstanceId rtr-1 -Password $password -Force -WarningVariable warnings -WarningAction SilentlyContinue
        $result.Status | Should -Be 'Succeeded'
        $warnings.Message | Should -Be '-Force has nothing to force on a router.'
    }

    It 'checks ids, users and passwords by its own rules before it sends' {
        { Reset-CloudInstancePassword @servers -InstanceId srv-1 -Password (ConvertTo-TestSecret 'short') } | Should -Throw -ErrorId 'PasswordPolicyViolation,*'
        { Reset-CloudInstancePassword @servers -InstanceId srv-1 -Password $password -UserName root } | Should -Throw -ErrorId 'InvalidTarget,*'
        $results = Reset-CloudInstancePassword @servers -InstanceId ins-1, srv-900000 -Password $password -ErrorAction SilentlyContinue
        $results.ErrorId | Sort-Object | Should -Be 'InvalidTarget', 'TargetNotFound'
        $server.Requests | Should -Not -BeLike '/fleet/reset*'
    }

    It 'is checked before a change, and nothing is sent' {
        $rows = @(
            [pscustomobject]@{ Provider = 'Example'; Resource = 'ExampleRouter'; InstanceId = 'rtr-1'; Region = '' }
            [pscustomobject]@{ Provider = 'Example'; Resource = ''; InstanceId = 'srv-1'; Region = 'moon-1' }
            [pscustomobject]@{ Provider = 'Example'; Resource = ''; InstanceId = 'srv-900000'; Region = 'moon-1' }
            [pscustomobject]@{ Provider = ''; Resource = 'ExampleServer'; InstanceId = 'srv-2'; Region = 'moon-1' }
        )
        $tested = $rows | Test-CloudPasswordTarget @common -Password $password | Group-Object -Property InstanceId -AsHashTable
        $tested['rtr-1'].Ready, $tested['srv-1'].Ready, $tested['srv-2'].Ready | Should -Be $true, $true, $true
        $tested['srv-900000'].Problem | Should -Be 'TargetNotFound'
        $tested['srv-1'].Advice | Should -Be 'Reset the password of example server srv-1 in moon-1.'
        $server.Requests | Should -Not -BeLike '*/reset*'
    }

    It 'retries a throttled change' {
        $server.ThrottleNext = 2
        $result = Reset-CloudInstancePassword @servers -InstanceId srv-1 -Password $password -Wait
        $result.Status | Should -Be 'Succeeded'
        @($server.Requests -like '/fleet/reset:*') | Should -HaveCount 3
    }

    It 'is waited for by a later command, from Clixml' {
        $path = Join-Path $TestDrive 'accepted.clixml'
        $accepted = Reset-CloudInstancePassword @servers -InstanceId srv-1 -Password $password
        $accepted.Status | Should -Be 'Accepted'
        $accepted | Export-Clixml -LiteralPath $path
        $result = Import-Clixml -LiteralPath $path | Wait-CloudPasswordReset @common
        $result.Status | Should -Be 'Succeeded'
        $result.Provider | Should -Be 'Example'
    }

    It 'is in the report, and what failed is sent again from it' {
        $path = Join-Path $TestDrive 'report.jsonl'
        $wrong = @{ AccessKey = [pscredential]::new('EXAMPLEKEY', (ConvertTo-TestSecret 'wrong')) }
        $null = Reset-CloudInstancePassword @routers -InstanceId rtr-1 -Password $password -ReportPath $path
        $null = Reset-CloudInstancePassword -Provider Example -Resource ExampleRouter -Endpoint $server.Address @wrong -Confirm:$false -InstanceId rtr-2 -Password $password -ReportPath $path -ErrorAction SilentlyContinue
        (Get-CloudPasswordReport $path).Status | Sort-Object | Should -Be 'Failed', 'Succeeded'
        $again = Get-CloudPasswordReport $path -Resumable | Reset-CloudInstancePassword @common -Confirm:$false -Password $password
        $again.InstanceId | Should -Be 'rtr-2'
        $again.Status | Should -Be 'Succeeded'
    }

    It 'offers its names, resources and regions at Tab' {
        Get-Completion 'Reset-CloudInstancePassword -Provider Exa' | Should -Be 'Example'
        Get-Completion 'Reset-CloudInstancePassword -Provider Example -Resource ' | Should -Be 'ExampleServer', 'ExampleRouter'
        Get-Completion 'Reset-CloudInstancePassword -Provider Example -Region ' | Should -Be 'moon-1', 'moon-2'
        Get-Completion 'Get-CloudCredential Exa' | Should -Be 'Example'
        Get-Completion 'Restore-CloudPassword -Resource Example' | Should -Be 'ExampleServer', 'ExampleRouter'
    }

    It 'has its credential found in its variables and its file' {
        $file = Join-Path $TestDrive 'keys.ini'
        "[default]`nkey = FILEKEY`nsecret = example-secret-0123456789`nregion = moon-2" | Set-Content -LiteralPath $file
        try {
            (Get-CloudCredential Example -NoInstanceRole).Remedy | Should -BeLike 'Set EXAMPLE_KEY*'
            $env:EXAMPLE_KEY_FILE = $file
            $found = Get-CloudCredential Example -NoInstanceRole
            $found.AccessKeyId | Should -BeLike 'F*'
            $found.Region | Should -Be 'moon-2'
            $env:EXAMPLE_KEY = 'VARIABLEKEY'
            $env:EXAMPLE_SECRET = 'example-secret-0123456789'
            (Get-CloudCredential Example -NoInstanceRole).Source | Should -BeLike 'environment*'
        }
        finally {
            Remove-Item env:EXAMPLE_KEY_FILE, env:EXAMPLE_KEY, env:EXAMPLE_SECRET -ErrorAction SilentlyContinue
        }
    }

    It 'has a password policy' {
        (Get-CloudPasswordPolicy).Name | Should -Contain 'Example'
    }

    Context 'with a vault' {
        BeforeAll {
            $script:vault = "PasswordCmdletsExample$PID"
            $script:folder = Join-Path $TestDrive 'vault'
            New-Item -ItemType Directory -Path $folder | Out-Null
            Register-SecretVault -Name $vault -ModuleName "$PSScriptRoot/TestVault" -VaultParameters @{ Folder = $folder }
        }

        AfterAll {
            Unregister-SecretVault -Name $vault
        }

        It 'has vault names of its own and restores its passwords' {
            $result = Reset-CloudInstancePassword @servers -InstanceId srv-1 -GeneratePassword -VaultName $vault
            $result.SecretName | Should -Be 'Example-ExampleServer-moon-1-srv-1'
            Get-Secret -Vault $vault -Name $result.SecretName -AsPlainText | Should -BeExactly $server.Passwords['srv-1']

            # A vault that rejects the password keeps its seed.
            [System.IO.File]::WriteAllText((Join-Path $folder 'REFUSE'), 'Example-*')
            $later = Reset-CloudInstancePassword @servers -InstanceId srv-2 -GeneratePassword -VaultName $vault -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
            $restored = Restore-CloudPassword -VaultName $vault -RunId $later.RunId -InstanceId srv-2 | Where-Object Resource -EQ ExampleServer
            $restored | Should -Not -BeNullOrEmpty
            $restored[0].Credential.GetNetworkCredential().Password | Should -BeExactly $server.Passwords['srv-2']
        }
    }
}
