# One file a secret, so that a test sees what a vault holds. A file named REFUSE holds a pattern of names that the vault refuses to store; one named
# BLOCK a pattern of calls on which it never answers, after it has left a file named BLOCKED. With a file named KEEP everything that was ever to be
# stored stays as a file of its own; with one named FORGET nothing is stored although the call succeeds; and with one named QUOTE a refusal quotes what it refuses, as it is and encoded.
function Get-SecretPath([string]$Name, [hashtable]$AdditionalParameters) {
    Join-Path $AdditionalParameters.Folder "$Name.secret"
}

function Wait-ForEver([string]$Call, [hashtable]$AdditionalParameters) {
    $block = Join-Path $AdditionalParameters.Folder 'BLOCK'
    if ((Test-Path -LiteralPath $block) -and $Call -like ([System.IO.File]::ReadAllText($block).Trim())) {
        [System.IO.File]::WriteAllText((Join-Path $AdditionalParameters.Folder 'BLOCKED'), $Call)
        [System.Threading.ManualResetEventSlim]::new().Wait()
    }
}

function Get-Secret {
    [CmdletBinding()]
    param([string]$Name, [string]$VaultName, [hashtable]$AdditionalParameters)

    $path = Get-SecretPath $Name $AdditionalParameters
    if (Test-Path -LiteralPath $path) {
        $secret = [securestring]::new()
        foreach ($character in [System.IO.File]::ReadAllText($path).ToCharArray()) { $secret.AppendChar($character) }
        return $secret
    }
}

function Set-Secret {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'SecretManagement says what the functions of a vault look like.')]
    [CmdletBinding()]
    param([string]$Name, [object]$Secret, [string]$VaultName, [hashtable]$AdditionalParameters)

    Wait-ForEver $Name $AdditionalParameters
    $text = if ($Secret -is [securestring]) { [System.Net.NetworkCredential]::new('', $Secret).Password }
    if (Test-Path -LiteralPath (Join-Path $AdditionalParameters.Folder KEEP)) {
        [System.IO.File]::WriteAllText((Join-Path $AdditionalParameters.Folder "$([guid]::NewGuid()).kept"), $text)
    }

    $refusal = Join-Path $AdditionalParameters.Folder 'REFUSE'
    if ((Test-Path -LiteralPath $refusal) -and $Name -like ([System.IO.File]::ReadAllText($refusal).Trim())) {
        $bytes = [System.Text.Encoding]::UTF8.GetBytes($text)
        $quoted = if (Test-Path -LiteralPath (Join-Path $AdditionalParameters.Folder QUOTE)) { " It was: $text | $([uri]::EscapeDataString($text)) | $([Convert]::ToBase64String($bytes)) | $([Convert]::ToHexString($bytes))" }
        throw "The vault is sealed for $Name.$quoted"
    }

    if ($Secret -isnot [securestring]) {
        throw "A secret came as $($Secret.GetType().Name)."
    }

    if (-not (Test-Path -LiteralPath (Join-Path $AdditionalParameters.Folder FORGET))) {
        [System.IO.File]::WriteAllText((Get-SecretPath $Name $AdditionalParameters), $text)
    }

    $true
}

function Remove-Secret {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'SecretManagement says what the functions of a vault look like.')]
    [CmdletBinding()]
    param([string]$Name, [string]$VaultName, [hashtable]$AdditionalParameters)

    Wait-ForEver "remove:$Name" $AdditionalParameters
    Remove-Item -LiteralPath (Get-SecretPath $Name $AdditionalParameters) -ErrorAction Stop
    $true
}

function Get-SecretInfo {
    [CmdletBinding()]
    param([string]$Filter, [string]$VaultName, [hashtable]$AdditionalParameters)

    foreach ($file in Get-ChildItem -LiteralPath $AdditionalParameters.Folder -Filter *.secret) {
        if ($file.BaseName -like $Filter) {
            [Microsoft.PowerShell.SecretManagement.SecretInformation]::new($file.BaseName, [Microsoft.PowerShell.SecretManagement.SecretType]::SecureString, $VaultName)
        }
    }
}

function Test-SecretVault {
    [CmdletBinding()]
    param([string]$VaultName, [hashtable]$AdditionalParameters)

    Test-Path -LiteralPath $AdditionalParameters.Folder
}
