# Finds secrets in what PowerShell shows, whatever they are encoded as.
Set-StrictMode -Version 3

# What Get-ErrorDetail showed of a record.
$script:details = [System.Runtime.CompilerServices.ConditionalWeakTable[object, string]]::new()

<#
.SYNOPSIS
A text as a server, a log or a person may write it.
#>
function Get-SecretForm {
    [CmdletBinding()]
    [OutputType([string])]
    param([Parameter(Mandatory)][string]$Text)

    $utf8 = [System.Text.Encoding]::UTF8.GetBytes($Text)
    $utf16 = [System.Text.Encoding]::Unicode.GetBytes($Text)
    $json = ($Text | ConvertTo-Json).Trim('"')
    $escape = { param($Match) '\u{0:x4}' -f [int]$Match.Value[-1] }
    $forms = @(
        $Text
        [uri]::EscapeDataString($Text)
        [uri]::EscapeDataString([uri]::EscapeDataString($Text))
        [System.Net.WebUtility]::UrlEncode($Text)
        $json
        [regex]::Replace($json, '[^\x00-\x7F]', $escape)
        [regex]::Replace($json, '\\"|[''<>&]', $escape)
        [System.Net.WebUtility]::HtmlEncode($Text)
        [Convert]::ToBase64String($utf8)
        [Convert]::ToBase64String($utf8).TrimEnd('=').Replace('+', '-').Replace('/', '_')
        [Convert]::ToBase64String($utf16)
        [BitConverter]::ToString($utf8).Replace('-', '')
        [BitConverter]::ToString($utf16).Replace('-', '')
    )
    $forms | Select-Object -Unique
}

<#
.SYNOPSIS
Says which forms of which secrets a text holds; nothing when it holds none.
#>
function Find-Leak {
    [CmdletBinding()]
    [OutputType([string])]
    param(
        # What the text is, for the report.
        [Parameter(Mandatory)][string]$Where,
        [AllowNull()][AllowEmptyString()][string]$Text,
        # The encodings to search for.
        [Parameter(Mandatory)][string[]]$Form
    )

    foreach ($secret in $Form) {
        if ($Text -and $Text.IndexOf($secret, [System.StringComparison]::OrdinalIgnoreCase) -ge 0) { "$Where holds '$secret'" }
    }
}

<#
.SYNOPSIS
Everything that PowerShell shows of an error. Windows PowerShell has no Get-Error.
#>
function Get-ErrorDetail {
    [CmdletBinding()]
    param([Parameter(Mandatory)][object]$ErrorRecord)

    if ($PSEdition -eq 'Core') {
        Get-Error -InputObject $ErrorRecord
    }
    else {
        $ErrorRecord | Format-List -Property * -Force
        for ($failure = $ErrorRecord.Exception; $failure; $failure = $failure.InnerException) {
            $failure | Format-List -Property * -Force
        }
    }
}

<#
.SYNOPSIS
Everything that PowerShell shows of objects: as tables, as lists with every member, as text, as JSON; of errors also the exceptions with their stacks.
#>
function ConvertTo-ShownText {
    [CmdletBinding()]
    [OutputType([string])]
    param([AllowNull()][AllowEmptyCollection()][object[]]$InputObject)

    $text = [System.Text.StringBuilder]::new()
    $detail = ''
    $null = $text.AppendLine(($InputObject | Out-String -Width 4000)).AppendLine(($InputObject | Format-List -Property * -Force | Out-String -Width 4000))
    foreach ($item in $InputObject) {
        $null = $text.AppendLine("$item")
        if ($item -is [System.Management.Automation.ErrorRecord]) {
            $null = $text.AppendLine(($item.Exception | Format-List -Property * -Force | Out-String -Width 4000))
            $null = $text.AppendLine($item.Exception.ToString()).AppendLine($item.ScriptStackTrace)
            $bound = if ($item.InvocationInfo) { $item.InvocationInfo.BoundParameters } else { @{} }
            $null = $text.AppendLine(($bound.GetEnumerator() | ForEach-Object { "$($_.Key)=$($_.Value)" } | Out-String -Width 4000))

            # The same record is in a stream and in $Error; Get-Error takes longer than all the rest.
            if (-not $details.TryGetValue($item, [ref]$detail)) {
                $detail = Get-ErrorDetail $item | Out-String -Width 4000
                $details.Add($item, $detail)
            }

            $null = $text.AppendLine($detail)

            # Without types and methods, which lead to modules and assemblies: those take minutes, and ConvertTo-Json stands still in them under Wine.
            # Get-ErrorDetail above shows what lies deeper.
            $exception = @{}
            $item.Exception.psobject.Properties | Where-Object { $_.Value -isnot [System.Reflection.MemberInfo] } | ForEach-Object { $exception[$_.Name] = $_.Value }
            $shown = $item | Select-Object -Property TargetObject, CategoryInfo, ErrorDetails, FullyQualifiedErrorId, @{ Name = 'Exception'; Expression = { $exception } }
            try {
                $null = $text.AppendLine(($shown | ConvertTo-Json -Depth 2 -WarningAction SilentlyContinue))
            }
            catch [System.InvalidOperationException] {
                $null = $text.AppendLine("This error has no JSON: $($_.Exception.Message)")
            }
        }
        elseif ($item -isnot [System.Management.Automation.InformationalRecord]) {
            $null = $text.AppendLine(($item | ConvertTo-Json -Depth 10 -WarningAction SilentlyContinue)).AppendLine(($item | ConvertTo-Csv | Out-String -Width 4000))
        }
    }

    $text.ToString()
}

