BeforeDiscovery {
    $browsers = 'chromium', 'chromium-browser', 'google-chrome', 'chrome', 'msedge'
    $noBrowser = -not (Get-Command -Name $browsers -CommandType Application -ErrorAction Ignore)
}

BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Shell.psm1 -Force

    $script:attack = '</td><script>document.title = "attacked"</script><img src=x onerror="document.title = 1">'
    $script:lines = @(
        '{"Time":"2026-11-27T02:00:00Z","RunId":"a","Status":"Planned","Provider":"Tencent","Resource":"CvmInstance","InstanceId":"ins-1","Region":"ap-guangzhou"}'
        '{"Time":"2026-11-27T02:00:01Z","RunId":"a","Status":"Sent","Provider":"Tencent","Resource":"CvmInstance","InstanceId":"ins-1","Region":"ap-guangzhou"}'
        '{"Time":"2026-11-27T02:00:05Z","RunId":"a","Status":"Succeeded","Provider":"Tencent","Resource":"CvmInstance","InstanceId":"ins-1","Region":"ap-guangzhou","Duration":"00:00:04"}'
        '{"Time":"2026-11-27T02:10:05Z","RunId":"a","Status":"Failed","Provider":"Tencent","Resource":"CvmInstance","InstanceId":"ins-2","Region":"ap-guangzhou","ErrorId":"TargetBusy","ErrorCode":"InvalidInstance.Busy","Message":"In another operation."}'
        '{"Time":"2026-11-27T02:20:05Z","RunId":"a","Status":"Sent","Provider":"Huawei","Resource":"EcsServer","InstanceId":"3"}'
        (@{ Time = '2026-11-27T02:30:05Z'; RunId = 'a'; Status = 'Unknown'; Provider = 'Zenlayer'; Resource = 'ZecInstance'; InstanceId = '=1+1'; ErrorId = 'OutcomeUnknown'; Message = $attack } | ConvertTo-Json -Compress)
    )

    # The document as the browser has it after the script ran; its messages go to Console.
    function Show-Page([string]$Path, [string[]]$Option = '--dump-dom') {
        $browser = Get-Command -Name 'chromium', 'chromium-browser', 'google-chrome', 'chrome', 'msedge' -CommandType Application -ErrorAction Ignore | Select-Object -First 1
        $arguments = @('--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', "--user-data-dir=$(Join-Path $TestDrive ([guid]::NewGuid()))", '--enable-logging=stderr')
        $start = [System.Diagnostics.ProcessStartInfo]::new($browser.Path, (Join-Argument ($arguments + $Option + [uri]::new("file://$Path").AbsoluteUri)))
        $start.UseShellExecute = $false
        $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        $process = [System.Diagnostics.Process]::Start($start)
        $output = $process.StandardOutput.ReadToEndAsync()
        $problems = $process.StandardError.ReadToEndAsync()
        if (-not $process.WaitForExit(120000)) {
            $process.Kill()
            throw 'The browser did not end within two minutes.'
        }

        [pscustomobject]@{ Text = $output.Result; Console = @($problems.Result -split '\r?\n' -match ':CONSOLE') -join "`n" }
    }
}

