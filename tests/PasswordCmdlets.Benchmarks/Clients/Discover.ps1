# Lists Tencent instances of a server, a hundred a page; the last line is the measurement.
param([string]$Module, [Uri]$Address)
$ErrorActionPreference = 'Stop'
Import-Module -Name $Module
$key = [pscredential]::new('id', (ConvertTo-SecureString -String 'secret' -AsPlainText -Force))

# The first page brings the code to life.
Get-CloudPasswordTarget -Provider Tencent -Region ap-guangzhou -AccessKey $key -Endpoint $Address | Select-Object -First 1 | Out-Null
$before = (Get-Process -Id $PID).PeakWorkingSet64
$results = 0
$watch = [Diagnostics.Stopwatch]::StartNew()
Get-CloudPasswordTarget -Provider Tencent -Region ap-guangzhou -AccessKey $key -Endpoint $Address | ForEach-Object { $results++ }
$seconds = $watch.Elapsed.TotalSeconds
[Console]::Out.WriteLine("$seconds $((Get-Process -Id $PID).PeakWorkingSet64) $before $results")