<#
.SYNOPSIS
Each command of the module that sends something, with each fault of the sandbox. Number tells cases apart: each has targets and a key of its own.
#>
function Get-LeakCase {
    [CmdletBinding()]
    param()

    $faults = @(
        @{ Fault = 'no fault'; Rule = $null }
        @{ Fault = 'a throttle'; Rule = @{ kind = 'throttle'; first = 1; retryAfterMilliseconds = 10 } }
        @{ Fault = 'a throttle with HTTP 429'; Rule = @{ kind = 'throttle'; first = 1; status = 429; retryAfterMilliseconds = 10 } }
        @{ Fault = 'a refusal that quotes the password in every form'; Rule = @{ kind = 'refuse'; code = 'InvalidParameterValue'; message = 'every form' } }
        @{ Fault = 'a refusal whose code is the password'; Rule = @{ kind = 'refuse'; code = 'plain' } }
        @{ Fault = 'a server error'; Rule = @{ kind = 'serverError'; status = 502 } }
        @{ Fault = 'a server error after the change'; Rule = @{ kind = 'serverError'; afterCommit = $true } }
        @{ Fault = 'a gateway error'; Rule = @{ kind = 'gatewayError'; status = 503; retryAfterMilliseconds = 10 } }
        @{ Fault = 'a page in place of a response'; Rule = @{ kind = 'html' } }
        @{ Fault = 'a page of a firewall'; Rule = @{ kind = 'html'; status = 403; headers = @{ 'cf-mitigated' = 'challenge' } } }
        @{ Fault = 'a broken response'; Rule = @{ kind = 'truncate' } }
        @{ Fault = 'a slow response'; Rule = @{ kind = 'slowBody'; delayMilliseconds = 10 } }
        @{ Fault = 'a reset connection'; Rule = @{ kind = 'reset' } }
        @{ Fault = 'a connection reset after the change'; Rule = @{ kind = 'reset'; afterCommit = $true } }
        @{ Fault = 'no response at all'; Rule = @{ kind = 'hang' } }
        @{ Fault = 'a late response'; Rule = @{ kind = 'delay'; delayMilliseconds = 50 } }
        @{ Fault = 'nobody listening'; Rule = $null }
    )
    $cmdlets = @(
        @{ Cmdlet = 'Reset-CloudInstancePassword (Tencent)'; Provider = 'tencent'; Action = 'ResetInstancesPassword'; Quoted = 'new'; Code = 'Reset-CloudInstancePassword -Provider Tencent -InstanceId $tencent -Region ap-guangzhou -Password $new -Wait @common' }
        @{ Cmdlet = 'Reset-CloudInstancePassword (Lighthouse)'; Provider = 'tencent'; Action = 'ResetInstancesPassword'; Quoted = 'new'; Code = 'Reset-CloudInstancePassword -Provider Tencent -Resource LighthouseInstance -InstanceId $lighthouse -Region ap-guangzhou -Password $new -Wait @common' }
        @{ Cmdlet = 'Reset-CloudInstancePassword (Alibaba)'; Provider = 'alibaba'; Action = 'ModifyInstanceAttribute'; Quoted = 'new'; Code = 'Reset-CloudInstancePassword -Provider Alibaba -InstanceId $ecs -Region cn-hangzhou -Password $new -Restart -Wait @common' }
        @{ Cmdlet = 'Reset-CloudInstancePassword -Restart (Alibaba)'; Provider = 'alibaba'; Action = 'RebootInstance'; Quoted = 'new'; Code = 'Reset-CloudInstancePassword -Provider Alibaba -InstanceId $ecs -Region cn-hangzhou -Password $new -Restart @common' }
        @{ Cmdlet = 'Reset-CloudInstancePassword (Huawei)'; Provider = 'huawei'; Action = 'ResetServerPassword'; Quoted = 'new'; Code = 'Reset-CloudInstancePassword -Provider Huawei -InstanceId $server -Region cn-north-4 -Password $new -Restart @common' }
        @{ Cmdlet = 'Reset-CloudInstancePassword (Zenlayer)'; Provider = 'zenlayer'; Action = 'ResetInstancePassword'; Quoted = 'new'; Code = 'Reset-CloudInstancePassword -Provider Zenlayer -InstanceId $zenlayer -Password $new @common' }
        @{ Cmdlet = 'Reset-CloudInstancePassword -Credential'; Provider = 'tencent'; Action = 'ResetInstancesPassword'; Quoted = 'new'; Code = 'Reset-CloudInstancePassword -Provider Tencent -InstanceId $tencent -Region ap-guangzhou -Credential $credential @common' }
        @{ Cmdlet = 'Reset-CloudInstancePassword -GeneratePassword'; Provider = 'zenlayer'; Action = 'ResetInstancePassword'; Quoted = 'none'; Code = 'Reset-CloudInstancePassword -Provider Zenlayer -InstanceId $zenlayer -GeneratePassword -AllowUnstored @common' }
        @{ Cmdlet = 'Set-DcsPassword'; Provider = 'huawei'; Action = 'UpdatePassword'; Quoted = 'old'; Code = 'Set-DcsPassword -InstanceId $dcs -Region cn-north-4 -OldPassword $old -NewPassword $new @common' }
        @{ Cmdlet = 'Set-DcsPassword -Reset'; Provider = 'huawei'; Action = 'ResetPassword'; Quoted = 'odd'; Code = 'Set-DcsPassword -InstanceId $dcs -Region cn-north-4 -Reset -NewPassword $odd @common' }
        @{ Cmdlet = 'Set-EcsVncPassword'; Provider = 'alibaba'; Action = 'ModifyInstanceVncPasswd'; Quoted = 'vnc'; Code = 'Set-EcsVncPassword -InstanceId $ecs -Region cn-hangzhou -Password $vnc @common' }
        @{ Cmdlet = 'Set-RamUserPassword -UserName'; Provider = 'alibaba'; Action = 'UpdateLoginProfile'; Quoted = 'odd'; Code = 'Set-RamUserPassword -UserName $user -NewPassword $odd @common' }
        @{ Cmdlet = 'Set-RamUserPassword'; Provider = 'alibaba'; Action = 'ChangePassword'; Quoted = 'old'; Code = 'Set-RamUserPassword -OldPassword $old -NewPassword $new @common' }
        @{ Cmdlet = 'Wait-CloudPasswordReset'; Provider = 'tencent'; Action = 'DescribeInstances'; Quoted = 'new'; Code = '$accepted | Wait-CloudPasswordReset @common' }
    )
    $number = 0
    foreach ($cmdlet in $cmdlets) {
        foreach ($fault in $faults) {
            $cmdlet + $fault + @{ Number = ++$number }
        }
    }
}

