# Every property of a result survives each way on which results travel, in every culture.
BeforeDiscovery {
    $script:cultures = 'en-US', 'de-DE', 'fa-IR', 'th-TH', 'ar-SA' | ForEach-Object { @{ Culture = $_ } }
}

BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Sandbox.psm1 -Force
    $script:type = [PasswordCmdlets.PasswordChangeResult]
    $script:names = $type.GetProperties().Name

    # A value for each property by its type, so that a property added later is tested too.
    function New-FullResult {
        $result = $type::new()
        $number = 0
        foreach ($property in $type.GetProperties()) {
            $number++
            $valueType = [System.Nullable]::GetUnderlyingType($property.PropertyType)
            $result.($property.Name) = switch (@($valueType, $property.PropertyType).Where({ $_ }, 'First')) {
                ([string]) { "text-$number" }
                ([int]) { $number }
                ([bool]) { $true }
                ([datetime]) { [datetime]::new(2026, 11, 5, 14, 3, 7, [System.DateTimeKind]::Utc) }
                ([timespan]) { [timespan]::FromSeconds(754.25) }
                ([pscredential]) { [pscredential]::new('root', (ConvertTo-TestSecret 'Cloud-Tour-1')) }
                default { throw "The test has no value of type $_." }
            }
        }

        # Wait-CloudPasswordReset returns a completed result as it is.
        $result.Provider = 'Huawei'
        $result.Status = 'Succeeded'
        $result
    }

    # The result that the module reads from an object.
    function Read-Result([object]$InputObject) {
        $InputObject | Wait-CloudPasswordReset -ErrorAction Stop
    }

    function Assert-Same([object]$Result, [string[]]$Except) {
        $expected = New-FullResult
        $Result | Should -BeOfType $type
        foreach ($name in $names | Where-Object { $_ -notin $Except }) {
            $one = if ($name -eq 'Credential') { $Result.Credential.GetNetworkCredential().Password } else { $Result.$name }
            $other = if ($name -eq 'Credential') { 'Cloud-Tour-1' } else { $expected.$name }
            $one | Should -BeExactly $other -Because "$name is kept"
        }

        if ('StartedAt' -notin $Except) {
            $Result.StartedAt.Kind | Should -Be 'Utc'
        }
    }

    function Use-Culture([string]$Name, [scriptblock]$Action) {
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $Name
            & $Action
        }
        finally {
            [cultureinfo]::CurrentCulture = $before
        }
    }
}

Describe 'A result' {
    It 'has every property after a job' {
        $job = Start-Job -ScriptBlock { $input } -InputObject (New-FullResult)
        Assert-Same (Read-Result ($job | Receive-Job -Wait -AutoRemoveJob))
    }

    It 'has every property after Clixml' {
        $text = [System.Management.Automation.PSSerializer]::Serialize((New-FullResult))
        Assert-Same (Read-Result ([System.Management.Automation.PSSerializer]::Deserialize($text)))
    }

    It 'has every property but the credential after CSV in <Culture>' -ForEach $cultures {
        Use-Culture $Culture {
            Assert-Same (Read-Result (New-FullResult | ConvertTo-Csv | ConvertFrom-Csv)) -Except Credential
        }
    }

    It 'has every property but the credential after JSON in <Culture>' -ForEach $cultures {
        Use-Culture $Culture {
            Assert-Same (Read-Result (New-FullResult | ConvertTo-Json -Depth 3 | ConvertFrom-Json)) -Except Credential
        }
    }

    It 'has every property but the credential after a report in <Culture>' -ForEach $cultures {
        Use-Culture $Culture {
            $path = Join-Path $TestDrive "$Culture.jsonl"
            $line = @{ Time = '2026-11-05T14:20:00Z' }
            foreach ($property in (New-FullResult).PSObject.Properties | Where-Object Name -NE 'Credential') {
                $line[$property.Name] = switch ($property.Value) {
                    { $_ -is [timespan] } { $_.ToString('c') }
                    { $_ -is [datetime] } { $_.ToString('o') }
                    default { $_ }
                }
            }

            $line | ConvertTo-Json -Compress | Set-Content -LiteralPath $path
            Assert-Same (Get-CloudPasswordReport $path) -Except Credential
        }
    }

    It 'has the same start time in every calendar' {
        $rows = Use-Culture 'fa-IR' { New-FullResult | ConvertTo-Csv }
        $read = Use-Culture 'en-US' { Read-Result ($rows | ConvertFrom-Csv) }
        $read.StartedAt | Should -Be ([datetime]::MinValue) -Because 'the text tells no time that a run can have begun'
        Assert-Same $read -Except Credential, StartedAt
    }
}

Describe 'A wait for a result without a start' {
    BeforeEach {
        $script:sandbox = Start-Sandbox
    }

    AfterEach {
        Stop-Sandbox $sandbox
    }

    It 'lasts from its own start: <Name>' -ForEach @(
        @{ Name = 'no value'; Text = '' }
        @{ Name = 'year 1405'; Text = '1405/8/14 14:03:07' }
        @{ Name = 'no time at all'; Text = 'yesterday' }
    ) {
        $common = @{ Endpoint = $sandbox.Address; AccessKey = Get-SandboxKey tencent }
        $accepted = Reset-CloudInstancePassword -Provider Tencent -Region ap-guangzhou -InstanceId ins-linux001 -Password (ConvertTo-TestSecret 'Cloud-Tour-2026x') -Confirm:$false @common
        $accepted.Status | Should -Be 'Accepted'
        $row = $accepted | ConvertTo-Csv | ConvertFrom-Csv
        $row.StartedAt = $Text
        $waited = $row | Wait-CloudPasswordReset @common
        $waited.Status | Should -Be 'Succeeded'
        $waited.Duration | Should -BeLessThan ([timespan]::FromMinutes(10))
        $waited.StartedAt | Should -BeGreaterThan ([datetime]::UtcNow.AddMinutes(-10))
    }
}
