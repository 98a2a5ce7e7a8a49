# The cmdlet, sixteen calls in flight; the last line is the measurement.
param([string]$Module, [Uri]$Address, [int]$Count, [int]$WarmUp)
$ErrorActionPreference = 'Stop'
Import-Module -Name $Module
$password = ConvertTo-SecureString -String 'Brand-New-Pass-7' -AsPlainText -Force
$key = [pscredential]::new('id', (ConvertTo-SecureString -String 'secret' -AsPlainText -Force))
$reset = @{ Provider = 'Zenlayer'; Password = $password; AccessKey = $key; Endpoint = $Address; ThrottleLimit = 16; Confirm = $false }
if ($WarmUp) {
    1..$WarmUp | ForEach-Object { $_.ToString('d16') } | Reset-CloudInstancePassword @reset | Out-Null
}
$before = (Get-Process -Id $PID).PeakWorkingSet64
$allocated = [GC]::GetTotalAllocatedBytes($true)
$done = 0
$watch = [Diagnostics.Stopwatch]::StartNew()
& { for ($i = 0; $i -lt $Count; $i++) { $i.ToString('d16') } } |
    Reset-CloudInstancePassword @reset | ForEach-Object { if ($_.Status -eq 'Succeeded') { $done++ } }
$seconds = $watch.Elapsed.TotalSeconds
if ($done -ne $Count) { throw "$done of $Count succeeded" }
$allocated = ([GC]::GetTotalAllocatedBytes($true) - $allocated) / $Count
[Console]::Out.WriteLine("$seconds $((Get-Process -Id $PID).PeakWorkingSet64) $before $done $allocated")
