# No secret in any stream, report or error, whatever goes wrong: raw, percent-, JSON-, HTML-, Base64- and hex-encoded.
BeforeDiscovery {
    Import-Module $env:PASSWORDCMDLETS_MODULE, $PSScriptRoot/Leaks.psm1 -Force
    $script:cases = Get-LeakCase
    $script:policies = (Get-CloudPasswordPolicy).Name
}

BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Sandbox.psm1, $PSScriptRoot/Shell.psm1, $PSScriptRoot/Leaks.psm1 -Force

    # Quotes, percent, brackets, an ampersand, and where the provider takes it a letter that is not ASCII.
    $script:texts = @{ new = "Cl0ud'%27&<x>-1"; odd = "Cl0ud'%27`"<x>&$([char]0xe9)-1"; old = "0ld'%22`"<y>&$([char]0xe8)-2"; vnc = 'Vnc9Zq'; key = "k3y'%41`"<z>&-3"; broken = "N3w'%0a`"line`n<w>-4" }
    $script:secrets = @{}
    foreach ($name in $texts.Keys) { $secrets[$name] = ConvertTo-TestSecret $texts[$name] }
    $script:forms = @($texts.Values | ForEach-Object { Get-SecretForm $_ })
}

Describe 'Secrets stay secret' {
    BeforeAll {
        $seed = Join-Path $TestDrive seed.json
        $all = Get-LeakCase
        ConvertTo-LeakSeed $all $texts | Set-Content -LiteralPath $seed
        $script:sandbox = Start-Sandbox -SeedPath $seed
        $commands = foreach ($case in $all) {
            $variables = Get-LeakVariable $case $secrets $(if ($case.Fault -eq 'nobody listening') { 'http://127.0.0.1:9' } else { $sandbox.Address })

            # With -Debug alone PowerShell would ask about each of the others.
            $variables.common += @{ ReportPath = Join-Path $TestDrive "$($case.Number).jsonl"; Verbose = $true; Debug = $true; WarningAction = 'Continue'; ErrorAction = 'Continue' }
            @{ Name = "$($case.Number)"; Code = $case.Code; Variables = $variables }
        }

        $script:seen = @{}
        Invoke-Together -Module $env:PASSWORDCMDLETS_MODULE -Command $commands | ForEach-Object { $seen[$_.Name] = $_ }
        $script:requests = Get-SandboxRequest $sandbox | Group-Object accessKeyId -AsHashTable -AsString
    }

    AfterAll {
        Stop-Sandbox $sandbox
    }

    It '<Cmdlet> with <Fault>' -ForEach $cases {
        $one = $seen["$Number"]
        $sent = $requests["leak-$Number"]
        if ($Fault -ne 'nobody listening') { $sent.action | Should -Contain $Action -Because 'the fault is to be met' }
        $results = @($one.Output | Where-Object { $_ -is [PasswordCmdlets.PasswordChangeResult] })
        $results | Should -HaveCount 1
        $generated = $results.Credential | Where-Object { $_ } | ForEach-Object { Get-SecretForm $_.GetNetworkCredential().Password }

        $report = [System.IO.File]::ReadAllText((Join-Path $TestDrive "$Number.jsonl"))
        $everything = @{ 'a stream' = ConvertTo-ShownText ($one.Output + $one.Other); '$Error' = ConvertTo-ShownText $one.Errors; 'the report' = $report; 'a URL' = $sent.url -join "`n" }
        $found = @($everything.GetEnumerator() | ForEach-Object { Find-Leak $_.Key $_.Value ($forms + $generated) })
        $found | Should -BeNullOrEmpty
        foreach ($where in 'a stream', 'the report') { Find-Leak $where $everything[$where] $results.Status | Should -Not -BeNullOrEmpty -Because 'what a result says is found in it' }
        $everything.Values | Should -Not -Match '##vso'
        $everything['a stream'] | Should -Match 'VERBOSE|attempt 1' -Because 'verbose output is among it'
        $results.Message | Should -Not -Match ([char]27)

        # The sandbox hides what it does not know in a URL: that would be a parameter that does not belong there.
        $sent.url | Should -Not -Match '\*\*\*'
    }

    It 'finds one in the results, their errors and their JSON, and in <_>' -ForEach 'Base64', 'a URL' {
        $leak = switch ($_) { 'Base64' { [Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes($texts.odd)) } default { "http://x/?p=$([uri]::EscapeDataString($texts.odd))" } }
        $result = [PasswordCmdlets.PasswordChangeResult]@{ Message = $leak }
        $record = [System.Management.Automation.ErrorRecord]::new([System.InvalidOperationException]::new('outer', [System.Exception]::new($leak)), 'x', 'NotSpecified', $null)
        Find-Leak 'a result' (ConvertTo-ShownText $result) $forms | Should -Not -BeNullOrEmpty
        Find-Leak 'an error' (ConvertTo-ShownText $record) $forms | Should -Not -BeNullOrEmpty
    }

    It 'shows with -Verbose what <Cmdlet> did: action, method, host, region, attempt, response, time and request id' -ForEach ($cases | Where-Object { $_.Fault -eq 'no fault' -and $_.Cmdlet -notlike '*-Credential' }) {
        $verbose = $seen["$Number"].Output | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] } | ForEach-Object Message
        $verbose -match "^$Action, (POST|PUT) to 127\.0\.0\.1:\d+, region \S+, 1 target\(s\), attempt 1: \d+ \S+ in \d+ ms, request id [\w-]+$" | Should -Not -BeNullOrEmpty
    }

    It 'shows with -Debug alone what it did' {
        $common = @{ Provider = 'Tencent'; InstanceId = 'ins-00000001'; Region = 'ap-guangzhou'; Password = $secrets.new; Endpoint = $sandbox.Address; AccessKey = [pscredential]::new('leak-1', $secrets.key); Confirm = $false }
        $everything = Reset-CloudInstancePassword @common -Debug *>&1
        ($everything | Where-Object { $_ -is [System.Management.Automation.DebugRecord] }).Message -match '^ResetInstancesPassword, POST to .* request id [\w-]+$' | Should -Not -BeNullOrEmpty
        Find-Leak 'a stream' (ConvertTo-ShownText $everything) $forms | Should -BeNullOrEmpty
    }

    It 'shows with -WhatIf what would happen, and no secret: <Cmdlet>' -ForEach ($cases | Where-Object { $_.Fault -eq 'nobody listening' -and $_.Cmdlet -notlike 'Wait-*' }) {
        $transcript = Join-Path $TestDrive "whatif-$Number.txt"
        $new, $odd, $old, $vnc = $secrets.new, $secrets.odd, $secrets.old, $secrets.vnc
        $tencent, $lighthouse, $zenlayer, $ecs, $dcs, $server, $user = 'tencent', 'lighthouse', 'zenlayer', 'ecs', 'dcs', 'server', 'user' | ForEach-Object { Get-LeakTarget $_ $Number }
        $credential = [pscredential]::new('root', $new)
        $common = @{ AccessKey = [pscredential]::new("leak-$Number", $secrets.key); WhatIf = $true; Verbose = $true }
        Start-Transcript -LiteralPath $transcript | Out-Null
        try { $everything = . ([scriptblock]::Create($Code)) 3>&1 4>&1 } finally { Stop-Transcript | Out-Null }
        $text = [System.IO.File]::ReadAllText($transcript)
        $text | Should -Match 'What if: '
        Find-Leak 'the transcript' $text $forms | Should -BeNullOrEmpty
        Find-Leak 'a stream' (ConvertTo-ShownText $everything) $forms | Should -BeNullOrEmpty
        $null = $new, $odd, $old, $vnc, $tencent, $lighthouse, $zenlayer, $ecs, $dcs, $server, $user, $credential, $common
    }

    It 'rejects a password with a line break without showing it: <Cmdlet>' -ForEach @(
        @{ Cmdlet = 'Reset-CloudInstancePassword (Tencent)'; Code = { Reset-CloudInstancePassword -Provider Tencent -InstanceId ins-00000001 -Region ap-guangzhou -Password $broken @common } }
        @{ Cmdlet = 'Set-DcsPassword'; Code = { Set-DcsPassword -InstanceId 5a4db0c5-1111-4000-8000-000000000001 -Region cn-north-4 -Reset -NewPassword $broken @common } }
        @{ Cmdlet = 'Set-EcsVncPassword'; Code = { Set-EcsVncPassword -InstanceId i-bp1leak0000000000001 -Region cn-hangzhou -Password $broken @common } }
        @{ Cmdlet = 'Set-RamUserPassword'; Code = { Set-RamUserPassword -UserName user1 -NewPassword $broken @common } }
    ) {
        $broken = $secrets.broken
        $common = @{ Endpoint = 'http://127.0.0.1:9'; AccessKey = [pscredential]::new('leak-1', $secrets.key); Confirm = $false; TimeoutSec = 1; MaximumRetryCount = 0 }
        $failure = { & $Code } | Should -Throw -ErrorId 'PasswordPolicyViolation,*' -PassThru
        Find-Leak 'the error' (ConvertTo-ShownText $failure) $forms | Should -BeNullOrEmpty
        $null = $broken, $common
    }

    It 'shows a generated password in Export-Clixml off Windows and in nothing else, and the help says so' {
        $one = $seen["$((Get-LeakCase | Where-Object { $_.Cmdlet -like '*-GeneratePassword' -and $_.Fault -eq 'no fault' }).Number)"]
        $result = $one.Output | Where-Object { $_ -is [PasswordCmdlets.PasswordChangeResult] }
        $generated = Get-SecretForm $result.Credential.GetNetworkCredential().Password
        $file = Join-Path $TestDrive result.xml
        $result | Export-Clixml -LiteralPath $file
        $found = Find-Leak 'the file' ([System.IO.File]::ReadAllText($file)) $generated
        if ($IsWindows) { $found | Should -BeNullOrEmpty } else { $found | Should -Not -BeNullOrEmpty }
        $result.Credential = $null
        $result | Export-Clixml -LiteralPath $file -Force
        Find-Leak 'the file' ([System.IO.File]::ReadAllText($file)) ($forms + $generated) | Should -BeNullOrEmpty
        Get-Content -Raw -LiteralPath (Join-Path (Split-Path $env:PASSWORDCMDLETS_MODULE) 'en-US/about_PasswordCmdlets_Results.help.txt') | Should -Match 'Export-Clixml writes Credential\s+readably except on Windows'
    }

    It 'says in Get-CloudPasswordReport what became of each target, and no secret' {
        $reports = $cases | ForEach-Object { Join-Path $TestDrive "$($_.Number).jsonl" }
        $damaged = Join-Path $TestDrive damaged.jsonl
        Get-Content -LiteralPath $reports[0] | Set-Content -LiteralPath $damaged
        Add-Content -LiteralPath $damaged -Value "{`"Time`":`"2026-01-01T00:00:00Z`",`"Message`":`"$($texts.new)`",", $texts.new
        $everything = foreach ($one in @($reports) + $damaged) {
            Get-CloudPasswordReport $one -Verbose -Debug -WarningAction Continue *>&1
            Get-CloudPasswordReport $one -Resumable -Verbose -Debug -WarningAction Continue *>&1
        }
        $everything += Get-CloudPasswordReport $TestDrive -ErrorAction Continue *>&1
        @($everything | Where-Object { $_ -is [PasswordCmdlets.PasswordChangeResult] }).Count | Should -BeGreaterThan $reports.Count
        @($everything | Where-Object { $_ -is [System.Management.Automation.WarningRecord] }).Count | Should -BeGreaterThan 1
        @($everything | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }) | Should -HaveCount 1
        Find-Leak 'a stream' (ConvertTo-ShownText $everything) $forms | Should -BeNullOrEmpty
    }
}

Describe 'What sends nothing keeps secrets as well' {
    It 'New-CloudPassword -For <_> has its password in its output and nowhere else' -ForEach $policies {
        $policy = $_
        $everything = 1..3 | ForEach-Object { New-CloudPassword -For $policy -Verbose -Debug *>&1 }
        $made = @($everything | Where-Object { $_ -is [securestring] })
        $made | Should -HaveCount 3
        $generated = $made | ForEach-Object { Get-SecretForm ([System.Net.NetworkCredential]::new('', $_).Password) }
        Find-Leak 'a stream' (ConvertTo-ShownText $everything) $generated | Should -BeNullOrEmpty

        $transcript = Join-Path $TestDrive "new-$policy.txt"
        Start-Transcript -LiteralPath $transcript | Out-Null
        try {
            $others = $($plain = New-CloudPassword -For $policy -AsPlainText -Verbose -Debug) *>&1
            $refused = $(try { New-CloudPassword -For $policy -Length 1000 -Verbose -Debug } catch { $_ }) *>&1
        }
        finally {
            Stop-Transcript | Out-Null
        }

        $plain | Should -BeOfType [string]
        $refused.FullyQualifiedErrorId | Should -BeLike 'LengthOutOfRange,*'
        $forms = Get-SecretForm $plain
        Find-Leak 'a stream' (ConvertTo-ShownText (@($others) + $refused + $Error[0])) $forms | Should -BeNullOrEmpty
        Find-Leak 'the transcript' ([System.IO.File]::ReadAllText($transcript)) $forms | Should -BeNullOrEmpty
        Find-Leak 'the output' (ConvertTo-ShownText $plain) $forms | Should -Not -BeNullOrEmpty
    }

    It 'Test-CloudPassword -For <_> says no word of the password' -ForEach $policies {
        $policy = $_
        $everything = foreach ($name in $secrets.Keys) {
            Test-CloudPassword -Password $secrets[$name] -For $policy -Verbose -Debug *>&1
            Test-CloudPassword -Password $secrets[$name] -For $policy -UserName root -Quiet -Verbose -Debug *>&1
            Test-CloudPassword -Password $secrets[$name] -For $policy -UserName $texts.vnc.Substring(0, 3) -Verbose -Debug *>&1
        }
        $everything += try { Test-CloudPassword -Password $secrets.odd -For NoSuchPolicy } catch { $_ }
        $results = @($everything | Where-Object { $_ -is [PasswordCmdlets.CloudPasswordTestResult] })
        $results | Should -HaveCount (2 * $secrets.Count)
        $results.Findings | Should -Not -BeNullOrEmpty
        $everything += $results.Findings
        Find-Leak 'a stream' (ConvertTo-ShownText $everything) $forms | Should -BeNullOrEmpty
    }

    It 'Get-CloudPasswordPolicy knows nothing of a password that was tested before it' {
        $null = Test-CloudPassword -Password $secrets.odd -For Ram
        $everything = @(Get-CloudPasswordPolicy -Verbose -Debug *>&1)
        $everything | Where-Object { $_ -is [PasswordCmdlets.CloudPasswordPolicy] } | Should -HaveCount 11
        Find-Leak 'a stream' (ConvertTo-ShownText ($everything + $everything.Rules)) $forms | Should -BeNullOrEmpty
    }
}

Describe 'Get-CloudCredential says where a key is, and no key' {
    BeforeAll {
        $script:key = @{ secret = "s3cr'%41&<z>+/=-9"; token = "t0k'%42&<w>+/=-8" }
        $script:forms = @($key.Values | ForEach-Object { Get-SecretForm $_ })
        $script:saved = Get-ChildItem env: | Where-Object Name -Match '^(ALIBABA|ALICLOUD|ACCESS_KEY|SECURITY_TOKEN|TENCENTCLOUD|HUAWEICLOUD|HW_|OS_|ZENLAYER)'
        $script:homeVariable = Get-HomeVariable
        $script:savedHome = [Environment]::GetEnvironmentVariable($homeVariable)
    }

    BeforeEach {
        $saved | ForEach-Object { Remove-Item "env:$($_.Name)" }
    }

    AfterEach {
        [Environment]::SetEnvironmentVariable($homeVariable, $savedHome)
        $saved | ForEach-Object { Set-Item "env:$($_.Name)" $_.Value }
    }

    It 'from the environment: <Names>' -ForEach @(
        @{ Provider = 'Alibaba'; Names = 'ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'ALIBABA_CLOUD_SECURITY_TOKEN' }
        @{ Provider = 'Tencent'; Names = 'TENCENTCLOUD_SECRET_ID', 'TENCENTCLOUD_SECRET_KEY', 'TENCENTCLOUD_TOKEN' }
        @{ Provider = 'Huawei'; Names = 'HUAWEICLOUD_SDK_AK', 'HUAWEICLOUD_SDK_SK', 'HUAWEICLOUD_SDK_SECURITY_TOKEN' }
        @{ Provider = 'Zenlayer'; Names = 'ZENLAYER_ACCESS_KEY_ID', 'ZENLAYER_ACCESS_KEY_SECRET' }
        @{ Provider = 'Zenlayer'; Names = 'ZENLAYER_TOKEN' }
    ) {
        $values = if ($Names.Count -eq 1) { $key.token } else { 'AKID-12345678', $key.secret, $key.token }
        try {
            foreach ($i in 0..(@($Names).Count - 1)) { Set-Item "env:$(@($Names)[$i])" @($values)[$i] }
            $everything = @(Get-CloudCredential -Provider $Provider -Verbose -Debug -WarningAction Continue *>&1)
        }
        finally {
            Remove-Item @($Names | ForEach-Object { "env:$_" })
        }

        $everything.Found | Should -Contain $true
        Find-Leak 'a stream' (ConvertTo-ShownText $everything) $forms | Should -BeNullOrEmpty
    }

    It 'from <File>, whole and broken' -ForEach @(
        @{ Provider = 'Alibaba'; File = '.aliyun/config.json'; Content = '{"current":"a","profiles":[{"name":"a","mode":"StsToken","access_key_id":"AKID-12345678","access_key_secret":"{0}","sts_token":"{1}"}]}' }
        @{ Provider = 'Alibaba'; File = '.alibabacloud/credentials.ini'; Content = "[default]`ntype = sts`naccess_key_id = AKID-12345678`naccess_key_secret = {0}`nsecurity_token = {1}`n" }
        @{ Provider = 'Tencent'; File = '.tccli/default.credential'; Content = '{"secretId":"AKID-12345678","secretKey":"{0}","token":"{1}"}' }
        @{ Provider = 'Huawei'; File = '.huaweicloud/credentials'; Content = "[basic]`nak = AKID-12345678`nsk = {0}`nsecurity_token = {1}`n" }
        @{ Provider = 'Zenlayer'; File = '.zenlayer/credentials.json'; Content = '{"default":{"access_key_id":"AKID-12345678","access_key_secret":"{0}"}}' }
    ) {
        $userFolder = Join-Path $TestDrive ([guid]::NewGuid())
        [Environment]::SetEnvironmentVariable($homeVariable, $userFolder)
        $path = Join-Path $userFolder $File
        $null = New-Item -ItemType Directory -Path (Split-Path $path)
        $text = $Content.Replace('{0}', $key.secret).Replace('{1}', $key.token)

        # Whole, cut off after the key, without its beginning, and with a key where its name belongs.
        $everything = foreach ($written in $text, $text.Substring(0, $text.IndexOf($key.secret) + $key.secret.Length), $text.Substring($text.IndexOf($key.secret)), $text.Replace('AKID-12345678', '').Replace('access_key_secret', $key.secret), "$($key.secret)`n$text") {
            Set-Content -LiteralPath $path -Value $written -NoNewline
            Get-CloudCredential -Provider $Provider -Verbose -Debug -WarningAction Continue *>&1
            Get-CloudCredential -Provider $Provider -ProfileName nosuch -Verbose -Debug -WarningAction Continue *>&1
        }

        @($everything).Found[0] | Should -BeTrue
        Find-Leak 'a stream' (ConvertTo-ShownText $everything) $forms | Should -BeNullOrEmpty
    }
}

