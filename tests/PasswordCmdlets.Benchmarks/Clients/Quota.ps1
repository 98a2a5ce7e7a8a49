# Tencent instances against a server that enforces the published rate; the last line is the measurement.
param([string]$Module, [Uri]$Address, [int]$Count)
$ErrorActionPreference = 'Stop'
Import-Module -Name $Module
$password = ConvertTo-SecureString -String 'Brand-New-Pass-7' -AsPlainText -Force
$key = [pscredential]::new('id', (ConvertTo-SecureString -String 'secret' -AsPlainText -Force))
$ids = for ($i = 0; $i -lt $Count; $i++) {
    $digits = ''
    for ($rest = $i; $digits.Length -lt 3; $rest = [math]::Floor($rest / 36)) { $digits = '0123456789abcdefghijklmnopqrstuvwxyz'[$rest % 36] + $digits }
    "ins-bench$digits"
}
# The first batch brings the code to life.
'ins-benchzzz' | Reset-CloudInstancePassword -Provider Tencent -Region ap-guangzhou -Password $password -AccessKey $key -Endpoint $Address -Confirm:$false | Out-Null
$accepted = 0
$watch = [Diagnostics.Stopwatch]::StartNew()
$ids | Reset-CloudInstancePassword -Provider Tencent -Region ap-guangzhou -Password $password -AccessKey $key -Endpoint $Address -Confirm:$false |
    ForEach-Object { if ($_.Status -eq 'Accepted') { $accepted++ } }
[Console]::Out.WriteLine("$($watch.Elapsed.TotalSeconds) $accepted")
