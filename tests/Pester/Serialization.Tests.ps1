# Results, errors and credentials cross into other runspaces, processes and sessions and come back whole.
BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Sandbox.psm1, $PSScriptRoot/Shell.psm1 -Force

    # The lines of the default view, as a console of a hundred columns shows them.
    function Get-View([object[]]$InputObject) {
        # Widths count characters: no colours, which Windows PowerShell does not have.
        ($InputObject | Out-String -Width 100) -replace "$([char]27)\[[\d;]*m" -split "`r?`n"
    }

    function Assert-View([object[]]$InputObject) {
        $lines = Get-View $InputObject
        $lines -match '^Status +Provider +Target +Detail' | Should -HaveCount 1
        $lines -match '^Failed +Tencent +ins-nosuch01 ' | Should -HaveCount 1
        ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual 100
    }

    # Two targets, one of which fails, with a password and an access key that came from elsewhere.
    $script:reset = {
        param([string]$Module, [uri]$Address, [pscredential]$Key, [securestring]$Password)

        Import-Module $Module
        $ErrorActionPreference = 'Continue'
        'ins-linux001', 'ins-nosuch01' | Reset-CloudInstancePassword -Provider Tencent -Region ap-guangzhou -Endpoint $Address -AccessKey $Key -Password $Password -Wait -Confirm:$false
    }
}

