# What Tab offers.
BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Sandbox.psm1, $PSScriptRoot/Shell.psm1 -Force

    function Get-Completion([string]$Line) {
        (TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches
    }
}

Describe 'Tab' {
    Context 'after -Region' {
        It 'offers the regions of <Provider>: <Line>' -ForEach @(
            @{ Provider = 'Tencent'; Line = 'Reset-CloudInstancePassword -Provider Tencent -Region '; Has = 'ap-guangzhou'; HasNot = 'cn-hangzhou', 'cn-north-4' }
            @{ Provider = 'Tencent'; Line = 'Get-CloudPasswordTarget -Provider Tencent -Region ap-shanghai, '; Has = 'ap-guangzhou'; HasNot = 'cn-hangzhou', 'cn-north-4' }
            @{ Provider = 'Alibaba'; Line = 'Set-EcsVncPassword -Region '; Has = 'cn-hangzhou'; HasNot = 'ap-guangzhou', 'cn-north-4' }
            @{ Provider = 'Huawei'; Line = 'Set-DcsPassword -RegionId '; Has = 'cn-north-4'; HasNot = 'ap-guangzhou', 'cn-hangzhou' }
            @{ Provider = 'Huawei'; Line = 'PasswordCmdlets\Set-DcsPassword -Region '; Has = 'cn-north-4'; HasNot = 'ap-guangzhou', 'cn-hangzhou' }
        ) {
            $offered = (Get-Completion $Line).CompletionText
            $offered | Should -Contain $Has
            $offered | Where-Object { $_ -in $HasNot } | Should -BeNullOrEmpty
        }

        It 'goes by what was typed, in quotes too, and says where the region is' {
            $offered = Get-Completion "Set-EcsVncPassword -Region 'CN-HANGZHOU-F"
            $offered.CompletionText.Trim("'") | Should -Be 'cn-hangzhou-finance'
            $offered.ToolTip | Should -Match '^cn-hangzhou-finance: .+'
        }
    }

    Context 'after a cmdlet by another name' {
        It 'offers what belongs to the cmdlet: <Line>' -ForEach @(
            @{ Line = 'Set-MyDcsPassword -Region '; Has = 'cn-north-4'; HasNot = 'cn-hangzhou' }
            @{ Line = 'PasswordCmdlets\Set-MyDcsPassword -Region '; Has = 'cn-north-4'; HasNot = 'cn-hangzhou' }
            @{ Line = 'rotate -Region '; Has = 'cn-north-4'; HasNot = 'cn-hangzhou' }
            @{ Line = 'Set-MyEcsVncPassword -Provider '; Has = 'Alibaba'; HasNot = 'Huawei' }
            @{ Line = 'Set-MyDcsPassword -Resource '; Has = 'DcsInstance'; HasNot = 'EcsServer' }
        ) {
            $shell = [powershell]::Create()
            try {
                $script = {
                    param($Module, $Line)
                    Import-Module $Module -Prefix My
                    Set-Alias -Name rotate -Value Set-MyDcsPassword
                    (TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches.CompletionText
                }
                $offered = $shell.AddScript($script).AddArgument($env:PASSWORDCMDLETS_MODULE).AddArgument($Line).Invoke()
                $offered | Should -Contain $Has
                $offered | Should -Not -Contain $HasNot
            }
            finally {
                $shell.Dispose()
            }
        }
    }

    Context 'after -MaximumFailure and -NotAfter' {
        It 'offers an example of each form' {
            (Get-Completion 'Set-DcsPassword -MaximumFailure ').CompletionText | Should -Be '3', "'5%'"
            (Get-Completion 'Reset-CloudInstancePassword -NotAfter 0').ListItemText | Should -Be '05:00'
            (Get-Completion 'Set-RamUserPassword -NotAfter 4').ToolTip | Should -BeLike '4h: four hours from now*'
        }
    }

    Context 'after -ProfileName' {
        # The home folder of a process does not change, so each completion is in a process of its own.
        BeforeAll {
            $script:homeFolder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive 'home')).FullName
            foreach ($folder in '.aliyun', '.tencentcloud') {
                $null = New-Item -ItemType Directory -Path (Join-Path $homeFolder $folder)
            }

            @{ current = 'prod'; profiles = @(@{ name = 'prod'; mode = 'AK'; access_key_secret = 'Sup3rSecret' }, @{ name = "the team's"; mode = 'AK' }) } |
                ConvertTo-Json -Depth 3 | Set-Content -LiteralPath (Join-Path $homeFolder '.aliyun/config.json')
            "[billing]`nsecret_key = Sup3rSecret" | Set-Content -LiteralPath (Join-Path $homeFolder '.tencentcloud/credentials')

            function Get-ProfileCompletion([string]$Line) {
                $env:TEST_LINE = $Line
                try {
                    Invoke-PowerShellAt $homeFolder {
                        Import-Module $env:PASSWORDCMDLETS_MODULE
                        (TabExpansion2 -inputScript $env:TEST_LINE -cursorColumn $env:TEST_LINE.Length).CompletionMatches | ForEach-Object { "$($_.CompletionText)|$($_.ToolTip)" }
                    }
                }
                finally {
                    Remove-Item -LiteralPath env:TEST_LINE
                }
            }
        }

        It 'offers the names in the provider''s own files, quoted where they need it, and nothing else of them' {
            Get-ProfileCompletion 'Set-EcsVncPassword -ProfileName ' | Should -Be 'prod|prod: profile of Alibaba', "'the team''s'|the team's: profile of Alibaba"
            Get-ProfileCompletion 'Get-CloudCredential -Provider Tencent -ProfileName b' | Should -Be 'billing|billing: profile of Tencent'
            Get-ProfileCompletion 'Get-CloudCredential -ProfileName ' | Should -HaveCount 3
        }

        It 'does not wait for a file that never ends (a pipe; skipped off Linux)' -Skip:(-not $IsLinux) {
            $null = New-Item -ItemType Directory -Path (Join-Path $homeFolder '.huaweicloud')
            mkfifo (Join-Path $homeFolder '.huaweicloud/credentials')
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            Get-ProfileCompletion 'Set-DcsPassword -ProfileName x' | Should -BeNullOrEmpty
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 120 -Because 'nobody ever writes to the pipe, and a loaded machine takes long to start pwsh'
        }
    }

    Context 'after -VaultName' {
        It 'offers the vaults that are registered' {
            $home2 = (New-Item -ItemType Directory -Path (Join-Path $TestDrive 'vaults')).FullName
            $env:TEST_VAULT = Join-Path $PSScriptRoot 'TestVault/TestVault.psd1'
            $offered = Invoke-PowerShellAt $home2 {
                Import-Module $env:PASSWORDCMDLETS_MODULE
                Register-SecretVault -Name Fleet -ModuleName $env:TEST_VAULT -VaultParameters @{ Folder = $HOME }
                Register-SecretVault -Name 'My team' -ModuleName $env:TEST_VAULT -VaultParameters @{ Folder = $HOME }
                foreach ($line in 'Set-RamUserPassword -UserName a -GeneratePassword -VaultName ', 'Restore-CloudPassword -VaultName F') {
                    (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText
                }
            }
            $offered | Should -Be 'Fleet', "'My team'", 'Fleet'
        }
    }

    Context 'after -RunId' {
        It 'offers the runs of the vault and those that are open in the report, the latest first (skipped on Windows, as above)' -Skip:$noVaults {
            $home3 = (New-Item -ItemType Directory -Path (Join-Path $TestDrive 'runs')).FullName
            $env:TEST_VAULT = Join-Path $PSScriptRoot 'TestVault/TestVault.psd1'
            $offered = Invoke-PowerShellAt $home3 {
                Import-Module $env:PASSWORDCMDLETS_MODULE
                Set-Location $HOME
                Register-SecretVault -Name Fleet -ModuleName $env:TEST_VAULT -VaultParameters @{ Folder = $HOME }
                foreach ($entry in 'PasswordCmdlets-run-20261120160000aaaaaa', 'PasswordCmdlets-run-20261121160000bbbbbb', 'Zenlayer-ZecInstance-global-1') {
                    Set-Content -LiteralPath "$HOME/$entry.secret" -Value x
                }

                $line = '{{"RunId":"{0}","Provider":"Zenlayer","Resource":"ZecInstance","InstanceId":"{1}","Status":"{2}"}}'
                Set-Content ./r.jsonl -Value ($line -f '20261122160000cccccc', 1, 'Unknown'), ($line -f '20261123160000dddddd', 2, 'Failed'), ($line -f 'x y', 3, 'Sent')
                foreach ($line in 'Restore-CloudPassword -VaultName Fleet -RunId ', 'Confirm-CloudPassword -ReportPath ./r.jsonl -VaultName Fleet -RunId 2', 'Confirm-CloudPassword -ReportPath ./none.jsonl -RunId ') {
                    (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches | ForEach-Object { "$($_.CompletionText)|$($_.ToolTip)" }
                    '-'
                }
            }
            $seeds = '20261121160000bbbbbb|20261121160000bbbbbb: began 2026-11-21 16:00:00Z, seed in Fleet', '20261120160000aaaaaa|20261120160000aaaaaa: began 2026-11-20 16:00:00Z, seed in Fleet'
            $offered | Should -Be @($seeds + '-' + '20261122160000cccccc|20261122160000cccccc: began 2026-11-22 16:00:00Z, open in the report' + $seeds + '-' + '-')
        }
    }

    Context 'after a target' {
        BeforeAll {
            $script:sandbox = Start-Sandbox

            # The first search loads and compiles the HTTP client, which on a busy machine takes longer than a completion waits.
            $null = Get-Completion "Reset-CloudInstancePassword -Provider Tencent -Endpoint $($sandbox.Address) -InstanceId "
        }

        AfterAll {
            Stop-Sandbox $sandbox
        }

        It 'offers what the sandbox has: <Line>' -ForEach @(
            @{ Line = 'Reset-CloudInstancePassword -Provider Tencent -Endpoint {0} -InstanceId ins-linux00'; Has = 'ins-linux001', 'ins-linux002', 'ins-linux003', 'ins-linux004', 'ins-linux005' }
            @{ Line = 'Reset-CloudInstancePassword -Provider Tencent -Resource LighthouseInstance -Endpoint {0} -InstanceId '; Has = 'lhins-linux001', 'lhins-linux002', 'lhins-linux003', 'lhins-windows1' }
            @{ Line = 'Reset-CloudInstancePassword -Provider Tencent -Endpoint {0} -InstanceId l'; Has = $null }
            @{ Line = 'Reset-CloudInstancePassword -Provider Alibaba -Region cn-shanghai -Endpoint {0} -InstanceId '; Has = 'i-uf6sandbox00000000d1' }
            @{ Line = 'Reset-CloudInstancePassword -Provider Zenlayer -Endpoint {0} -InstanceId 1341431445241233'; Has = '1341431445241233' }
            @{ Line = 'Reset-CloudInstancePassword -Provider Huawei -Region cn-north-4 -Endpoint {0} -InstanceId '; Has = 1..5 | ForEach-Object { "616fb98f-1111-4000-8000-00000000000$_" } }
            @{ Line = 'Reset-CloudInstancePassword -Provider Huawei -Region ap-southeast-3 -Endpoint {0} -InstanceId '; Has = '616fb98f-1111-4000-8000-000000000006' }
            @{ Line = 'Set-DcsPassword -Endpoint {0} -InstanceId 5a4db0c5-1111-4000-8000-00000000000'; Has = 1..5 | ForEach-Object { "5a4db0c5-1111-4000-8000-00000000000$_" } }
            @{ Line = 'Set-RamUserPassword -Endpoint {0} -UserName al'; Has = 'alice' }
            @{ Line = 'Reset-CloudInstancePassword -Provider Tencent -Region ap-shanghai -Endpoint {0} -InstanceId ins-linux00'; Has = 'ins-linux004', 'ins-linux005' }
            @{ Line = 'Reset-CloudInstancePassword -Provider Tencent -RegionId ap-shanghai -Endpoint {0} -InstanceId ins-linux00'; Has = 'ins-linux004', 'ins-linux005' }
            @{ Line = 'Get-CloudPasswordTarget -Provider Tencent -Region ap-shanghai, ap-guangzhou -Endpoint {0} -InstanceId ins-linux00'; Has = 1..5 | ForEach-Object { "ins-linux00$_" } }
        ) {
            (Get-Completion ($Line -f $sandbox.Address)).CompletionText | Should -Be $Has
        }

        It 'sends requests only to a sandbox on this machine' {
            Get-Completion 'Reset-CloudInstancePassword -Provider Tencent -Endpoint https://cvm.tencentcloudapi.com -InstanceId ins-' | Should -BeNullOrEmpty
            Get-Completion 'Reset-CloudInstancePassword -Provider Tencent -InstanceId ins-' | Should -BeNullOrEmpty
            Get-Completion 'Reset-CloudInstancePassword -Provider Tencent -Endpoint http://127.0.0.1:1 -InstanceId ins-' | Should -BeNullOrEmpty
        }
    }

    It 'offers policies, providers, versions and paths' {
        (Get-Completion 'New-CloudPassword -For ').CompletionText | Should -Be 'Dcs', 'EcsLinux', 'EcsVnc', 'EcsWindows', 'HuaweiEcs', 'LighthouseLinux', 'LighthouseWindows', 'Ram', 'TencentLinux', 'TencentWindows', 'Zenlayer'
        (Get-Completion 'Test-CloudPassword -For T').CompletionText | Should -Be 'TencentLinux', 'TencentWindows'
        (Get-Completion 'Reset-CloudInstancePassword -Provider ').CompletionText | Should -Be 'Alibaba', 'Tencent', 'Huawei', 'Zenlayer'
        (Get-Completion 'Reset-CloudInstancePassword -Provider Alibaba -Resource ').CompletionText | Should -Be 'EcsInstance'
        (Get-Completion 'Set-DcsPassword -Provider ').CompletionText | Should -Be 'Huawei'
        (Get-Completion 'Set-EcsVncPassword -Provider ').CompletionText | Should -Be 'Alibaba'
        (Get-Completion 'Set-RamUserPassword -Provider ').CompletionText | Should -Be 'Alibaba'
        (Get-Completion 'Read-CloudPassword -For T').CompletionText | Should -Be 'TencentLinux', 'TencentWindows'
        (Get-Completion 'Set-DcsPassword -ApiVersion ').CompletionText | Should -Be 'v1.0', 'v2'
        'x' | Set-Content -LiteralPath (Join-Path $TestDrive 'rotate.jsonl')
        foreach ($line in "Get-CloudPasswordReport -Path $TestDrive/rot", "Set-DcsPassword -ReportPath $TestDrive/rot") {
            (Get-Completion $line).CompletionText | Should -BeLike '*rotate.jsonl'
        }
    }
}