<#
.SYNOPSIS
A fleet with a key, instances and a user for every case, and the faults of each.
#>
function ConvertTo-LeakSeed {
    [CmdletBinding()]
    [OutputType([string])]
    param([Parameter(Mandatory)][hashtable[]]$Case, [Parameter(Mandatory)][hashtable]$Text)

    $project = '5a4db0c50000000000000000000000a1'
    $seed = @{
        accessKeys = foreach ($one in $Case) {
            $key = @{ provider = $one.Provider; id = "leak-$($one.Number)"; secret = $Text.key; account = if ($one.Provider -eq 'huawei') { 'leak-domain' } else { "account-$($one.Number)" } }
            $key + $(if ($one.Action -eq 'ChangePassword') { @{ userName = "user$($one.Number)" } } else { @{} })
        }
        tencent    = @{
            instances           = @($Case.Number | ForEach-Object { @{ id = Get-LeakTarget tencent $_; region = 'ap-guangzhou'; state = 'STOPPED' } })
            lighthouseInstances = @($Case.Number | ForEach-Object { @{ id = Get-LeakTarget lighthouse $_; region = 'ap-guangzhou'; state = 'STOPPED' } })
        }
        zenlayer   = @{ instances = @($Case.Number | ForEach-Object { @{ id = Get-LeakTarget zenlayer $_ } }) }
        alibaba    = @{
            instances = @($Case.Number | ForEach-Object { @{ id = Get-LeakTarget ecs $_; region = 'cn-hangzhou' } })
            users     = @($Case.Number | ForEach-Object { @{ name = Get-LeakTarget user $_; password = $Text.old } })
        }
        huawei     = @{
            projects  = @(@{ id = $project; name = 'cn-north-4'; domain = 'leak-domain' })
            instances = @($Case.Number | ForEach-Object { @{ id = Get-LeakTarget dcs $_; projectId = $project; password = $Text.old } })
            servers   = @($Case.Number | ForEach-Object { @{ id = Get-LeakTarget server $_; projectId = $project } })
        }
        faults     = @(
            foreach ($one in $Case | Where-Object { $_.Rule }) {
                $rule = $one.Rule + @{ provider = $one.Provider; action = $one.Action; accessKeyId = "leak-$($one.Number)" }
                if ($rule['code'] -eq 'plain') { $rule.code = if ($one.Quoted -eq 'none') { $Text.new } else { $Text[$one.Quoted] } }
                if ($rule['message']) {
                    $quoted = if ($one.Quoted -eq 'none') { 'nothing it was sent' } else { $Text[$one.Quoted] }
                    $rule.message = "##vso[task.setvariable]$([char]27)[31m bad: " + ((Get-SecretForm $quoted) -join ' | ')
                }

                $rule
            }
        )
    }
    $seed | ConvertTo-Json -Depth 10
}

