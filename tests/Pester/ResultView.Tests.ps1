# The table that a user sees, on screens of several widths and on none.
BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE, $PSScriptRoot/Shell.psm1 -Force
    Import-TestType ScreenHost

    $script:refused = [PasswordCmdlets.PasswordChangeResult]@{
        Provider = 'Tencent'; InstanceId = 'ins-r8hr2upy'; UserName = 'Administrator'; Status = 'Failed'; ErrorId = 'TargetStateInvalid'
        Message = 'The instance is running. Stop it first, or use -Force to have it shut down (powered off if that fails).'
    }

    # In a runspace of its own, whose host has a screen of that width; 0 for none.
    function Get-View {
        param([object]$InputObject, [int]$Width, [int]$HostWidth, [string]$LanguageMode = 'FullLanguage')

        $state = [initialsessionstate]::CreateDefault2()
        $state.ImportPSModule($env:PASSWORDCMDLETS_MODULE)
        $runspace = [runspacefactory]::CreateRunspace([PasswordCmdlets.Tests.ScreenHost]::new($HostWidth), $state)
        try {
            $runspace.Open()
            $runspace.SessionStateProxy.LanguageMode = $LanguageMode
            $shell = [powershell]::Create($runspace)
            $text = $shell.AddCommand('Out-String').AddParameter('InputObject', $InputObject).AddParameter('Width', $Width).Invoke()
            $shell.Dispose()
            $text[0] -split "`r?`n" -replace '\e\[[0-9;]*m'
        }
        finally {
            $runspace.Dispose()
        }
    }

    # What a script writes to a screen of that width, or to text of another width.
    function Get-ScreenText {
        param([scriptblock]$Script, [int]$Width, [int]$HostWidth = $Width, [string]$Culture = 'en-US')

        $state = [initialsessionstate]::CreateDefault2()
        $state.ImportPSModule($env:PASSWORDCMDLETS_MODULE)
        $runspace = [runspacefactory]::CreateRunspace([PasswordCmdlets.Tests.ScreenHost]::new($HostWidth), $state)
        try {
            $runspace.Open()
            $shell = [powershell]::Create($runspace).AddScript("if (`$PSStyle) { `$PSStyle.OutputRendering = 'PlainText' }; [cultureinfo]::CurrentCulture = '$Culture'; & { $Script } | Out-String -Width $Width")
            $shell.Invoke() -join '' -split "`r?`n"
            $shell.Dispose()
        }
        finally {
            $runspace.Dispose()
        }
    }

    function Get-Detail {
        param([string[]]$Line)

        $Line | Select-Object -Skip 3 | ForEach-Object { $_.Substring([math]::Min(56, $_.Length)).Trim() } | Where-Object { $_ }
    }
}

