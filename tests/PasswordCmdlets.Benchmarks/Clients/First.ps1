# From a new PowerShell to the result of one reset.
param([string]$Module, [Uri]$Address)
$ErrorActionPreference = 'Stop'
Import-Module -Name $Module
# Without ConvertTo-SecureString, whose module PowerShell would load first.
$password = [System.Net.NetworkCredential]::new('', 'Brand-New-Pass-7').SecurePassword
$key = [pscredential]::new('id', [System.Net.NetworkCredential]::new('', 'secret').SecurePassword)
$result = Reset-CloudInstancePassword -Provider Zenlayer -InstanceId '0000000000000001' -Password $password -AccessKey $key -Endpoint $Address -Confirm:$false
if ($result.Status -ne 'Succeeded') { throw "The reset did not succeed: $($result.Message)" }
$result.Status