Describe 'Export-CloudPasswordReport' {
    BeforeEach {
        $script:folder = New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))
        $script:report = Join-Path $folder 'night.jsonl'
        [System.IO.File]::WriteAllLines($report, [string[]]$lines)
    }

    It 'writes one line a target as CSV, which Import-Csv reads, and defuses formulas' {
        $file = Export-CloudPasswordReport $report (Join-Path $folder 'n.csv') -PassThru
        $file.FullName | Should -Be (Join-Path $folder 'n.csv')
        $rows = Import-Csv -LiteralPath $file.FullName
        $rows.InstanceId | Should -Be 'ins-1', 'ins-2', '3', "'=1+1"
        $rows.Status | Should -Be 'Succeeded', 'Failed', 'Sent', 'Unknown'
        $rows[1].Advice | Should -Be 'Another operation is running on the target; try again later.'
        $rows[3].Message | Should -BeExactly $attack
        [System.IO.File]::ReadAllBytes($file.FullName)[0..2] | Should -Be 0xEF, 0xBB, 0xBF
    }

    It 'writes totals, causes and targets as Markdown' {
        Export-CloudPasswordReport $report (Join-Path $folder 'n.md')
        $text = [System.IO.File]::ReadAllText((Join-Path $folder 'n.md'))
        $text | Should -Match '(?m)^- Failed: 1$'
        $text | Should -Match '\| 1 \| TargetBusy \(InvalidInstance.Busy\) \| Tencent \| Another operation'
        $text | Should -Match '\| Failed \| ins-2 \| ap-guangzhou \| TargetBusy \| In another operation\. \|'
        $text | Should -Not -Match '<script'
    }

    It 'takes wildcards, several paths and files from the pipeline, and a target counts once' {
        $later = Join-Path $folder 'night[2].jsonl'
        [System.IO.File]::WriteAllLines($later, [string[]]@('{"Time":"2026-11-28T02:00:00Z","RunId":"b","Status":"Succeeded","Provider":"Tencent","Resource":"CvmInstance","InstanceId":"ins-2","Region":"ap-guangzhou"}'))
        $csv = Join-Path $folder 'n.csv'

        # The order of the paths does not matter.
        foreach ($path in (Join-Path $folder '*.jsonl'), @($later, $report), @($report, $later)) {
            Export-CloudPasswordReport $path $csv
            (Import-Csv -LiteralPath $csv | Where-Object InstanceId -EQ 'ins-2').Status | Should -Be 'Succeeded'
            @(Import-Csv -LiteralPath $csv) | Should -HaveCount 4
        }

        Get-ChildItem -Path (Join-Path $folder '*.jsonl') | Export-CloudPasswordReport -Destination $csv
        @(Import-Csv -LiteralPath $csv) | Should -HaveCount 4
        $later | Export-CloudPasswordReport -Destination $csv
        (Import-Csv -LiteralPath $csv).InstanceId | Should -Be 'ins-2'
    }

    It 'takes results from the pipeline, also those that were serialized' {
        $csv = Join-Path $folder 'n.csv'
        Get-CloudPasswordReport $report | Where-Object Status -EQ Failed | Export-CloudPasswordReport -Destination $csv
        (Import-Csv -LiteralPath $csv).InstanceId | Should -Be 'ins-2'
        $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize(@(Get-CloudPasswordReport $report | Where-Object InstanceId -Like 'ins-*')))
        $copy | Export-CloudPasswordReport -Destination $csv
        (Import-Csv -LiteralPath $csv).ErrorId | Should -Be '', 'TargetBusy'
    }

    It 'takes results whose times no run can have recorded' {
        $csv = Join-Path $folder 'n.csv'
        $rows = Get-CloudPasswordReport $report | Where-Object InstanceId -Like 'ins-*' | ConvertTo-Csv | ConvertFrom-Csv
        $rows[0].Duration = '10675199.02:48:05'
        $rows[1].StartedAt = [datetime]::MaxValue
        $rows[1].Duration = [timespan]::MinValue
        $rows | Export-CloudPasswordReport -Destination $csv
        (Import-Csv -LiteralPath $csv).Status | Should -Be 'Succeeded', 'Failed'
    }

    It 'lists a target once when results and reports are piped together, with its last state' {
        $csv = Join-Path $folder 'n.csv'
        $results = Get-CloudPasswordReport $report
        @($results) + (Get-Item -LiteralPath $report) | Export-CloudPasswordReport -Destination $csv
        (Import-Csv -LiteralPath $csv).InstanceId | Should -Be 'ins-1', 'ins-2', '3', "'=1+1"
        $again = [pscustomobject]@{ Provider = 'Tencent'; Resource = 'CvmInstance'; InstanceId = 'ins-2'; Region = 'ap-guangzhou'; Status = 'Succeeded'; RunId = 'b'; StartedAt = [datetime]'2026-11-28T02:00:00Z' }
        foreach ($both in @($report, $again), @($again, $report)) {
            $both | Export-CloudPasswordReport -Destination $csv
            (Import-Csv -LiteralPath $csv | Where-Object InstanceId -EQ 'ins-2').Status | Should -Be 'Succeeded'
            @(Import-Csv -LiteralPath $csv) | Should -HaveCount 4
        }
    }

    It 'never shows an object that is neither a result nor a file, and writes nothing for it alone' {
        $csv = Join-Path $folder 'n.csv'
        [pscustomobject]@{ Name = 'x'; Password = 'hunter-2' } | Export-CloudPasswordReport -Destination $csv -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'InvalidTarget,*'
        "$($problems[0])" | Should -Be 'Record 1 of the input is neither a result of a password cmdlet nor the file of a report: its Provider, Status and InstanceId are not those of one. Pipe results, or the paths of reports.'
        ($problems[0] | Format-List -Property * -Force | Out-String) | Should -Not -Match 'hunter-2'
        Test-Path -LiteralPath $csv | Should -BeFalse
    }

    It 'never shows a line that is piped in place of a path, and writes what the others have' {
        $csv = Join-Path $folder 'n.csv'
        $report, 'web01;root;hunter-2', 'HKLM:hunter-2', 'hunter-2*', 'hunter-2/x*' | Export-CloudPasswordReport -Destination $csv -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems | Should -HaveCount 4
        "$($problems[0])" | Should -Be 'Record 2 of the input: the report does not exist. Check the path.'
        ($problems | Format-List -Property * -Force | Out-String) | Should -Not -Match 'hunter-2'
        @(Import-Csv -LiteralPath $csv) | Should -HaveCount 4
    }

    It 'warns about an incomplete line and says so on the page' {
        [System.IO.File]::AppendAllText($report, '{"Time":"2026-01-01T01:00:02Z","RunI')
        $page = Export-CloudPasswordReport $report (Join-Path $folder 'n.html') -PassThru -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match 'Line 7 of the report is incomplete'
        [System.IO.File]::ReadAllText($page.FullName) | Should -Match '1 incomplete line of the report skipped'
    }

    It 'replaces a file that exists unless -NoClobber keeps it, and one that is read-only with -Force' {
        $md = Join-Path $folder 'n.md'
        Set-Content -LiteralPath $md -Value 'earlier'
        { Export-CloudPasswordReport $report $md -NoClobber } | Should -Throw -ErrorId 'ReportUnavailable,*' -ExpectedMessage '*exists, and -NoClobber keeps it*'
        (Get-Item -LiteralPath $md).IsReadOnly = $true
        { Export-CloudPasswordReport $report $md } | Should -Throw -ErrorId 'ReportUnavailable,*' -ExpectedMessage '*read-only*'
        Export-CloudPasswordReport $report $md -Force -WhatIf
        Get-Content -LiteralPath $md | Should -Be 'earlier'
        Export-CloudPasswordReport $report $md -Force
        Get-Content -LiteralPath $md -TotalCount 1 | Should -Be '### Password changes'
        @(Get-ChildItem -LiteralPath $folder -Force).Name | Sort-Object | Should -Be 'n.md', 'night.jsonl'
    }

    It 'writes nothing with <Why>' -ForEach @(
        @{ Why = 'an extension that it does not know'; Path = 'night.jsonl'; To = 'n.txt'; Says = '*.html, .csv or .md*' }
        @{ Why = 'a report that does not exist'; Path = 'nosuch.jsonl'; To = 'n.md'; Says = 'The report *nosuch.jsonl does not exist. Check the path.' }
        @{ Why = 'a wildcard that matches nothing'; Path = 'nosuch*.jsonl'; To = 'n.md'; Says = '*No file matches*' }
        @{ Why = 'one report of several that does not exist'; Path = 'night.jsonl', 'nosuch.jsonl'; To = 'n.md'; Says = '*nosuch.jsonl does not exist*' }
        @{ Why = 'a folder that does not exist'; Path = 'night.jsonl'; To = 'no/such/n.md'; Says = '*folder*does not exist*' }
        @{ Why = 'a destination that is a folder'; Path = 'night.jsonl'; To = 'folder.md'; Says = '*is a folder*' }
        @{ Why = 'a path of another provider'; Path = 'night.jsonl'; To = 'env:n.md'; Says = '*Environment*' }
        @{ Why = 'a destination that is a report'; Path = 'r.md'; To = 'r.md'; Says = '*is one of the reports*' }
    ) {
        Push-Location -LiteralPath $folder
        try {
            $null = New-Item -ItemType Directory -Path folder.md
            Copy-Item -LiteralPath night.jsonl -Destination r.md
            { Export-CloudPasswordReport -Path $Path -Destination $To } | Should -Throw -ErrorId 'ReportUnavailable,*' -ExpectedMessage $Says
            (Get-ChildItem -Force).Name | Sort-Object | Should -Be 'folder.md', 'night.jsonl', 'r.md'
        }
        finally {
            Pop-Location
        }
    }

    It 'writes to a drive of PowerShell, and relative to the current location' {
        $null = New-PSDrive -Name exports -PSProvider FileSystem -Root $folder -Scope Global
        Push-Location -LiteralPath exports:/
        try {
            Export-CloudPasswordReport night.jsonl exports:/a.md
            Export-CloudPasswordReport *.jsonl b.md
        }
        finally {
            Pop-Location
            Remove-PSDrive -Name exports -Scope Global
        }

        Test-Path -LiteralPath $folder/a.md, $folder/b.md | Should -Be $true, $true
    }

    It 'writes a file for its owner alone (skipped on Windows: Windows.Tests.ps1 tests its access control list)' -Skip:$IsWindows {
        foreach ($name in 'n.html', 'n.csv', 'n.md') {
            $path = (Export-CloudPasswordReport $report (Join-Path $folder $name) -PassThru).FullName
            [int][System.IO.File]::GetUnixFileMode($path) | Should -Be ([int][System.IO.UnixFileMode]'UserRead, UserWrite')
        }
    }

    It 'replaces a link instead of writing through it, and no pipe (skipped off Linux)' -Skip:(-not $IsLinux) {
        $link = Join-Path $folder 'n.md'
        $null = New-Item -ItemType SymbolicLink -Path $link -Target (Join-Path $folder 'victim.txt')
        Set-Content -LiteralPath (Join-Path $folder 'victim.txt') -Value 'victim'
        Export-CloudPasswordReport $report $link
        Get-Content -LiteralPath (Join-Path $folder 'victim.txt') | Should -Be 'victim'
        (Get-Item -LiteralPath $link).LinkType | Should -BeNullOrEmpty
        mkfifo (Join-Path $folder 'p.md')
        { Export-CloudPasswordReport $report (Join-Path $folder 'p.md') } | Should -Throw -ErrorId 'ReportUnavailable,*' -ExpectedMessage '*not a regular file*'
    }
}