Describe 'A vault alone gets a generated password and its run''s seed' {
    BeforeAll {
        $script:vault = "PasswordCmdletsLeaks$PID"
        $script:folder = Join-Path $TestDrive vault
        $null = New-Item -ItemType Directory -Path $folder
        Register-SecretVault -Name $vault -ModuleName (Join-Path $PSScriptRoot TestVault) -VaultParameters @{ Folder = $folder }
        $script:sandbox = Start-Sandbox

        # Every form of every secret that was ever to be stored; of a seed also its bytes.
        function Get-StoredForm {
            foreach ($file in Get-ChildItem -LiteralPath $folder -Filter *.kept) {
                $text = [System.IO.File]::ReadAllText($file.FullName)
                Get-SecretForm $text
                if ($text -match '^pcs2\.([\w-]{48})\.') {
                    $encoded = $Matches[1]
                    $encoded
                    $encoded.Replace('-', '+').Replace('_', '/')
                    $bytes = [Convert]::FromBase64String($encoded.Replace('-', '+').Replace('_', '/').PadRight([Math]::Ceiling($encoded.Length / 4) * 4, '='))
                    [BitConverter]::ToString($bytes, 0, 16).Replace('-', '')
                }
            }
        }
    }

    AfterAll {
        Unregister-SecretVault -Name $vault
        Stop-Sandbox $sandbox
    }

    It 'when <Name>' -ForEach @(
        @{ Name = 'all goes well'; Refused = $null; Rule = $null; Status = 'Succeeded'; Kept = 2; Passwords = 0 }
        @{ Name = 'it refuses the password and quotes it'; Refused = 'Zenlayer-*'; Rule = $null; Status = 'Succeeded'; Kept = 4; Passwords = 2 }
        @{ Name = 'it refuses the seed and quotes it'; Refused = 'PasswordCmdlets-run-*'; Rule = $null; Status = $null; Kept = 1; Passwords = 0 }
        @{ Name = 'it refuses to remove the seed and quotes it'; Refused = 'remove:PasswordCmdlets-run-*'; Rule = $null; Status = 'Succeeded'; Kept = 2; Passwords = 0 }
        @{ Name = 'nobody knows what became of the change'; Refused = $null; Rule = @{ kind = 'reset'; afterCommit = $true }; Status = 'Unknown'; Kept = 4; Passwords = 2 }
        @{ Name = 'the provider refuses'; Refused = $null; Rule = @{ kind = 'refuse'; code = 'InvalidParameterValue'; message = 'bad' }; Status = 'Failed'; Kept = 1; Passwords = 0 }
    ) {
        Get-ChildItem -LiteralPath $folder | Remove-Item
        foreach ($file in 'KEEP', 'QUOTE') { Set-Content -LiteralPath (Join-Path $folder $file) -Value '' }
        if ($Refused) { Set-Content -LiteralPath (Join-Path $folder REFUSE) -Value $Refused }
        Invoke-SandboxControl $sandbox faults -Method Delete | Out-Null
        if ($Rule) { Invoke-SandboxControl $sandbox faults -Method Post -Body ($Rule + @{ provider = 'zenlayer'; action = 'ResetInstancePassword' }) | Out-Null }
        $report = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
        $common = @{ Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey zenlayer; TimeoutSec = 2; MaximumRetryCount = 0; ReportPath = $report; Confirm = $false; Verbose = $true; Debug = $true; WarningAction = 'Continue'; ErrorAction = 'Continue' }
        $Error.Clear()
        $everything = @(try { Reset-CloudInstancePassword -Provider Zenlayer -InstanceId 1341431445241233 -GeneratePassword -VaultName $vault @common *>&1 } catch { $_ })
        $result = $everything | Where-Object { $_ -is [PasswordCmdlets.PasswordChangeResult] }
        $result.Status | Should -Be $Status
        $restored = @(if ($Passwords) { $result | Restore-CloudPassword -VaultName $vault -Verbose -Debug -WarningAction Continue *>&1 })
        $restored += try { Restore-CloudPassword -VaultName $vault -RunId nosuch -InstanceId 1341431445241233 -Verbose -Debug -ErrorAction Continue *>&1 } catch { $_ }
        $credentials = @($restored | Where-Object { $_ -is [PasswordCmdlets.RestoredCloudPassword] } | ForEach-Object Credential)
        $credentials | Should -HaveCount $Passwords
        Get-ChildItem -LiteralPath $folder -Filter *.kept | Should -HaveCount $Kept
        $with = @{ VaultName = $vault; ReportPath = $report; Confirm = $false; Verbose = $true; Debug = $true; WarningAction = 'Continue'; ErrorAction = 'Continue' }
        $restored += @($restored | Where-Object { $_ -is [PasswordCmdlets.RestoredCloudPassword] } | Select-Object -First 1 | Confirm-CloudPassword @with *>&1)
        $forms = @(Get-StoredForm) + @($credentials | ForEach-Object { Get-SecretForm $_.GetNetworkCredential().Password })

        Find-Leak 'a stream' (ConvertTo-ShownText ($everything + $restored)) $forms | Should -BeNullOrEmpty
        Find-Leak '$Error' (ConvertTo-ShownText @($Error)) $forms | Should -BeNullOrEmpty
        if (Test-Path -LiteralPath $report) { Find-Leak 'the report' ([System.IO.File]::ReadAllText($report)) $forms | Should -BeNullOrEmpty }
        (Get-SandboxRequest $sandbox).url | ForEach-Object { Find-Leak 'a URL' $_ $forms } | Should -BeNullOrEmpty
    }
}