Describe 'The result view' {
    It 'fits <_> columns on a host without a screen' -ForEach 80, 100 {
        $lines = Get-View $refused -Width $_
        ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual $_
        $lines -match '^Failed +Tencent +ins-r8hr2upy \(Administrator\) +TargetStateInvalid' | Should -HaveCount 1

        # No word is torn apart.
        (Get-Detail $lines) -join ' ' | Should -Be "$($refused.ErrorId): $($refused.Message)"
    }

    It 'gives the detail what a wide screen has' {
        $detail = Get-Detail (Get-View $refused -Width 120 -HostWidth 120)
        $detail -join ' ' | Should -Be "$($refused.ErrorId): $($refused.Message)"
        $longest = ($detail | Measure-Object -Property Length -Maximum).Maximum
        $longest | Should -BeGreaterThan 50
        $longest | Should -BeLessOrEqual 63
    }

    It 'has the detail under the target on <Width> columns, and no word is torn apart (<Culture>)' -ForEach @(
        @{ Width = 40; Longest = 22; Culture = 'en-US' }, @{ Width = 40; Longest = 22; Culture = 'zh-CN' }
        @{ Width = 60; Longest = 10; Culture = 'en-US' }, @{ Width = 79; Longest = 9; Culture = 'zh-CN' }
    ) {
        $lines = Get-ScreenText -Width $Width -Culture $Culture -Script {
            [PasswordCmdlets.PasswordChangeResult]@{ Provider = 'Zenlayer'; InstanceId = '1341431445241233'; Status = 'Succeeded'; Message = 'The password was reset.' }
            [PasswordCmdlets.PasswordChangeResult]@{
                Provider = 'Huawei'; InstanceId = '5560df16-cebf-4473-95c4-d1b573c16e79'; UserName = 'Administrator'; Status = 'Failed'
                ErrorId = 'TargetStateInvalid'; Message = 'The instance is running. Stop it first, or use -Force to have it shut down.'
            }
        }
        ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual $Width
        @($lines | Where-Object { $_ }).Count | Should -BeLessOrEqual $Longest
        $lines | Where-Object { $_ -match '^(Succeeded|Failed)' } | Should -HaveCount 2
        $text = ($lines -join ' ' -replace '\s+', ' ') -replace '(?<=[0-9a-f]-) (?=[0-9a-f])'
        $text | Should -BeLike '*Succeeded Zenlayer 1341431445241233 The password was reset. Failed Huawei 5560df16-cebf-4473-95c4-d1b573c16e79 (Administrator) *'
        $text | Should -BeLike '*(Administrator) TargetStateInvalid: The instance is running. Stop it first, or use -Force to have it shut down.*'
    }

    It 'gives the detail the width of Out-String where PowerShell wraps at blanks' {
        $lines = Get-ScreenText -Width 200 -HostWidth 80 -Script {
            [PasswordCmdlets.PasswordChangeResult]@{
                Provider = 'Tencent'; InstanceId = 'ins-r8hr2upy'; Status = 'Failed'; ErrorId = 'TargetStateInvalid'
                Message = 'The instance is running. Stop it first, or use -Force to have it shut down (powered off if that fails).'
            }
        }
        $lines -match '^Failed .* TargetStateInvalid: The instance is running\. .*that fails\)\.$' | Should -HaveCount 1
    }

    It 'shows its text in a constrained language too' {
        (Get-Detail (Get-View $refused -Width 80 -LanguageMode ConstrainedLanguage)) -join ' ' | Should -Be "$($refused.ErrorId): $($refused.Message)"
    }

    It 'shows the longest id on one line, and breaks it in a message at a hyphen' {
        $id = '5560df16-cebf-4473-95c4-d1b573c16e79'
        $result = [PasswordCmdlets.PasswordChangeResult]@{ Provider = 'Huawei'; InstanceId = $id; Status = 'Failed'; ErrorId = 'TargetNotFound'; Message = "There is no instance $id in cn-north-4." }
        foreach ($one in $result, [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($result))) {
            $lines = Get-View $one -Width 80
            $lines -match "^Failed +Huawei +$id " | Should -HaveCount 1
            $lines -match '^ +5560df16-[0-9a-f-]+-$' | Should -HaveCount 1
            ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual 80
        }
    }

    It 'shows what was changed: an instance, its user, a user alone or the owner of the key' {
        $shown = @{ InstanceId = 'ins-1' }, @{ InstanceId = 'ins-1'; UserName = 'root' }, @{ UserName = 'alice'; Account = 'key' }, @{ Account = 'key' } | ForEach-Object {
            $lines = Get-View ([PasswordCmdlets.PasswordChangeResult]($_ + @{ Provider = 'Alibaba'; Status = 'Succeeded' })) -Width 80
            ($lines -match '^Succeeded').Substring(19).Trim()
        }
        $shown | Should -Be 'ins-1', 'ins-1 (root)', 'alice', 'key'
    }

    It 'keeps the detail whole after an earlier Format-Table, for a long target with a user, on <_> columns' -ForEach 80, 120, 200 {
        $lines = Get-ScreenText -Width $_ -Script {
            $result = [PasswordCmdlets.PasswordChangeResult]@{
                Provider = 'Huawei'; InstanceId = '5560df16-cebf-4473-95c4-d1b573c16e79'; UserName = 'Administrator'; Status = 'Failed'
                ErrorId = 'TargetStateInvalid'; Message = 'The instance is running. Stop it first, or use -Force to have it shut down.'
            }
            Get-Item -Path . | Format-Table -Property Name
            $result
        }
        ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual $_
        $lines -match '^Failed +Huawei +5560df16-cebf-4473-95c4-d1b573c16e79 \(Administrator\)' | Should -HaveCount 1
        ($lines -join ' ' -replace '\s+', ' ') | Should -BeLike '*(Administrator) TargetStateInvalid: The instance is running. Stop it first, or use -Force to have it shut down.*'
    }
}

Describe 'The other views' {
    It '<Name> is a table without braces on <Width> columns' -ForEach @(
        foreach ($width in 40, 60, 80, 120, 200) {
            @{ Name = 'A policy'; Width = $width; Script = { Get-CloudPasswordPolicy }; Text = "*LighthouseWindows*Tencent*12 to 30*2*$(if ($width -gt 40) { 'Windows instances*' })" }
            @{ Name = 'A test'; Width = $width; Script = { Test-CloudPassword -Password ([securestring]::new()) -For EcsVnc, Dcs }; Text = '*EcsVnc*No*Error: Use at least 6 characters.*Dcs*No*Error:*' }
            @{
                Name = 'A restored password'; Width = $width; Text = '*RunId: 20261120160000aaaaaa*1 *DcsInstance *in Credential*5560df16-cebf-4473-95c4-d1b573c16e79 *2 *alice*'
                Script = {
                    $one = @{ RunId = '20261120160000aaaaaa'; Credential = [pscredential]::new('x', [securestring]::new()) }
                    [PasswordCmdlets.RestoredCloudPassword]($one + @{ Attempt = 1; Resource = 'DcsInstance'; InstanceId = '5560df16-cebf-4473-95c4-d1b573c16e79' })
                    [PasswordCmdlets.RestoredCloudPassword]($one + @{ Attempt = 2; Resource = 'RamUser'; UserName = 'alice' })
                }
            }
            @{ Name = 'A credential'; Width = $width; Script = { Get-CloudCredential -Provider Zenlayer -NoInstanceRole }; Text = '*Zenlayer*No*Set ZENLAYER_ACCESS_KEY_ID*' }
        }
    ) {
        $lines = Get-ScreenText -Width $Width -Script $Script

        # A name that is longer than its column goes on in the next line.
        $shown = $lines -join '' -replace '\s'
        $shown | Should -BeLike ($Text -replace '\s')
        $shown | Should -Not -Match '[{}]'
        $lines -match '^-+ +-+' | Should -HaveCount 1
        ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual $Width
    }
}