<#
.SYNOPSIS
The target of one kind that belongs to a case.
#>
function Get-LeakTarget {
    [CmdletBinding()]
    [OutputType([string])]
    param([Parameter(Mandatory)][ValidateSet('tencent', 'lighthouse', 'zenlayer', 'ecs', 'dcs', 'server', 'user')][string]$Kind, [Parameter(Mandatory)][int]$Number)

    switch ($Kind) {
        tencent { 'ins-{0:d8}' -f $Number }
        lighthouse { 'lhins-{0:d8}' -f $Number }
        zenlayer { '13414314{0:d8}' -f $Number }
        ecs { 'i-bp1leak{0:d13}' -f $Number }
        dcs { '5a4db0c5-1111-4000-8000-{0:d12}' -f $Number }
        server { '616fb98f-1111-4000-8000-{0:d12}' -f $Number }
        user { "user$Number" }
    }
}

<#
.SYNOPSIS
The variables that the code of a case uses.
#>
function Get-LeakVariable {
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory)][hashtable]$Case,
        # The secrets by name, each a SecureString.
        [Parameter(Mandatory)][hashtable]$Secret,
        [Parameter(Mandatory)][uri]$Endpoint
    )

    $n = $Case.Number
    $variables = @{ credential = [pscredential]::new('root', $Secret.new) }
    foreach ($name in 'new', 'odd', 'old', 'vnc') { $variables[$name] = $Secret[$name] }
    foreach ($kind in 'tencent', 'lighthouse', 'zenlayer', 'ecs', 'dcs', 'server', 'user') { $variables[$kind] = Get-LeakTarget $kind $n }
    $variables.accepted = [PasswordCmdlets.PasswordChangeResult]@{ Provider = 'Tencent'; Resource = 'CvmInstance'; InstanceId = $variables.tencent; Region = 'ap-guangzhou'; Status = 'Accepted'; RequestId = "request-$n"; Credential = $variables.credential; StartedAt = [datetime]::UtcNow }
    $variables.common = @{
        Endpoint          = $Endpoint
        AccessKey         = [pscredential]::new("leak-$n", $Secret.key)
        # Long enough for a request to arrive on a busy machine; all tests that wait for a response that never arrives wait together.
        TimeoutSec        = 20
        WaitTimeoutSec    = 10
        MaximumRetryCount = 1
    }
    if ($Case.Cmdlet -notlike 'Wait-*') { $variables.common.Confirm = $false }
    $variables
}

Export-ModuleMember -Function Get-LeakCase, ConvertTo-LeakSeed, Get-LeakTarget, Get-LeakVariable, Get-SecretForm, Find-Leak, Get-ErrorDetail, ConvertTo-ShownText
