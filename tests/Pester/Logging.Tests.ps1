# What module and script-block logging write of our commands. On Linux PowerShell logs to the socket of syslog; the test stands in for syslog where there is none.
BeforeDiscovery {
    $script:cannotListen = -not $IsLinux -or (Test-Path -LiteralPath /dev/log) -or [Environment]::UserName -ne 'root'
}

Describe 'With module and script-block logging' -Skip:$cannotListen {
    BeforeAll {
        Import-Module $PSScriptRoot/Sandbox.psm1, $PSScriptRoot/Shell.psm1 -Force
        $sandbox = Start-Sandbox
        $settings = Join-Path $TestDrive 'powershell.config.json'
        @{
            LogIdentity        = 'passwordcmdlets-test'
            LogLevel           = 'Verbose'
            LogChannels        = 'Analytic, Operational'
            LogKeywords        = 'Host, Sessions, Runspace, Pipeline, Protocol, Transport, Cmdlets, Serializer, ManagedPlugin'
            PowerShellPolicies = @{
                ScriptBlockLogging = @{ EnableScriptBlockLogging = $true; EnableScriptBlockInvocationLogging = $true }
                ModuleLogging      = @{ EnableModuleLogging = $true; ModuleNames = @('*') }
            }
        } | ConvertTo-Json -Depth 4 | Set-Content -LiteralPath $settings

        # The secrets come from a file, character by character: what a script binds in plain text is logged, and is the script's own doing.
        $secrets = @{ password = "Logged-Odd'Pa%1"; accepted = 'Logged-Plain-9' }
        $secrets.GetEnumerator() | ForEach-Object { [IO.File]::WriteAllText((Join-Path $TestDrive $_.Key), $_.Value) }
        $script = Join-Path $TestDrive 'run.ps1'
        @'
param($Module, $Address, $Folder)
function Read-Secret($Name) {
    $secret = [securestring]::new()
    foreach ($character in [IO.File]::ReadAllText("$Folder/$Name").ToCharArray()) { $secret.AppendChar($character) }
    $secret
}
Import-Module $Module
$key = [pscredential]::new('sandbox-zenlayer-id', (Read-Secret key))
$zenlayer = @{ Provider = 'Zenlayer'; Endpoint = $Address; AccessKey = $key; Confirm = $false; Verbose = $true; WarningAction = 'SilentlyContinue'; ErrorAction = 'SilentlyContinue' }
'1341431445241233', '1341431445241235' | Reset-CloudInstancePassword @zenlayer -Password (Read-Secret accepted)
'1341431445241233' | Reset-CloudInstancePassword @zenlayer -Password (Read-Secret password)
Test-CloudPassword -Password (Read-Secret password) -For Zenlayer
$generated = '1341431445241234' | Reset-CloudInstancePassword @zenlayer -GeneratePassword -AllowUnstored
[IO.File]::WriteAllText("$Folder/generated", $generated.Credential.GetNetworkCredential().Password)
New-CloudPassword -For Zenlayer | Out-Null
'@ | Set-Content -LiteralPath $script
        [IO.File]::WriteAllText((Join-Path $TestDrive 'key'), 'sandbox-zenlayer-secret')

        $syslog = [Net.Sockets.Socket]::new([Net.Sockets.AddressFamily]::Unix, [Net.Sockets.SocketType]::Dgram, [Net.Sockets.ProtocolType]::Unspecified)
        try {
            $syslog.Bind([Net.Sockets.UnixDomainSocketEndPoint]::new('/dev/log'))
            $syslog.ReceiveTimeout = 1000
            $process = [Diagnostics.Process]::Start((Get-PowerShellStart '-NoProfile', '-NonInteractive', '-SettingsFile', $settings, '-File', $script, $env:PASSWORDCMDLETS_MODULE, $sandbox.Address, $TestDrive))
            $output = $process.StandardOutput.ReadToEndAsync()
            $errors = $process.StandardError.ReadToEndAsync()
            $text = [Text.StringBuilder]::new()
            $buffer = [byte[]]::new(1MB)
            $until = [datetime]::UtcNow.AddSeconds(90)
            $isOver = $false
            while (-not $isOver -and [datetime]::UtcNow -lt $until) {
                # Over when it has ended and a whole second brought nothing more.
                $hasEnded = $process.HasExited
                try {
                    $null = $text.AppendLine([Text.Encoding]::UTF8.GetString($buffer, 0, $syslog.Receive($buffer)))
                }
                catch [Net.Sockets.SocketException] {
                    $isOver = $hasEnded
                }
            }

            if (-not $process.HasExited) {
                $process.Kill()
            }

            $script:log = $text.ToString()
            $script:shown = $output.Result + $errors.Result
        }
        finally {
            $syslog.Dispose()
            Remove-Item -LiteralPath /dev/log -ErrorAction Ignore
            Stop-Sandbox $sandbox
        }
    }

    It 'the log has the commands, their parameters and the script' {
        $log | Should -Match 'ParameterBinding\(Reset-CloudInstancePassword\): name="Password"; value="System.Security.SecureString"'
        $log | Should -Match 'Reset-CloudInstancePassword @zenlayer -GeneratePassword'
    }

    It 'neither the log nor the output has a secret in any form' {
        foreach ($name in 'password', 'accepted', 'generated', 'key') {
            $secret = [IO.File]::ReadAllText((Join-Path $TestDrive $name))
            $secret.Length | Should -BeGreaterThan 7
            $bytes = [Text.Encoding]::UTF8.GetBytes($secret)
            $forms = $secret, [uri]::EscapeDataString($secret), [Convert]::ToBase64String($bytes), [Convert]::ToHexString([Text.Encoding]::Unicode.GetBytes($secret)), (ConvertTo-Json $secret).Trim('"')
            foreach ($form in $forms) {
                $log.Contains($form, [StringComparison]::OrdinalIgnoreCase) | Should -BeFalse -Because "the log shows the $name"
                $shown.Contains($form, [StringComparison]::OrdinalIgnoreCase) | Should -BeFalse -Because "the output shows the $name"
            }
        }
    }
}
