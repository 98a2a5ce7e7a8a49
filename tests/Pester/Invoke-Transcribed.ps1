<#
.SYNOPSIS
Runs each command that changes or awaits something once without a fault and twice with a provider that quotes its password, under a transcript, with every stream switched on by preference variable.
#>
[CmdletBinding()]
param(
    # The texts of the secrets by name, as JSON.
    [Parameter(Mandatory)][string]$TextPath,
    # A sandbox with the fleet of the leak cases.
    [Parameter(Mandatory)][uri]$Endpoint,
    [Parameter(Mandatory)][string]$TranscriptPath,
    # Where the passwords go that the commands made.
    [Parameter(Mandatory)][string]$GeneratedPath,
    # A test vault that rejects passwords, and quotes them.
    [Parameter(Mandatory)][string]$VaultName
)

Import-Module $env:PASSWORDCMDLETS_MODULE, $PSScriptRoot/Sandbox.psm1, $PSScriptRoot/Leaks.psm1
$secrets = @{}
$texts = Get-Content -Raw -LiteralPath $TextPath | ConvertFrom-Json
$texts.psobject.Properties | ForEach-Object { $secrets[$_.Name] = ConvertTo-TestSecret $_.Value }
$cases = Get-LeakCase | Where-Object Fault -In 'no fault', 'a refusal that quotes the password in every form'
$VerbosePreference = $DebugPreference = $InformationPreference = $WarningPreference = $ErrorActionPreference = 'Continue'
Start-Transcript -LiteralPath $TranscriptPath
try {
    # Text that is shown on purpose, to distinguish an empty transcript from one that records nothing.
    Write-Verbose $texts.shown
    Write-Debug $texts.shown
    $generated = foreach ($case in $cases) {
        "== $($case.Cmdlet), $($case.Fault)" | Out-Host
        (Get-LeakVariable $case $secrets $Endpoint).GetEnumerator() | ForEach-Object { Set-Variable -Name $_.Key -Value $_.Value }
        $result = . ([scriptblock]::Create($case.Code))
        $result | Out-Host
        $result | Format-List -Property * -Force | Out-Host
        $result | ConvertTo-Json | Out-Host

        # The debug stream without the verbose one.
        if ($case.Fault -ne 'no fault') {
            $VerbosePreference = 'SilentlyContinue'
            . ([scriptblock]::Create($case.Code)) | Out-Host
            $VerbosePreference = 'Continue'
        }

        if ($case.Cmdlet -like '*-GeneratePassword') { $result.Credential | Where-Object { $_ } | ForEach-Object { $_.GetNetworkCredential().Password } }
    }

    "== $VaultName" | Out-Host
    $with = @{ Endpoint = $Endpoint; AccessKey = [pscredential]::new(($cases | Where-Object { $_.Provider -eq 'zenlayer' } | ForEach-Object { "leak-$($_.Number)" })[0], $secrets.key); Confirm = $false }
    $result = Reset-CloudInstancePassword -Provider Zenlayer -InstanceId (Get-LeakTarget zenlayer 1) -GeneratePassword -VaultName $VaultName @with
    $result | Format-List -Property * -Force | Out-Host
    $restored = $result | Restore-CloudPassword -VaultName $VaultName
    $restored | Out-Host
    $restored | Format-List -Property * -Force | Out-Host
    $restored | Select-Object -First 1 | Confirm-CloudPassword -VaultName $VaultName -Confirm:$false -Verbose | Out-Host
    $generated = @($generated) + @($restored | ForEach-Object { $_.Credential.GetNetworkCredential().Password })

    foreach ($record in $Error) { Get-ErrorDetail $record | Out-Host }
}
finally {
    Stop-Transcript
}

ConvertTo-Json -InputObject @($generated) | Set-Content -LiteralPath $GeneratedPath
