# One question before one password is set on several targets, by the cmdlets whose ConfirmImpact asks for none.
BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Sandbox.psm1, $PSScriptRoot/Shell.psm1 -Force
    Import-TestType ScreenHost

    # The command in a session whose user picks Yes (0) or No (1).
    function Invoke-Asked {
        param([string]$Command, [hashtable]$Parameter, [object[]]$Target, [int]$Choice = 1)

        $person = [PasswordCmdlets.Tests.ScreenHost]::new(@(), @(, $Choice * 3))
        $state = [initialsessionstate]::CreateDefault2()
        $state.ImportPSModule($env:PASSWORDCMDLETS_MODULE)
        $runspace = [runspacefactory]::CreateRunspace($person, $state)
        try {
            $runspace.Open()
            $shell = [powershell]::Create($runspace).AddCommand($Command).AddParameters($Parameter)
            [pscustomobject]@{ Results = @($shell.Invoke($Target)); Questions = @($person.Questions); Errors = "$($shell.Streams.Error)" }
            $shell.Dispose()
        }
        finally {
            $runspace.Dispose()
        }
    }
}

Describe 'One password for several targets' {
    BeforeEach {
        $script:sandbox = Start-Sandbox
        $script:ram = @{ Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey alibaba; NewPassword = ConvertTo-TestSecret 'Cloud-Tour-12' }
    }

    AfterEach {
        Stop-Sandbox $sandbox
    }

    It 'is set after one question' {
        $run = Invoke-Asked Set-RamUserPassword $ram 'alice', 'bob', 'alice' -Choice 0
        $run.Questions | Should -HaveCount 1
        $run.Questions[0] | Should -Be 'Set-RamUserPassword sets the same password on alice, bob and every target that follows. Go on?'
        $run.Results.UserName | Sort-Object | Should -Be 'alice', 'alice', 'bob'
        ($run.Results | Where-Object Status -EQ Succeeded).UserName | Sort-Object | Should -Be 'alice', 'bob'
    }

    It 'is set nowhere when the answer is No' {
        $run = Invoke-Asked Set-RamUserPassword $ram 'alice', 'bob', 'carol'
        $run.Questions | Should -HaveCount 1
        $run.Results | Should -BeNullOrEmpty
        Get-SandboxRequest $sandbox -Action LoginProfile | Should -BeNullOrEmpty
    }

    It 'needs no question for one target' {
        $run = Invoke-Asked Set-RamUserPassword $ram 'alice'
        $run.Questions | Should -BeNullOrEmpty
        $run.Results.Status | Should -Be 'Succeeded'
    }

    It 'needs none with -Confirm:$false, with -WhatIf and with passwords of their own' {
        (Invoke-Asked Set-RamUserPassword ($ram + @{ Confirm = $false }) 'alice', 'bob').Results.Status | Should -Be 'Succeeded', 'Succeeded'
        (Invoke-Asked Set-RamUserPassword ($ram + @{ WhatIf = $true }) 'alice', 'bob').Questions | Should -BeNullOrEmpty
        $ram.Remove('NewPassword')
        (Invoke-Asked Set-RamUserPassword ($ram + @{ GeneratePassword = $true; AllowUnstored = $true }) 'alice', 'bob').Results.Status | Should -Be 'Succeeded', 'Succeeded'
    }

    It 'is asked for before DCS instances too' {
        $dcs = @{ Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey huawei; Reset = $true; NewPassword = ConvertTo-TestSecret 'Cloud-Tour-12'; Region = 'cn-north-4' }
        $run = Invoke-Asked Set-DcsPassword $dcs '5a4db0c5-1111-4000-8000-000000000001', '5a4db0c5-1111-4000-8000-000000000002'
        $run.Questions | Should -HaveCount 1
        $run.Results | Should -BeNullOrEmpty
    }

    It 'is set without a question in a session that cannot ask' {
        ('alice', 'bob' | Set-RamUserPassword @ram).Status | Should -Be 'Succeeded', 'Succeeded'
    }
}