Describe 'The HTML page in a browser (skipped where no Chromium, Chrome or Edge is on the path)' -Skip:$noBrowser {
    BeforeAll {
        $report = Join-Path $TestDrive 'page.jsonl'
        [System.IO.File]::WriteAllLines($report, [string[]]$lines)
        $script:page = (Export-CloudPasswordReport $report (Join-Path $TestDrive 'page.html') -PassThru).FullName
        $script:html = [System.IO.File]::ReadAllText($page)
    }

    It 'is shown with its style and its search, and runs no script of the report' {
        $shown = Show-Page $page
        $shown.Console | Should -BeNullOrEmpty
        $shown.Text | Should -Match '<title>Password changes</title>'
        $shown.Text | Should -Match '<form id="search" role="search">'
        $shown.Text | Should -Match '<output[^>]*>4 of 4 shown</output>'
        $shown.Text | Should -Match '<option value="Unknown">Unknown \(1\)</option>'
        $shown.Text | Should -Not -Match '<img'
        [regex]::Matches($shown.Text, '<tr class="is-').Count | Should -Be 4
    }

    It 'refuses a script that is put into it' {
        $changed = Join-Path $TestDrive 'changed.html'
        [System.IO.File]::WriteAllText($changed, $html.Replace('</main>', $attack + '</main>'))
        $shown = Show-Page $changed
        $shown.Text | Should -Match '<title>Password changes</title>'
        $shown.Console | Should -Match 'Content Security Policy'
    }

    It 'is whole without a script' {
        # Without the policy no script is permitted at all.
        $still = Join-Path $TestDrive 'still.html'
        [System.IO.File]::WriteAllText($still, ($html -replace "script-src '[^']+'", "script-src 'none'"))
        $shown = Show-Page $still
        $shown.Text | Should -Match '<form id="search" role="search" hidden="">'
        [regex]::Matches($shown.Text, '<tr class="is-').Count | Should -Be 4
        $shown.Text | Should -Match 'ins-2'
        $shown.Text | Should -Match 'Another operation is running on the target'
    }

    It 'finds <Words> in <Count> rows' -ForEach @(
        @{ Words = 'ins-'; Count = 2 }
        @{ Words = 'GUANGZHOU busy'; Count = 1 }
        @{ Words = '=1+1'; Count = 1 }
        @{ Words = 'nosuch'; Count = 0 }
        @{ Words = ''; Status = 'Sent'; Count = 1 }
    ) {
        $script = "find = id => document.getElementById(id); find('query').value = '$Words'; find('status').value = '$Status'; find('status').dispatchEvent(new Event('change'));"
        $searched = Join-Path $TestDrive 'searched.html'
        [System.IO.File]::WriteAllText($searched, ($html -replace '<meta http-equiv[^>]+>' -replace '</body>', "<script>$script</script></body>"))
        $shown = Show-Page $searched
        $shown.Text | Should -Match ">$Count of 4 shown<"
        [regex]::Matches($shown.Text, '<tr class="is-[a-z]+">').Count | Should -Be $Count
        [regex]::Matches($shown.Text, '<tr class="is-[a-z]+" hidden="">').Count | Should -Be (4 - $Count)
    }

    It 'can be printed' {
        $pdf = Join-Path $TestDrive 'page.pdf'
        $null = Show-Page $page "--print-to-pdf=$pdf"
        [System.Text.Encoding]::ASCII.GetString([System.IO.File]::ReadAllBytes($pdf)[0..4]) | Should -Be '%PDF-'
    }
}
