# What module logging, script-block logging and transcripts write of our commands and of the pipeline task. On Linux PowerShell logs to the socket of syslog;
# the test stands in for syslog where there is none.
BeforeDiscovery {
    $script:cannotListen = -not $IsLinux -or (Test-Path -LiteralPath /dev/log) -or [Environment]::UserName -ne 'root'
}

Describe 'With module logging, script-block logging and transcripts (skipped off Linux, where PowerShell logs elsewhere, and where syslog runs)' -Skip:$cannotListen {
    BeforeAll {
        Import-Module $PSScriptRoot/Sandbox.psm1, $PSScriptRoot/Shell.psm1 -Force
        $sandbox = Start-Sandbox

        # Runs another PowerShell with all logging on. Returns its log, its transcript and its output.
        function Invoke-Logged([string[]]$Arguments, [hashtable]$Environment = @{}, [string]$StandardInput) {
            $transcripts = Join-Path $TestDrive ([guid]::NewGuid())
            $settings = Join-Path $TestDrive 'powershell.config.json'
            @{
                LogIdentity        = 'passwordcmdlets-test'
                LogLevel           = 'Verbose'
                LogChannels        = 'Analytic, Operational'
                LogKeywords        = 'Host, Sessions, Runspace, Pipeline, Protocol, Transport, Cmdlets, Serializer, ManagedPlugin'
                PowerShellPolicies = @{
                    ScriptBlockLogging = @{ EnableScriptBlockLogging = $true; EnableScriptBlockInvocationLogging = $true }
                    ModuleLogging      = @{ EnableModuleLogging = $true; ModuleNames = @('*') }
                    Transcription      = @{ EnableTranscripting = $true; EnableInvocationHeader = $true; OutputDirectory = $transcripts }
                }
            } | ConvertTo-Json -Depth 4 | Set-Content -LiteralPath $settings
            $start = Get-PowerShellStart (@('-NoProfile', '-NonInteractive', '-SettingsFile', $settings) + $Arguments)
            $start.RedirectStandardInput = $true
            $Environment.GetEnumerator() | ForEach-Object { $start.Environment[$_.Key] = $_.Value }
            $syslog = [Net.Sockets.Socket]::new([Net.Sockets.AddressFamily]::Unix, [Net.Sockets.SocketType]::Dgram, [Net.Sockets.ProtocolType]::Unspecified)
            try {
                $syslog.Bind([Net.Sockets.UnixDomainSocketEndPoint]::new('/dev/log'))
                $syslog.ReceiveTimeout = 1000
                $process = [Diagnostics.Process]::Start($start)
                $process.StandardInput.Write($StandardInput)
                $process.StandardInput.Close()
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
                        $entry = [Text.Encoding]::UTF8.GetString($buffer, 0, $syslog.Receive($buffer))

                        # Every PowerShell of the machine logs here what it finds suspicious; they have other names.
                        if ($entry -match '^<\d+>[^:]+:\d\d:\d\d passwordcmdlets-test\b') { $null = $text.AppendLine($entry) }
                    }
                    catch [Net.Sockets.SocketException] {
                        $isOver = $hasEnded
                    }
                }

                if (-not $process.HasExited) {
                    $process.Kill()
                }

                $transcript = @(Get-ChildItem -LiteralPath $transcripts -Recurse -File | ForEach-Object { [IO.File]::ReadAllText($_.FullName) }) -join "`n"
                [pscustomobject]@{ Log = $text.ToString(); Output = $output.Result + $errors.Result; Transcript = $transcript }
            }
            finally {
                $syslog.Dispose()
                Remove-Item -LiteralPath /dev/log -ErrorAction Ignore
            }
        }

        function Assert-NotRecorded([psobject]$Run, [string[]]$Secret) {
            # The task passes secrets to the agent in logging commands, which the agent does not show.
            $shown = ($Run.Output -split "`n" | Where-Object { $_ -notmatch '^##vso\[task\.(setsecret\]|setvariable .*issecret=true;)' }) -join "`n"
            foreach ($one in $Secret) {
                $one.Length | Should -BeGreaterThan 7
                $bytes = [Text.Encoding]::UTF8.GetBytes($one)
                $forms = $one, [uri]::EscapeDataString($one), [Convert]::ToBase64String($bytes), [Convert]::ToHexString([Text.Encoding]::Unicode.GetBytes($one)), (ConvertTo-Json $one).Trim('"')
                foreach ($form in $forms) {
                    $Run.Log.Contains($form, [StringComparison]::OrdinalIgnoreCase) | Should -BeFalse -Because "the log shows $one"
                    $Run.Transcript.Contains($form, [StringComparison]::OrdinalIgnoreCase) | Should -BeFalse -Because "the transcript shows $one"
                    $shown.Contains($form, [StringComparison]::OrdinalIgnoreCase) | Should -BeFalse -Because "the output shows $one"
                }
            }
        }
    }

    AfterAll {
        Stop-Sandbox $sandbox
    }

    Context 'the cmdlets' {
        BeforeAll {
            # The secrets come from a file, character by character: what a script binds in plain text is logged, and is the script's own doing.
            $secrets = @{ password = "Logged-Odd'Pa%1"; accepted = 'Logged-Plain-9'; key = 'sandbox-zenlayer-secret' }
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
            $run = Invoke-Logged '-File', $script, $env:PASSWORDCMDLETS_MODULE, $sandbox.Address, $TestDrive
        }

        It 'the log and the transcript have the commands, the log their parameters and the script' {
            $run.Log | Should -Match 'ParameterBinding\(Reset-CloudInstancePassword\): name="Password"; value="System.Security.SecureString"'
            $run.Log | Should -Match 'Reset-CloudInstancePassword @zenlayer -GeneratePassword'
            $run.Transcript | Should -Match 'PowerShell transcript start'
        }

        It 'neither the log, the transcript nor the output has a secret in any form' {
            Assert-NotRecorded $run ('password', 'accepted', 'generated', 'key' | ForEach-Object { [IO.File]::ReadAllText((Join-Path $TestDrive $_)) })
        }
    }

    # As the agent starts the one handler, and index.js the script of the other.
    Context 'the pipeline task, <handler> handler' -ForEach @{ handler = 'PowerShell' }, @{ handler = 'Node' } {
        BeforeAll {
            $folder = [IO.Path]::GetFullPath("$PSScriptRoot/../../src/AzurePipelinesTask/CloudPassword")
            $common = @{
                command = 'Reset-CloudInstancePassword'; provider = 'Zenlayer'; modulePath = $env:PASSWORDCMDLETS_MODULE; endpoint = "$($sandbox.Address)"
                accessKeyId = 'sandbox-zenlayer-id'; accessKeySecret = 'sandbox-zenlayer-secret'
            }

            function Invoke-Task([hashtable]$Inputs) {
                # Where the summaries go.
                $variables = @{ AGENT_TEMPDIRECTORY = "$TestDrive" }
                if ($handler -eq 'Node') {
                    return Invoke-Logged '-File', "$folder/Invoke-CloudPassword.ps1" -Environment $variables -StandardInput (ConvertTo-Json $Inputs)
                }

                $variables += @{
                    ENDPOINT_AUTH_CLOUD = ConvertTo-Json @{ scheme = 'UsernamePassword'; parameters = @{ username = $Inputs.accessKeyId; password = $Inputs.accessKeySecret } } -Compress
                    ENDPOINT_AUTH_PARAMETER_CLOUD_USERNAME = $Inputs.accessKeyId; ENDPOINT_AUTH_PARAMETER_CLOUD_PASSWORD = $Inputs.accessKeySecret; INPUT_CONNECTION = 'cloud'
                }
                $Inputs.GetEnumerator() | ForEach-Object { $variables["INPUT_$($_.Key.ToUpperInvariant())"] = $_.Value }
                $start = "Import-Module -Name '$folder/ps_modules/VstsTaskSdk/VstsTaskSdk.psd1'; " +
                "Invoke-VstsTaskScript -ScriptBlock ([scriptblock]::Create('. ''$folder/CloudPassword.ps1'''))"
                Invoke-Logged '-Command', $start -Environment $variables
            }
        }

        It 'records no secret input, none of a service connection and none of another column of the targets' {
            $file = Join-Path $TestDrive 'targets.csv'
            Set-Content -LiteralPath $file -Value "InstanceId,Region,Password`n1341431445241233,,Planted-In-The-File`n1341431445241234,,Planted-In-The-File"
            $secrets = @{ oldPassword = 'Planted-Old-1%'; password = "Planted-$($handler[0])-12" }
            $run = Invoke-Task ($common + $secrets + @{ targetsFile = $file })

            $run.Output | Should -Match '2 of 2 targets have their new password'
            $run.Log | Should -Match 'ParameterBinding\(Reset-CloudInstancePassword\): name="Password"; value="System.Security.SecureString"'
            # Of functions, those that run in a module are recorded.
            $run.Log -match 'ParameterBinding\(Write-Mask\): name="Secret"; value="System.Security.SecureString"' | Should -Be ($handler -eq 'PowerShell')
            $run.Transcript | Should -Match 'PowerShell transcript start'
            Assert-NotRecorded $run (@($secrets.Values) + $common.accessKeySecret + 'Planted-In-The-File')
        }

        It 'records no security token, and none of what a failing task was given' {
            $secrets = @{ securityToken = 'Planted-Token-%41'; password = 'Planted-Failing-1' }
            $run = Invoke-Task ($common + $secrets + @{ targets = 'ins-nosuch01' })

            $run.Output | Should -Match 'type=error;'
            Assert-NotRecorded $run (@($secrets.Values) + $common.accessKeySecret)
        }

        It 'records no generated password' {
            $run = Invoke-Task ($common + @{ targets = '1341431445241234'; generatePassword = 'true'; passwordVariable = 'newPassword' })

            $run.Output -match 'variable=newPassword;\]([^\r\n]+)' | Should -BeTrue
            Assert-NotRecorded $run $Matches[1]
        }
    }
}
