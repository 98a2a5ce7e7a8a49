# The commands of SecretManagement that the module and its tests use, over the same vault extensions. As there, the vaults of a user are
# registered in the home folder, which a test moves aside by a variable; what an extension fails with is a non-terminating error of the command.
Set-StrictMode -Version 3
$script:shell = $null

function Get-RegistryPath {
    $homeFolder = if ($env:OS -eq 'Windows_NT') { $env:USERPROFILE } else { $env:HOME }
    Join-Path $homeFolder '.secretmanagement-stand-in.json'
}

function Read-Registry {
    $path = Get-RegistryPath
    $registry = @{}
    if (Test-Path -LiteralPath $path) {
        foreach ($vault in (Get-Content -LiteralPath $path -Raw | ConvertFrom-Json).psobject.Properties) {
            $parameters = @{}
            $vault.Value.VaultParameters.psobject.Properties | ForEach-Object { $parameters[$_.Name] = $_.Value }
            $registry[$vault.Name] = @{ ModuleName = $vault.Value.ModuleName; Extension = $vault.Value.Extension; VaultParameters = $parameters }
        }
    }

    $registry
}

function Write-Registry([hashtable]$Registry) {
    ConvertTo-Json -InputObject $Registry -Depth 5 | Set-Content -LiteralPath (Get-RegistryPath)
}

# Calls a function of a vault's extension and returns its Output, or the Failure that it ended with; IsMissing where the extension has no such function. As in SecretManagement it runs in a runspace
# of its own, so that what an extension says about a secret reaches no transcript and no $Error of the caller.
function Invoke-Extension([string]$Vault, [string]$Function, [hashtable]$Arguments) {
    $registered = (Read-Registry)[$Vault]
    if (-not $registered) {
        return @{ Output = @(); Failure = [System.InvalidOperationException]::new("Vault not found in registry: $Vault"); IsMissing = $false }
    }

    if (-not $script:shell) {
        $script:shell = [powershell]::Create([System.Management.Automation.RunspaceMode]::NewRunspace)
    }

    $script:shell.Commands.Clear()
    $call = {
        param($Extension, $Function, $Arguments)
        try {
            $module = Import-Module $Extension -PassThru -Function @()
            if (-not $module.ExportedFunctions.ContainsKey($Function)) {
                return @{ Output = @(); Failure = $null; IsMissing = $true }
            }

            @{ Output = @(& $module { param($Function, $Arguments) & $Function @Arguments -ErrorAction Stop } $Function $Arguments); Failure = $null; IsMissing = $false }
        }
        catch {
            @{ Output = @(); Failure = $_.Exception; IsMissing = $false }
        }
    }
    $all = $Arguments + @{ VaultName = $Vault; AdditionalParameters = $registered.VaultParameters }
    $script:shell.AddScript($call).AddArgument($registered.Extension).AddArgument($Function).AddArgument($all).Invoke()[0]
}

# The message of SecretManagement, which does not have what the extension said; the exception in it has.
function Get-FailureRecord([string]$Message, [exception]$Failure, [string]$ErrorId) {
    [System.Management.Automation.ErrorRecord]::new([System.InvalidOperationException]::new($Message, $Failure), $ErrorId, 'InvalidOperation', $null)
}

function Register-SecretVault {
    [CmdletBinding(SupportsShouldProcess)]
    param([Parameter(Mandatory, Position = 0)][string]$ModuleName, [Parameter(Mandatory, Position = 1)][string]$Name, [hashtable]$VaultParameters = @{})

    if (-not $PSCmdlet.ShouldProcess($Name, 'Register the vault')) {
        return
    }

    # Every extension is a module that is nested in the named one, and has its name with '.Extension' after it.
    $folder = if ([System.IO.Path]::GetExtension($ModuleName) -eq '.psd1') { Split-Path $ModuleName } else { $ModuleName }
    $module = Split-Path $folder -Leaf
    $registry = Read-Registry
    if ($registry.ContainsKey($Name)) {
        throw 'Provided Name for vault is already being used.'
    }

    $registry[$Name] = @{ ModuleName = $module; Extension = Join-Path $folder "$module.Extension/$module.Extension.psd1" -Resolve; VaultParameters = $VaultParameters }
    Write-Registry $registry
}

function Unregister-SecretVault {
    [CmdletBinding(SupportsShouldProcess)]
    param([Parameter(Mandatory, Position = 0)][string]$Name)

    $registry = Read-Registry
    if (-not $registry.ContainsKey($Name)) {
        Write-Error "Unable to find vault $Name to unregister it."
    }
    elseif ($PSCmdlet.ShouldProcess($Name, 'Unregister the vault')) {
        $registry.Remove($Name)
        Write-Registry $registry
    }
}

