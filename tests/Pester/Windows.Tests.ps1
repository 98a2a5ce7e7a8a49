# What is particular to Windows: its drives, its profile folder, its access control lists.
BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Sandbox.psm1 -Force
    Import-Module $PSScriptRoot/Shell.psm1 -Force
}

Describe 'On Windows (skipped elsewhere)' -Skip:(-not $IsWindows) {
    BeforeAll {
        $script:sandbox = Start-Sandbox
        $script:folder = New-Item -ItemType Directory -Path "C:\PasswordCmdlets-$([guid]::NewGuid())"
        $script:tencent = @{ Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey tencent; Region = 'ap-guangzhou'; Confirm = $false }
        $script:zenlayer = @{ Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey zenlayer; Confirm = $false }
        $script:password = ConvertTo-TestSecret 'Cloud-Tour-2026x'

        # Everyone, authenticated users and users, where the access control list of a file has them.
        function Get-OtherReader([string]$Path) {
            (Get-Acl -LiteralPath $Path).GetAccessRules($true, $true, [System.Security.Principal.SecurityIdentifier]).IdentityReference.Value |
                Where-Object { $_ -in 'S-1-1-0', 'S-1-5-11', 'S-1-5-32-545' }
        }
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
        $entries = New-Item -ItemType Directory -Path $folder\vault
        $vault = "PasswordCmdletsWindows$PID"
        Register-SecretVault -Name $vault -ModuleName (Join-Path $PSScriptRoot 'TestVault') -VaultParameters @{ Folder = $entries.FullName }
        try {
            $result = Reset-CloudInstancePassword -Provider Zenlayer @zenlayer -InstanceId 1341431445241233 -GeneratePassword -VaultName $vault
            $result.Status | Should -Be 'Succeeded'
            (Get-ChildItem -LiteralPath $entries -Filter *.secret).BaseName | Should -Be $result.SecretName
            Test-CloudPassword -For Zenlayer -Password (Get-Secret -Vault $vault -Name $result.SecretName) -Quiet | Should -BeTrue
        }
        finally {
            Unregister-SecretVault -Name $vault
        }
    }

    It 'writes a report on C: and resumes from it' {
        $null = '1341431445241233', '1341431445241235' | Reset-CloudInstancePassword -Provider Zenlayer @zenlayer -Password $password -ReportPath $report -ErrorAction SilentlyContinue
        (Get-CloudPasswordReport $report | Sort-Object InstanceId).Status | Should -Be 'Succeeded', 'Failed'
        $again = Get-CloudPasswordReport $report -Resumable | Reset-CloudInstancePassword @zenlayer -Password $password -ErrorAction SilentlyContinue
        $again.InstanceId | Should -Be '1341431445241235'
    }

    It 'reads the settings files of the user''s profile folder, whatever their encoding and line ends: <Encoding>' -ForEach @(
        @{ Encoding = 'UTF-8'; Encoder = [System.Text.UTF8Encoding]::new($false) }
        @{ Encoding = 'UTF-8 with BOM'; Encoder = [System.Text.UTF8Encoding]::new($true) }
        @{ Encoding = 'UTF-16'; Encoder = [System.Text.UnicodeEncoding]::new() }
    ) {
        $saved = $env:USERPROFILE
        $env:USERPROFILE = Join-Path $folder ([guid]::NewGuid())
        try {
            $null = New-Item -ItemType Directory -Path $env:USERPROFILE\.tencentcloud
            [System.IO.File]::WriteAllLines("$env:USERPROFILE\.tencentcloud\credentials", [string[]]('[default]', 'secret_id = sandbox-tencent-id', 'secret_key = sandbox-tencent-secret'), $Encoder)
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

    It 'creates a report that its owner alone can read' {
        $null = Reset-CloudInstancePassword -Provider Zenlayer @zenlayer -InstanceId 1341431445241233 -Password $password -ReportPath $report
        Get-OtherReader $report | Should -BeNullOrEmpty
        Set-Content -LiteralPath "$report.txt" -Value 'Another file beside it, for comparison.'
        Get-OtherReader "$report.txt" | Should -Not -BeNullOrEmpty
    }

    It 'counts wrong old passwords in a folder that its owner alone can read' {
        $wrong = @{ OldPassword = ConvertTo-TestSecret 'Wrong-Old-1x'; NewPassword = $password; Confirm = $false; ErrorAction = 'SilentlyContinue' }
        $result = Set-DcsPassword -InstanceId 5a4db0c5-1111-4000-8000-000000000001 -Region cn-north-4 -Endpoint $sandbox.Address -AccessKey (Get-SandboxKey huawei) @wrong
        $result.ErrorId | Should -Be 'OldPasswordIncorrect'
        $file = Join-Path $env:XDG_STATE_HOME 'PasswordCmdlets\lockouts.json'
        (Get-Item -LiteralPath $file).Length | Should -BeGreaterThan 0

        # On Windows a file inherits the access control list of its folder; under Wine it does not.
        Get-OtherReader (Split-Path $file) | Should -BeNullOrEmpty
        Get-OtherReader $folder.FullName | Should -Not -BeNullOrEmpty -Because 'that is a folder like any other'
    }

    It 'writes no report to <Path>, which is no file' -ForEach @(
        @{ Path = 'HKCU:\PasswordCmdlets.jsonl' }
        @{ Path = 'Registry::HKEY_CURRENT_USER\PasswordCmdlets.jsonl' }
        @{ Path = 'reports:\r.jsonl' }
        @{ Path = 'NUL' }
    ) {
        $null = New-PSDrive -Name reports -PSProvider Registry -Root HKCU:\Software
        Push-Location -LiteralPath $folder
        Invoke-SandboxControl $sandbox requests -Method Delete | Out-Null
        try {
            { Reset-CloudInstancePassword -Provider Zenlayer @zenlayer -InstanceId 1341431445241233 -Password $password -ReportPath $Path } |
                Should -Throw -ErrorId 'ReportUnavailable,*'
            Get-SandboxRequest $sandbox -Action Reset | Should -BeNullOrEmpty
            Get-ChildItem -LiteralPath $folder -Filter '*PasswordCmdlets.jsonl' -Recurse | Should -BeNullOrEmpty
            Test-Path -LiteralPath $folder\r.jsonl | Should -BeFalse
        }
        finally {
            Pop-Location
            Remove-PSDrive -Name reports
        }
    }

    It 'writes no report to a relative path where the current location is in the registry' {
        Push-Location -LiteralPath $folder
        Push-Location -LiteralPath HKCU:\Software
        Invoke-SandboxControl $sandbox requests -Method Delete | Out-Null
        try {
            { Reset-CloudInstancePassword -Provider Zenlayer @zenlayer -InstanceId 1341431445241233 -Password $password -ReportPath r.jsonl } |
                Should -Throw -ErrorId 'ReportUnavailable,*' -ExpectedMessage '*r.jsonl*Registry*'
            { Get-CloudPasswordReport r.jsonl -ErrorAction Stop } | Should -Throw -ErrorId 'ReportUnavailable,*'
            Get-SandboxRequest $sandbox -Action Reset | Should -BeNullOrEmpty
            Test-Path -LiteralPath r.jsonl | Should -BeFalse

            # C:r.jsonl is relative to the current folder of that drive.
            $null = Reset-CloudInstancePassword -Provider Zenlayer @zenlayer -InstanceId 1341431445241233 -Password $password -ReportPath C:r.jsonl
            (Get-CloudPasswordReport $folder\r.jsonl).Status | Should -Be 'Succeeded'
        }
        finally {
            Pop-Location
            Pop-Location
            Remove-Item -LiteralPath $folder\r.jsonl -ErrorAction Ignore
        }
    }

    It 'writes a report to a long path, to a path with \\?\ and to a mapped drive of the file system' {
        $long = New-Item -ItemType Directory -Path (Join-Path $folder (('a' * 100), ('b' * 100), ('c' * 100) -join '\'))
        $null = New-PSDrive -Name reports -PSProvider FileSystem -Root $folder
        try {
            foreach ($path in "$long\r.jsonl", "\\?\$folder\prefixed.jsonl", 'reports:\mapped.jsonl') {
                (Reset-CloudInstancePassword -Provider Zenlayer @zenlayer -InstanceId 1341431445241233 -Password $password -ReportPath $path).Status | Should -Be 'Succeeded'
                (Get-CloudPasswordReport $path).Status | Should -Be 'Succeeded'
            }
        }
        finally {
            Remove-PSDrive -Name reports
        }

        Test-Path -LiteralPath $folder\mapped.jsonl, $folder\prefixed.jsonl | Should -Be $true, $true
    }

    It 'exports a report for its owner alone, and replaces an earlier export' {
        [System.IO.File]::WriteAllLines($report, [string[]]'{"Time":"2026-01-01T00:00:00Z","RunId":"a","Status":"Failed","Provider":"Zenlayer","Resource":"ZecInstance","InstanceId":"1"}')
        foreach ($name in 'export.html', 'export.csv', 'export.csv') {
            $file = Export-CloudPasswordReport -Path $report -Destination $folder\$name -PassThru
            $file.Length | Should -BeGreaterThan 100
            Get-OtherReader $file.FullName | Should -BeNullOrEmpty
        }

        (Import-Csv -LiteralPath $folder\export.csv).InstanceId | Should -Be '1'
        (Get-Item -LiteralPath $folder\export.csv).IsReadOnly = $true
        { Export-CloudPasswordReport -Path $report -Destination $folder\export.csv } | Should -Throw -ErrorId 'ReportUnavailable,*'
        Export-CloudPasswordReport -Path $report -Destination $folder\export.csv -Force
        @(Get-ChildItem -LiteralPath $folder -Filter *.tmp -Force) | Should -BeNullOrEmpty
    }

    # Wine has no administrative shares.
    It 'writes a report to a UNC path (skipped where C$ is not shared, as under Wine)' -Skip:(-not ($IsWindows -and (Test-Path -LiteralPath '\\localhost\C$'))) {
        $path = "\\localhost\C$" + $folder.FullName.Substring(2) + '\unc.jsonl'
        (Reset-CloudInstancePassword -Provider Zenlayer @zenlayer -InstanceId 1341431445241233 -Password $password -ReportPath $path).Status | Should -Be 'Succeeded'
        (Get-CloudPasswordReport $path).Status | Should -Be 'Succeeded'
    }

    It 'reads a report with the line ends and the byte order mark of Windows' {
        [System.IO.File]::WriteAllLines($report, [string[]](
                '{"Time":"2026-01-01T00:00:00Z","RunId":"a","Status":"Failed","Provider":"Zenlayer","Resource":"ZecInstance","InstanceId":"1"}',
                '{"Time":"2026-01-01T00:00:01Z","RunId":"a","Status":"Planned","Provider":"Zenlayer","Resource":"ZecInstance","InstanceId":"2"}'
            ), [System.Text.UTF8Encoding]::new($true))
        [System.IO.File]::ReadAllText($report) | Should -Match "`r`n"
        (Get-CloudPasswordReport $report -Resumable).InstanceId | Should -Be '1', '2'
    }

    It 'goes past the system''s proxy, and through the one that the environment specifies' {
        $proxy = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $proxy.Start()
        $key = 'HKCU:\Software\Microsoft\Windows\CurrentVersion\Internet Settings'
        $null = New-Item -Path $key -Force:(-not (Test-Path $key)) -ErrorAction Ignore
        $before = Get-ItemProperty -Path $key
        $address = "127.0.0.1:$($proxy.LocalEndpoint.Port)"
        $with = $tencent.Clone()
        $with.Endpoint = "https://$('a' * 64).invalid"
        $reset = { Reset-CloudInstancePassword -Provider Tencent @with -InstanceId ins-linux001 -Password $password -MaximumRetryCount 0 -TimeoutSec 2 -ErrorAction SilentlyContinue }
        try {
            Set-ItemProperty -Path $key -Name ProxyServer -Value $address
            Set-ItemProperty -Path $key -Name ProxyEnable -Value 1 -Type DWord
            (& $reset).Message | Should -BeLike '*host name could not be resolved*'
            $proxy.Pending() | Should -BeFalse
            $env:HTTPS_PROXY = "http://$address"
            $null = & $reset
            $proxy.Pending() | Should -BeTrue
        }
        finally {
            $env:HTTPS_PROXY = $null
            foreach ($name in 'ProxyServer', 'ProxyEnable') {
                if ($null -ne $before.$name) { Set-ItemProperty -Path $key -Name $name -Value $before.$name } else { Remove-ItemProperty -Path $key -Name $name }
            }

            $proxy.Stop()
        }
    }

    It 'writes no escape sequence to a console that cannot show it' {
        $result = Reset-CloudInstancePassword -Provider Zenlayer @zenlayer -InstanceId 1341431445241233 -Password $password
        $result | Out-String | Should -Not -Match ([char]27)
    }

    It 'runs the pipeline task''s handler for agents on Windows' {
        $task = Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'src\AzurePipelinesTask\CloudPassword'
        $inputs = @{
            command = 'Reset-CloudInstancePassword'; provider = 'Zenlayer'; targets = '1341431445241233'; password = 'Cloud-Tour-2026x'; wait = 'true'
            endpoint = "$($sandbox.Address)"; accessKeyId = 'sandbox-zenlayer-id'; accessKeySecret = 'sandbox-zenlayer-secret'; modulePath = $env:PASSWORDCMDLETS_MODULE
        }
        $variables = $inputs.GetEnumerator() | ForEach-Object { "INPUT_$($_.Key.ToUpperInvariant())" }
        $inputs.GetEnumerator() | ForEach-Object { Set-Item "env:INPUT_$($_.Key.ToUpperInvariant())" $_.Value }
        $env:AGENT_TEMPDIRECTORY = "$folder"
        try {
            $output = Invoke-PowerShell -NoProfile -NonInteractive -Command "Import-Module '$task\ps_modules\VstsTaskSdk\VstsTaskSdk.psd1'; Invoke-VstsTaskScript -ScriptBlock ([scriptblock]::Create('. ''$task\CloudPassword.ps1'''))" | Out-String -Width 1000
            $output | Should -Match '##vso\[task\.complete result=Succeeded;'
            $output | Should -Match '1 of 1 target'
        }
        finally {
            $variables + 'AGENT_TEMPDIRECTORY' | ForEach-Object { Remove-Item "env:$_" }
        }
    }
}
