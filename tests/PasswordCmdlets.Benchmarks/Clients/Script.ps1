# What one would write without the module: sixteen runspaces, each signs by hand and calls Invoke-RestMethod.
param([Uri]$Address, [int]$Count)
$ErrorActionPreference = 'Stop'
$reset = Get-Content -Raw -Path "$PSScriptRoot/SignedReset.ps1"
$work = { & ([scriptblock]::Create($using:reset)) -Address $using:Address -Id $_.ToString('d16') }
1..50 | ForEach-Object -Parallel $work -ThrottleLimit 16 | Out-Null
$watch = [Diagnostics.Stopwatch]::StartNew()
1..$Count | ForEach-Object -Parallel $work -ThrottleLimit 16 | Out-Null
[Console]::Out.WriteLine("$($watch.Elapsed.TotalSeconds)")