function Get-SecretVault {
    [CmdletBinding()]
    param([Parameter(Position = 0)][string]$Name = '*')

    $registry = Read-Registry
    foreach ($vault in $registry.Keys | Where-Object { $_ -like $Name } | Sort-Object) {
        [pscustomobject]@{ Name = [string]$vault; ModuleName = $registry[$vault].ModuleName; VaultParameters = $registry[$vault].VaultParameters }
    }
}

function Get-Secret {
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0)][string]$Name, [Parameter(Mandatory, Position = 1)][string]$Vault, [switch]$AsPlainText)

    $result = Invoke-Extension $Vault Get-Secret @{ Name = $Name }
    if ($result.Failure) {
        $PSCmdlet.WriteError((Get-FailureRecord "Unable to get secret $Name from vault $Vault" $result.Failure GetSecretException))
    }
    elseif (-not $result.Output) {
        $PSCmdlet.WriteError((Get-FailureRecord "The secret $Name was not found." $null GetSecretNotFound))
    }
    elseif ($AsPlainText) {
        [System.Net.NetworkCredential]::new('', $result.Output[0]).Password
    }
    else {
        $result.Output[0]
    }
}

function Get-SecretInfo {
    [CmdletBinding()]
    param([Parameter(Position = 0)][string]$Name = '*', [Parameter(Mandatory, Position = 1)][string]$Vault)

    $result = Invoke-Extension $Vault Get-SecretInfo @{ Filter = $Name }
    $result.Output
    if ($result.Failure) {
        $PSCmdlet.WriteError((Get-FailureRecord "Unable to get secret information from vault $Vault" $result.Failure GetSecretInfoException))
    }
}

function Set-Secret {
    [CmdletBinding(SupportsShouldProcess, DefaultParameterSetName = 'Object')]
    param(
        [Parameter(Mandatory, Position = 0)][string]$Name,
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'Object')][object]$Secret,
        [Parameter(Mandatory, ParameterSetName = 'SecureString')][securestring]$SecureStringSecret,
        [Parameter(Mandatory, Position = 2)][string]$Vault
    )

    if ($PSCmdlet.ShouldProcess($Vault, "Store the secret $Name")) {
        $result = Invoke-Extension $Vault Set-Secret @{ Name = $Name; Secret = if ($SecureStringSecret) { $SecureStringSecret } else { $Secret } }
        if ($result.Failure) {
            $PSCmdlet.WriteError((Get-FailureRecord "Unable to add secret $Name to vault $Vault" $result.Failure SetSecretInvalidOperation))
        }
    }
}

# As in SecretManagement it replaces all metadata of the secret, and fails where the extension has no such function; the secret stays.
function Set-SecretInfo {
    [CmdletBinding(SupportsShouldProcess)]
    param([Parameter(Mandatory, Position = 0)][string]$Name, [Parameter(Mandatory, Position = 1)][hashtable]$Metadata, [Parameter(Mandatory, Position = 2)][string]$Vault)

    if ($PSCmdlet.ShouldProcess($Vault, "Write the metadata of $Name")) {
        $result = Invoke-Extension $Vault Set-SecretInfo @{ Name = $Name; Metadata = $Metadata }
        if ($result.IsMissing) {
            $problem = [System.Management.Automation.PSNotSupportedException]::new("Cannot add secret metadata '$Name' to vault '$Vault': The vault does not support the Set-SecretInfo function.")
            $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new($problem, 'SetSecretMetadataCommandNotSupported', 'NotImplemented', $null))
        }
        elseif ($result.Failure) {
            $PSCmdlet.WriteError((Get-FailureRecord "Cannot add secret metadata '$Name' to vault '$Vault'" $result.Failure SetSecretMetadataInvalidOperation))
        }
    }
}

function Remove-Secret {
    [CmdletBinding(SupportsShouldProcess)]
    param([Parameter(Mandatory, Position = 0)][string]$Name, [Parameter(Mandatory, Position = 1)][string]$Vault)

    if ($PSCmdlet.ShouldProcess($Vault, "Remove the secret $Name")) {
        $result = Invoke-Extension $Vault Remove-Secret @{ Name = $Name }
        if ($result.Failure) {
            $PSCmdlet.WriteError((Get-FailureRecord "Unable to remove secret $Name from vault $Vault" $result.Failure RemoveSecretInvalidOperation))
        }
    }
}
