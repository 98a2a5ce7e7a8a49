# One reset signed by hand, without the module.
param([Uri]$Address, [string]$Id)
$ErrorActionPreference = 'Stop'
$body = '{"instanceId":"' + $Id + '","password":"Brand-New-Pass-7"}'
$now = [DateTimeOffset]::UtcNow.ToUnixTimeSeconds()
$sha = [Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes($body))
$canonical = "POST`n/`n`ncontent-type:application/json; charset=utf-8`nhost:$($Address.Authority)`n`ncontent-type;host`n" + [Convert]::ToHexString($sha).ToLowerInvariant()
$digest = [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes($canonical))).ToLowerInvariant()
$mac = [Security.Cryptography.HMACSHA256]::HashData([Text.Encoding]::UTF8.GetBytes('secret'), [Text.Encoding]::UTF8.GetBytes("ZC2-HMAC-SHA256`n$now`n$digest"))
$headers = @{
    'X-ZC-Action' = 'ResetInstancePassword'; 'X-ZC-Version' = '2025-09-01'; 'X-ZC-Timestamp' = "$now"; 'X-ZC-Signature-Method' = 'ZC2-HMAC-SHA256'
    Authorization = "ZC2-HMAC-SHA256 Credential=id, SignedHeaders=content-type;host, Signature=$([Convert]::ToHexString($mac).ToLowerInvariant())"
}
$response = Invoke-RestMethod -Method Post -Uri "${Address}api/v2/zec" -Body $body -ContentType 'application/json; charset=utf-8' -Headers $headers -SkipHeaderValidation -NoProxy
if (-not $response.requestId) { throw 'The server did not accept it.' }
'Succeeded'
