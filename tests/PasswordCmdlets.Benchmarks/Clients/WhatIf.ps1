# How long -WhatIf takes over very many ids, and how much memory. What -WhatIf says goes to standard output; the last line is the measurement.
param([string]$Module, [int]$Count)
$ErrorActionPreference = 'Stop'
Import-Module -Name $Module
$password = ConvertTo-SecureString -String 'Brand-New-Pass-7' -AsPlainText -Force
$before = (Get-Process -Id $PID).PeakWorkingSet64
$results = 0
$watch = [Diagnostics.Stopwatch]::StartNew()
& { for ($i = 0; $i -lt $Count; $i++) { $i.ToString('d16') } } |
    Reset-CloudInstancePassword -Provider Zenlayer -Password $password -WhatIf | ForEach-Object { $results++ }
$seconds = $watch.Elapsed.TotalSeconds
[Console]::Out.WriteLine("$seconds $((Get-Process -Id $PID).PeakWorkingSet64) $before $results")