Describe 'What crosses' {
    BeforeEach {
        $script:sandbox = Start-Sandbox
        $script:given = $env:PASSWORDCMDLETS_MODULE, $sandbox.Address, (Get-SandboxKey tencent), (ConvertTo-TestSecret 'Cloud-Tour-2026x')
    }

    AfterEach {
        Stop-Sandbox $sandbox
    }

    It 'Start-Job: credentials in, results and errors out, and they format' {
        $job = Start-Job -ScriptBlock $reset -ArgumentList $given
        $results = @($job | Receive-Job -Wait -AutoRemoveJob -ErrorVariable problems -ErrorAction SilentlyContinue | Sort-Object -Property InstanceId)
        $results[0].PSTypeNames[0] | Should -Be 'Deserialized.PasswordCmdlets.PasswordChangeResult'
        $results.Status | Should -Be 'Succeeded', 'Failed'
        $results[0].StartedAt | Should -BeOfType [datetime]
        $results[0].Duration | Should -BeOfType [timespan]
        $results[0].Attempts | Should -BeOfType [int]
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'TargetNotFound,*'
        $problems[0].TargetObject | Should -Be 'ins-nosuch01'
        Assert-View $results
    }

    It 'Start-Job: a generated password comes out as a credential' {
        $key = Get-SandboxKey zenlayer
        $job = Start-Job -ArgumentList $env:PASSWORDCMDLETS_MODULE, $sandbox.Address, $key -ScriptBlock {
            param([string]$Module, [uri]$Address, [pscredential]$Key)

            Import-Module $Module
            Reset-CloudInstancePassword -Provider Zenlayer -InstanceId 1341431445241233 -GeneratePassword -AllowUnstored -Endpoint $Address -AccessKey $Key -Confirm:$false
        }
        $result = $job | Receive-Job -Wait -AutoRemoveJob
        $result.Credential | Should -BeOfType [pscredential]
        $login = @{ provider = 'zenlayer'; id = '1341431445241233'; password = $result.Credential.GetNetworkCredential().Password }
        (Invoke-SandboxControl $sandbox login -Method Post -Body $login).accepted | Should -BeTrue
    }

    It 'Start-Job: what was accepted can be waited for here, and what failed can be sent again' {
        $job = Start-Job -ArgumentList $given -ScriptBlock {
            param([string]$Module, [uri]$Address, [pscredential]$Key, [securestring]$Password)

            Import-Module $Module
            'ins-linux001', 'ins-linux003' | Reset-CloudInstancePassword -Provider Tencent -Region ap-guangzhou -Endpoint $Address -AccessKey $Key -Password $Password -Confirm:$false -ErrorAction SilentlyContinue
        }
        $results = @($job | Receive-Job -Wait -AutoRemoveJob | Sort-Object -Property InstanceId)
        $results.Status | Should -Be 'Accepted', 'Failed'
        $common = @{ Endpoint = $sandbox.Address; AccessKey = $given[2] }
        ($results[0] | Wait-CloudPasswordReset @common).Status | Should -Be 'Succeeded'
        ($results[1] | Reset-CloudInstancePassword @common -Password $given[3] -Force -Wait -Confirm:$false).Status | Should -Be 'Succeeded'
    }

    It 'Remoting (skipped in Windows PowerShell, where the tests have no way to make a session of a named pipe): a session in another process accepts credentials and returns results, errors and credentials' -Skip:($PSEdition -eq 'Desktop') {
        # Another PowerShell takes remote sessions on a named pipe: the same protocol as over SSH and WinRM.
        $start = Get-PowerShellStart '-NoProfile', '-NonInteractive', '-Command', "'ready'; [System.Console]::In.ReadLine()"
        $start.RedirectStandardInput = $true
        $start.RedirectStandardError = $false
        $other = [System.Diagnostics.Process]::Start($start)
        try {
            $other.StandardOutput.ReadLine() | Should -Be 'ready'
            $connection = [System.Management.Automation.Runspaces.NamedPipeConnectionInfo]::new($other.Id, '', 20000)
            $runspace = [runspacefactory]::CreateRunspace($connection)
            $runspace.Open()
            $session = [System.Management.Automation.Runspaces.PSSession]::Create($runspace, 'NamedPipe', $null)
            $results = @(Invoke-Command -Session $session -ScriptBlock $reset -ArgumentList $given -ErrorVariable problems -ErrorAction SilentlyContinue | Sort-Object -Property InstanceId)
            Invoke-Command -Session $session -ScriptBlock { $PID } | Should -Be $other.Id
            $results.Status | Should -Be 'Succeeded', 'Failed'
            $results[0].PSTypeNames | Should -Contain 'Deserialized.PasswordCmdlets.PasswordChangeResult'
            $problems[0].FullyQualifiedErrorId | Should -BeLike 'TargetNotFound,*'
            Assert-View $results

            $secret = Invoke-Command -Session $session -ScriptBlock { New-CloudPassword -For Ram }
            $secret | Should -BeOfType [securestring]
            $secret.Length | Should -BeGreaterThan 8
        }
        finally {
            if ($session) { Remove-PSSession $session }
            $other.StandardInput.Close()
            if (-not $other.WaitForExit(10000)) { $other.Kill() }
        }
    }

    It 'ForEach-Object -Parallel (skipped in Windows PowerShell, which does not have it): results and errors, in one process with one rate' -Skip:($PSEdition -eq 'Desktop') {
        # Each runspace has the published rate to itself unless they share it; the sandbox counts.
        $seed = @{
            quotas  = @(@{ provider = 'tencent'; action = 'ResetInstancesPassword'; perSecond = 10 })
            tencent = @{ instances = @(@{ generate = @{ count = 1000; prefix = 'ins-' }; region = 'ap-guangzhou'; state = 'STOPPED' }) }
        }
        Invoke-SandboxControl $sandbox 'seed?merge=true' -Method Post -Body $seed | Out-Null
        $module, $address, $key, $null = $given
        $results = 0..3 | ForEach-Object -ThrottleLimit 4 -Parallel {
            Import-Module $using:module
            $group = $_
            0..5 | ForEach-Object { 'ins-{0:d8}' -f ($group * 10 + $_) } |
                Reset-CloudInstancePassword -Provider Tencent -Region ap-guangzhou -Endpoint $using:address -AccessKey $using:key -GeneratePassword -AllowUnstored -Confirm:$false
        }
        $results.Status | Select-Object -Unique | Should -Be 'Accepted'
        $results | Should -HaveCount 24
        $sent = @(Get-SandboxRequest $sandbox -Action '^ResetInstancesPassword$')
        $sent | Should -HaveCount 24
        $sent | Where-Object errorCode | Should -BeNullOrEmpty -Because 'four runspaces of one process keep to one rate'
    }

    It 'A file of objects: all but the live type survives' {
        $result = & $reset @given -ErrorAction SilentlyContinue 2>$null | Sort-Object -Property InstanceId
        $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($result))
        foreach ($name in $result[0].PSObject.Properties.Name) {
            $copy[0].$name | Should -Be $result[0].$name
            $copy[1].$name | Should -Be $result[1].$name
        }

        Assert-View $copy
    }
}

Describe 'The other objects' {
    It 'keep their parts through a job' {
        $objects = Start-Job -ArgumentList $env:PASSWORDCMDLETS_MODULE -ScriptBlock {
            param($Module)

            Import-Module $Module
            Get-CloudPasswordPolicy Dcs
            Test-CloudPassword -For Dcs -Password (ConvertTo-SecureString short -AsPlainText -Force)
        } | Receive-Job -Wait -AutoRemoveJob
        # Nested objects cross as their text.
        [string[]]$objects[0].Rules | Should -Be ([string[]](Get-CloudPasswordPolicy Dcs).Rules)
        [string[]]$objects[1].Findings | Should -Be ([string[]](Test-CloudPassword -For Dcs -Password (ConvertTo-TestSecret short)).Findings)
        "$($objects[1].Findings)" | Should -Match '^Error: .+'
    }
}
