# One file a secret, and one a secret with metadata, so that a test sees what a vault holds. A file named REFUSE holds a pattern of names that the vault does not store,
# or with remove: before it does not remove, with info: before it does not write the metadata of; one named
# BLOCK a pattern of calls that never return, after writing a file named BLOCKED. With a file named KEEP everything that was ever to be
# stored stays as a file of its own; with one named FORGET nothing is stored although the call succeeds; with one named QUOTE an error
# quotes the rejected secret, plain and encoded; one named LOSE holds a pattern of names that are removed before the vault fails to
# store them; and with one named UNFILTERED a list has every name, whatever the filter.
#
# A vault with the parameter CacheSeconds is as SecretStore is: each process keeps all entries, and writes all of them on every change. It reads them
# again only when another process wrote them that long ago, and longer than that after its own last write; until then it undoes what others wrote.
function Assert-Accepted([string]$Call, [string]$Text, [hashtable]$AdditionalParameters) {
    $refusal = Join-Path $AdditionalParameters.Folder 'REFUSE'
    if ((Test-Path -LiteralPath $refusal) -and $Call -like ([System.IO.File]::ReadAllText($refusal).Trim())) {
        $bytes = [System.Text.Encoding]::UTF8.GetBytes($Text)
        $quoted = if (Test-Path -LiteralPath (Join-Path $AdditionalParameters.Folder QUOTE)) { " It was: $Text | $([uri]::EscapeDataString($Text)) | $([Convert]::ToBase64String($bytes)) | $([BitConverter]::ToString($bytes) -replace '-')" }
        throw "The vault is sealed for $Call.$quoted"
    }
}

# As an extension that updates an entry by removing it first.
function Remove-Lost([string]$Name, [hashtable]$AdditionalParameters) {
    $lost = Join-Path $AdditionalParameters.Folder 'LOSE'
    if ((Test-Path -LiteralPath $lost) -and $Name -like ([System.IO.File]::ReadAllText($lost).Trim())) {
        if ((Get-Entry $AdditionalParameters).Entries.ContainsKey($Name)) { Write-Entry $AdditionalParameters $Name }
        throw "The vault went away while it stored $Name."
    }
}

function Get-SecretPath([string]$Name, [hashtable]$AdditionalParameters) {
    Join-Path $AdditionalParameters.Folder "$Name.secret"
}

function Get-MetadataPath([string]$Name, [hashtable]$AdditionalParameters) {
    Join-Path $AdditionalParameters.Folder "$Name.metadata"
}

function Wait-Indefinitely([string]$Call, [hashtable]$AdditionalParameters) {
    $block = Join-Path $AdditionalParameters.Folder 'BLOCK'
    if ((Test-Path -LiteralPath $block) -and $Call -like ([System.IO.File]::ReadAllText($block).Trim())) {
        [System.IO.File]::WriteAllText((Join-Path $AdditionalParameters.Folder 'BLOCKED'), $Call)
        [System.Threading.ManualResetEventSlim]::new().Wait()
    }
}

# The entries by name, which change as the vault does.
function Get-Entry([hashtable]$AdditionalParameters) {
    $key = "TestVault $($AdditionalParameters.Folder)"
    $cache = [AppDomain]::CurrentDomain.GetData($key)
    $written = [System.IO.File]::GetLastWriteTimeUtc((Join-Path $AdditionalParameters.Folder WRITTEN))
    $interval = [timespan]::FromSeconds([int]$AdditionalParameters['CacheSeconds'])
    $isCurrent = $cache -and $interval -gt 0 -and ($written -eq $cache.Known -or [datetime]::UtcNow - $written -lt $interval -or $written - $cache.Written -le $interval)
    if (-not $isCurrent) {
        $cache = @{ Entries = @{}; Known = $written; Written = if ($cache) { $cache.Written } else { [datetime]::MinValue } }
        foreach ($file in Get-ChildItem -LiteralPath $AdditionalParameters.Folder -Filter *.secret) {
            $cache.Entries[$file.BaseName] = [System.IO.File]::ReadAllText($file.FullName)
        }

        [AppDomain]::CurrentDomain.SetData($key, $cache)
    }

    $cache
}

# Makes one change and writes what changed with it: of a vault with a cache all that another process wrote meanwhile.
function Write-Entry([hashtable]$AdditionalParameters, [string]$Name, [string]$Text) {
    $cache = Get-Entry $AdditionalParameters
    if ($PSBoundParameters.ContainsKey('Text')) { $cache.Entries[$Name] = $Text } else { $cache.Entries.Remove($Name) }
    if ($AdditionalParameters['CacheSeconds']) {
        foreach ($path in [System.IO.Directory]::GetFiles($AdditionalParameters.Folder, '*.secret')) {
            if (-not $cache.Entries.ContainsKey([System.IO.Path]::GetFileNameWithoutExtension($path))) { [System.IO.File]::Delete($path) }
        }

        foreach ($entry in $cache.Entries.GetEnumerator()) {
            $path = [System.IO.Path]::Combine($AdditionalParameters.Folder, "$($entry.Key).secret")
            if (-not [System.IO.File]::Exists($path) -or [System.IO.File]::ReadAllText($path) -cne $entry.Value) { [System.IO.File]::WriteAllText($path, $entry.Value) }
        }

        $stamp = Join-Path $AdditionalParameters.Folder WRITTEN
        [System.IO.File]::WriteAllText($stamp, '')
        $cache.Known = $cache.Written = [System.IO.File]::GetLastWriteTimeUtc($stamp)
    }
    elseif ($cache.Entries.ContainsKey($Name)) {
        [System.IO.File]::WriteAllText((Get-SecretPath $Name $AdditionalParameters), $Text)
    }
    else {
        Remove-Item -LiteralPath (Get-SecretPath $Name $AdditionalParameters) -ErrorAction Stop
    }
}

