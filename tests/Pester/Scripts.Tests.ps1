# The scripts of the suite run in Windows PowerShell 5.1 too. Where the tests run in PowerShell 7, this is all that is known of that.
BeforeDiscovery {
    $script:files = Get-ChildItem -Path $PSScriptRoot -Recurse -Include *.ps1, *.psm1, *.psd1 | ForEach-Object { @{ Name = $_.Name; Path = $_.FullName } }
}

Describe 'The syntax of Windows PowerShell 5.1' {
    It 'is that of <Name>' -ForEach $files {
        $tokens = $problems = $null
        $null = [System.Management.Automation.Language.Parser]::ParseFile($Path, [ref]$tokens, [ref]$problems)
        $problems | Should -BeNullOrEmpty

        # The operators a ? b : c, a && b, a || b, a ?? b, a ??= b, a?.b and a?[b].
        $newer = 'QuestionMark', 'AndAnd', 'OrOr', 'QuestionQuestion', 'QuestionQuestionEquals', 'QuestionDot', 'QuestionLBracket'
        $all = [System.Collections.Generic.List[System.Management.Automation.Language.Token]]$tokens
        for ($i = 0; $i -lt $all.Count; $i++) {
            if ($all[$i].Kind -in 'StringExpandable', 'HereStringExpandable' -and $all[$i].NestedTokens) { $all.AddRange($all[$i].NestedTokens) }
        }

        @($all | Where-Object Kind -In $newer | ForEach-Object { "line $($_.Extent.StartLineNumber): $($_.Text)" }) | Should -BeNullOrEmpty

        # An escape that Windows PowerShell does not know is the letter itself there.
        @($tokens | Where-Object { $_.Kind -in 'StringExpandable', 'HereStringExpandable' -and $_.Text -cmatch '(?<!`)(``)*`(e|u\{)' } |
                ForEach-Object { "line $($_.Extent.StartLineNumber): $($_.Text)" }) | Should -BeNullOrEmpty

        # Without a byte order mark it reads a file in the system's code page.
        [System.IO.File]::ReadAllText($Path) | Should -Not -Match '[^\x00-\x7F]'
    }
}
