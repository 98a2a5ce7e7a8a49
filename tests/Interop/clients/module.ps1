# Makes the calls of a file with the module, each against a sandbox that begins anew, and notes what came of it.
param(
    [Parameter(Mandatory)][string]$ManifestPath,
    [Parameter(Mandatory)][uri]$Address,
    [Parameter(Mandatory)][string]$InputPath,
    [Parameter(Mandatory)][string]$OutputPath
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module $ManifestPath

function ConvertTo-Secret([string]$Text) {
    $secret = [securestring]::new()
    $Text.ToCharArray() | ForEach-Object { $secret.AppendChar($_) }
    $secret
}

$client = [System.Net.Http.HttpClient]::new()

function Invoke-Control([string]$Method, [string]$Path, [string]$Body) {
    $request = [System.Net.Http.HttpRequestMessage]::new($Method, [uri]::new($Address, "/_sandbox/$Path"))
    if ($Body) {
        $request.Content = [System.Net.Http.StringContent]::new($Body, [System.Text.Encoding]::UTF8, 'application/json')
    }

    $client.Send($request).EnsureSuccessStatusCode().Content.ReadAsStringAsync().GetAwaiter().GetResult()
}

$replies = foreach ($call in Get-Content -LiteralPath $InputPath -Raw | ConvertFrom-Json -AsHashtable) {
    $null = Invoke-Control -Method POST -Path seed -Body $call.seed
    $null = Invoke-Control -Method POST -Path clock -Body (@{ skewSeconds = $call.skewSeconds } | ConvertTo-Json)
    $null = Invoke-Control -Method DELETE -Path requests
    $call.faults | ForEach-Object { $null = Invoke-Control -Method POST -Path faults -Body $_ }

    $arguments = @{
        Endpoint = $Address
        AccessKey = [pscredential]::new($call.key.id, (ConvertTo-Secret $call.key.secret))
        MaximumRetryCount = 0
        Confirm = $false
        WarningAction = 'SilentlyContinue'
        ErrorAction = 'SilentlyContinue'
    }
    if ($call.key['token']) {
        $arguments.SecurityToken = ConvertTo-Secret $call.key.token
    }

    foreach ($name in $call.parameters.Keys) {
        $arguments[$name] = $call.parameters[$name]
    }

    foreach ($name in $call.secrets.Keys) {
        $arguments[$name] = ConvertTo-Secret $call.secrets[$name]
    }

    $stopped = $null
    $results = @()
    try {
        $results = @(& $call.command @arguments)
    } catch {
        $stopped = $_.FullyQualifiedErrorId.Split(',')[0]
    }

    @{
        stopped = $stopped
        results = @($results | ForEach-Object { @{ status = [string]$_.Status; errorId = $_.ErrorId; errorCode = $_.ErrorCode } })
        requests = Invoke-Control GET "requests?parameters=true&action=$($call.operation)"
        state = Invoke-Control GET "state?passwords=true&provider=$($call.provider)&id=$([uri]::EscapeDataString([string]$call.target))"
    }
}

[System.IO.File]::WriteAllText($OutputPath, (ConvertTo-Json -InputObject @($replies) -Depth 5 -Compress))
