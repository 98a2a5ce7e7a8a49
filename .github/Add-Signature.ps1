<#
.SYNOPSIS
Signs the module where the build laid it out: its own assemblies and scripts, and all that is compiled ahead of time.
.DESCRIPTION
publish.yml runs it before it packs the module. The certificate, a PFX file in Base64, and its password come from the environment variables
SIGNING_CERTIFICATE and SIGNING_CERTIFICATE_PASSWORD. The libraries of others keep the signature of their makers, except for the copies in the
folders of dependencies: compiling ahead of time removes it.
.PARAMETER Path
The folder of the module.
#>
[CmdletBinding()]
param([Parameter(Mandatory)][string]$Path)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3

if (-not (Get-Command Set-AuthenticodeSignature -ErrorAction Ignore)) {
    throw 'Signing needs PowerShell on Windows.'
}

$certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new(
    [Convert]::FromBase64String($env:SIGNING_CERTIFICATE),
    $env:SIGNING_CERTIFICATE_PASSWORD)
try {
    $files = Get-ChildItem -LiteralPath $Path -Recurse -File |
        Where-Object { $_.Name -like 'PasswordCmdlets*.dll' -or $_.Extension -in '.psd1', '.ps1xml' -or $_.Directory.Parent.Name -eq 'dependencies' }
    if (-not $files) {
        throw "There is nothing to sign in $Path."
    }

    foreach ($file in $files) {
        $signature = Set-AuthenticodeSignature -LiteralPath $file.FullName -Certificate $certificate -HashAlgorithm SHA256 -IncludeChain NotRoot -TimestampServer 'http://timestamp.digicert.com'
        if ($signature.Status -ne 'Valid') {
            throw "$($file.Name) was not signed: $($signature.StatusMessage)"
        }
    }

    Write-Output "Signed $(@($files).Count) files."
}
finally {
    $certificate.Dispose()
}