function Get-Secret {
    [CmdletBinding()]
    param([string]$Name, [string]$VaultName, [hashtable]$AdditionalParameters)

    $entries = (Get-Entry $AdditionalParameters).Entries
    if ($entries.ContainsKey($Name)) {
        $secret = [securestring]::new()
        foreach ($character in $entries[$Name].ToCharArray()) { $secret.AppendChar($character) }
        return $secret
    }
}

function Set-Secret {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'SecretManagement says what the functions of a vault look like.')]
    [CmdletBinding()]
    param([string]$Name, [object]$Secret, [string]$VaultName, [hashtable]$AdditionalParameters)

    Wait-Indefinitely $Name $AdditionalParameters
    $text = if ($Secret -is [securestring]) { [System.Net.NetworkCredential]::new('', $Secret).Password }
    if (Test-Path -LiteralPath (Join-Path $AdditionalParameters.Folder KEEP)) {
        [System.IO.File]::WriteAllText((Join-Path $AdditionalParameters.Folder "$([guid]::NewGuid()).kept"), $text)
    }

    Assert-Accepted $Name $text $AdditionalParameters
    Remove-Lost $Name $AdditionalParameters
    if ($Secret -isnot [securestring]) {
        throw "A secret came as $($Secret.GetType().Name)."
    }

    if (-not (Test-Path -LiteralPath (Join-Path $AdditionalParameters.Folder FORGET))) {
        Write-Entry $AdditionalParameters $Name $text
        Remove-Item -LiteralPath (Get-MetadataPath $Name $AdditionalParameters) -ErrorAction Ignore
    }

    $true
}

function Remove-Secret {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'SecretManagement says what the functions of a vault look like.')]
    [CmdletBinding()]
    param([string]$Name, [string]$VaultName, [hashtable]$AdditionalParameters)

    Wait-Indefinitely "remove:$Name" $AdditionalParameters
    if (-not (Get-Entry $AdditionalParameters).Entries.ContainsKey($Name)) {
        throw "There is no secret $Name."
    }

    Assert-Accepted "remove:$Name" (Get-Entry $AdditionalParameters).Entries[$Name] $AdditionalParameters
    Write-Entry $AdditionalParameters $Name
    Remove-Item -LiteralPath (Get-MetadataPath $Name $AdditionalParameters) -ErrorAction Ignore
    $true
}

function Set-SecretInfo {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'SecretManagement says what the functions of a vault look like.')]
    [CmdletBinding()]
    param([string]$Name, [hashtable]$Metadata, [string]$VaultName, [hashtable]$AdditionalParameters)

    Wait-Indefinitely "info:$Name" $AdditionalParameters
    $entries = (Get-Entry $AdditionalParameters).Entries
    if (-not $entries.ContainsKey($Name)) {
        throw "There is no secret $Name."
    }

    Assert-Accepted "info:$Name" '' $AdditionalParameters
    Write-Entry $AdditionalParameters $Name $entries[$Name]
    [System.IO.File]::WriteAllText((Get-MetadataPath $Name $AdditionalParameters), (ConvertTo-Json -InputObject $Metadata -Compress))
}

function Get-SecretInfo {
    [CmdletBinding()]
    param([string]$Filter, [string]$VaultName, [hashtable]$AdditionalParameters)

    foreach ($name in [string[]](Get-Entry $AdditionalParameters).Entries.Keys) {
        if ($name -like $Filter -or (Test-Path -LiteralPath (Join-Path $AdditionalParameters.Folder UNFILTERED))) {
            $metadata = [System.Collections.Generic.Dictionary[string, object]]::new()
            $path = Get-MetadataPath $name $AdditionalParameters
            if (Test-Path -LiteralPath $path) {
                # Not ConvertFrom-Json, which makes dates of texts that look like one.
                foreach ($fact in [regex]::Matches([System.IO.File]::ReadAllText($path), '"(\w+)":"((?:[^"\\]|\\.)*)"')) {
                    $metadata[$fact.Groups[1].Value] = [regex]::Unescape($fact.Groups[2].Value)
                }
            }

            $all = [System.Collections.ObjectModel.ReadOnlyDictionary[string, object]]::new($metadata)

            # SecretManagement takes nothing else; its stand-in has no such type.
            $type = 'Microsoft.PowerShell.SecretManagement.SecretInformation' -as [type]
            if ($type) { $type::new($name, 'SecureString', $VaultName, $all) } else { [pscustomobject]@{ Name = $name; Type = 'SecureString'; VaultName = $VaultName; Metadata = $all } }
        }
    }
}

function Test-SecretVault {
    [CmdletBinding()]
    param([string]$VaultName, [hashtable]$AdditionalParameters)

    Test-Path -LiteralPath $AdditionalParameters.Folder
}
