# What one would write without the module: sixteen runspaces, each signs by hand and calls Invoke-RestMethod.
param([Uri]$Address, [int]$Count)
$ErrorActionPreference = 'Stop'
$work = {
    $body = '{"instanceId":"' + $_.ToString('d16') + '","password":"Brand-New-Pass-7"}'
    $uri = $using:Address
    $now = [DateTimeOffset]::UtcNow.ToUnixTimeSeconds()
    $sha = [Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes($body))
    $canonical = "POST`n/`n`ncontent-type:application/json; charset=utf-8`nhost:$($uri.Authority)`n`ncontent-type;host`n" + [Convert]::ToHexString($sha).ToLowerInvariant()
    $digest = [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes($canonical))).ToLowerInvariant()
    $mac = [Security.Cryptography.HMACSHA256]::HashData([Text.Encoding]::UTF8.GetBytes('secret'), [Text.Encoding]::UTF8.GetBytes("ZC2-HMAC-SHA256`n$now`n$digest"))
    $headers = @{
        'X-ZC-Action' = 'ResetInstancePassword'; 'X-ZC-Version' = '2025-09-01'; 'X-ZC-Timestamp' = "$now"; 'X-ZC-Signature-Method' = 'ZC2-HMAC-SHA256'
        Authorization = "ZC2-HMAC-SHA256 Credential=id, SignedHeaders=content-type;host, Signature=$([Convert]::ToHexString($mac).ToLowerInvariant())"
    }
    $response = Invoke-RestMethod -Method Post -Uri "${uri}api/v2/zec" -Body $body -ContentType 'application/json; charset=utf-8' -Headers $headers -SkipHeaderValidation -NoProxy
    if (-not $response.requestId) { throw 'The server did not accept it.' }
}
1..50 | ForEach-Object -Parallel $work -ThrottleLimit 16
$watch = [Diagnostics.Stopwatch]::StartNew()
1..$Count | ForEach-Object -Parallel $work -ThrottleLimit 16
[Console]::Out.WriteLine("$($watch.Elapsed.TotalSeconds)")
