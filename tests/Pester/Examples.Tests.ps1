# Every example of the help pages, and the PowerShell of the about_ pages and guides, runs as written against the sandbox.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester reads the variables of BeforeDiscovery in -ForEach.')]
param()

BeforeDiscovery {
    Import-Module $PSScriptRoot/Examples.psm1 -Force
    $examples = Get-HelpExample
}

BeforeAll {
    Import-Module $PSScriptRoot/Examples.psm1 -Force

    # The errors that an example shows on purpose.
    $script:expectedErrors = @{
        'Reset-CloudInstancePassword: Act on what did not succeed' = 'TargetNotFound'
        'Get-CloudPasswordReport: Resume after a crash'            = 'TargetStateInvalid'
        'Export-CloudPasswordReport: What is still open, in Markdown' = 'TargetStateInvalid'
        'about_PasswordCmdlets_Results: from top to bottom'        = 'TargetNotFound'
        'Set-DcsPassword: Act on wrong old passwords'              = 'OldPasswordIncorrect'
    }

    # What has to be in the output, besides that the example runs.
    $script:expectedOutput = @{
        'automation: from top to bottom' = '(?s)2 of 3 succeeded\..*Exit code 2.*3 of 3 succeeded\..*Last result of Rotate instance passwords 0'
        'azure-devops: the steps'        = '(?s)(Step ended with exit code 0.*){6}"Tencent","CvmInstance","ap-guangzhou",.*"ins-linux003"'
    }

    $script:summaries = Invoke-HelpExample -Example @(Get-HelpExample) -Folder $TestDrive -ModulePath $env:PASSWORDCMDLETS_MODULE
}

Describe 'The examples' {
    It '<Name>' -ForEach $examples {
        $summary = $summaries[$Name]
        $expected = $expectedErrors[$Name]
        @($summary.Errors | Where-Object { $_.Id -ne $expected } | ForEach-Object { "$($_.Id): $($_.Text)" }) | Should -BeNullOrEmpty
        if ($expected) {
            $summary.Errors.Id | Should -Contain $expected
        }

        if ($expectedOutput[$Name]) {
            $summary.Output | Should -Match $expectedOutput[$Name]
        }

        $wanted = 'Succeeded', 'Accepted' + @('Failed' | Where-Object { $expected })
        $summary.Statuses | Where-Object { $_ -notin $wanted } | Should -BeNullOrEmpty

        $sends = ($Blocks -join "`n" -replace '(?m)^.*-WhatIf.*$') -match '\b(Reset-CloudInstancePassword|Set-\w+Password|(Get|Test)-CloudPasswordTarget)\b'
        $summary.Actions.Count -gt 0 | Should -Be $sends -Because 'an example sends when it changes a password or lists targets, and with -WhatIf it changes none'
    }
}
