# From a new PowerShell to the result of one reset.
param([string]$Module, [Uri]$Address)
$ErrorActionPreference = 'Stop'
Import-Module -Name $Module
$password = ConvertTo-SecureString -String 'Brand-New-Pass-7' -AsPlainText -Force
$key = [pscredential]::new('id', (ConvertTo-SecureString -String 'secret' -AsPlainText -Force))
$result = Reset-CloudInstancePassword -Provider Zenlayer -InstanceId '0000000000000001' -Password $password -AccessKey $key -Endpoint $Address -Confirm:$false
$result.Status
