# The test vault as one that keeps no metadata: it has the same functions, without Set-SecretInfo.
. ([scriptblock]::Create([System.IO.File]::ReadAllText((Join-Path $PSScriptRoot '../../TestVault/TestVault.Extension/TestVault.Extension.psm1'))))
