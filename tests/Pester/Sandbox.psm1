# Starts the sandbox for a test file and talks to its control interface.
Set-StrictMode -Version 3
Import-Module (Join-Path $PSScriptRoot 'Shell.psm1')

# Past every proxy. Windows PowerShell has no such switch, and takes none for an address of this machine.
$script:direct = if ($PSEdition -eq 'Core') { @{ NoProxy = $true } } else { @{} }

function Get-RepositoryRoot {
    Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
}

<#
.SYNOPSIS
Starts a sandbox on a free loopback port and returns what is needed to use and stop it.
#>
function Start-Sandbox {
    [CmdletBinding(SupportsShouldProcess)]
    param(
        # A seed file in place of the default fleet.
        [string]$SeedPath,
        # A host name that requests may be addressed to, besides loopback ones.
        [string]$AllowedHost,
        # The build of the sandbox.
        [string]$AssemblyPath = $env:PASSWORDCMDLETS_SANDBOX
    )

    # A new sandbox has locked nobody.
    if ($env:PASSWORDCMDLETS_TEST_STATE -and $PSCmdlet.ShouldProcess($env:PASSWORDCMDLETS_TEST_STATE, 'Forget the wrong old passwords')) {
        Remove-Item -LiteralPath (Join-Path $env:PASSWORDCMDLETS_TEST_STATE 'PasswordCmdlets/lockouts.json') -ErrorAction Ignore
    }

    $arguments = @(if ($AllowedHost) { '--allow-host', $AllowedHost })

    # In dotnet test a service runs the sandboxes, which takes less time; under Wine there is no dotnet to run one.
    if ($env:PASSWORDCMDLETS_SANDBOX_SERVICE) {
        if ($PSCmdlet.ShouldProcess($env:PASSWORDCMDLETS_SANDBOX_SERVICE, 'Start the sandbox')) {
            $seed = if ($SeedPath) { [System.IO.File]::ReadAllText($SeedPath) } else { '' }
            $service = [uri]::new([uri]$env:PASSWORDCMDLETS_SANDBOX_SERVICE, '/sandboxes')
            $query = ($arguments | ForEach-Object { 'argument=' + [uri]::EscapeDataString($_) }) -join '&'
            [pscustomobject]@{ Address = [uri](Invoke-RestMethod -Uri "${service}?$query" -Method Post -Body $seed @direct); Process = $null; Service = $service }
        }

        return
    }

    if (-not $AssemblyPath) {
        $AssemblyPath = Get-ChildItem -Path (Join-Path (Get-RepositoryRoot) 'src/PasswordCmdlets.Sandbox/bin') -Recurse -Filter PasswordCmdlets.Sandbox.dll |
            Where-Object FullName -NotMatch '[\\/]ref(int)?[\\/]' |
            Sort-Object LastWriteTime |
            Select-Object -Last 1 -ExpandProperty FullName
    }

    $arguments = @($AssemblyPath, 'serve', '--port', '0') + $arguments
    if ($SeedPath) {
        $arguments += '--seed', $SeedPath
    }

    $start = [System.Diagnostics.ProcessStartInfo]::new('dotnet', (Join-Argument $arguments))
    $start.RedirectStandardOutput = $true
    $start.UseShellExecute = $false
    if (-not $PSCmdlet.ShouldProcess($AssemblyPath, 'Start the sandbox')) {
        return
    }

    $process = [System.Diagnostics.Process]::Start($start)
    $address = $null
    while ($null -ne ($line = $process.StandardOutput.ReadLine())) {
        if ($line -match 'Listening on (http://\S+)') {
            $address = $Matches[1]
            break
        }
    }

    if (-not $address) {
        throw 'The sandbox ended before it listened.'
    }

    # No one reads the rest, and a full pipe would stop the sandbox.
    $null = $process.StandardOutput.ReadToEndAsync()
    [pscustomobject]@{ Address = [uri]$address; Process = $process; Service = $null }
}

<#
.SYNOPSIS
Ends a sandbox.
#>
function Stop-Sandbox {
    [CmdletBinding(SupportsShouldProcess)]
    param([Parameter(Mandatory)][psobject]$Sandbox)

    if (-not $PSCmdlet.ShouldProcess($Sandbox.Address, 'Stop the sandbox')) {
        return
    }

    if ($Sandbox.Service) {
        $address = [uri]::EscapeDataString($Sandbox.Address.GetLeftPart('Authority'))
        Invoke-RestMethod -Uri "$($Sandbox.Service)?address=$address" -Method Delete @direct
    }
    elseif (-not $Sandbox.Process.HasExited) {
        $Sandbox.Process.Kill()
        $Sandbox.Process.WaitForExit(5000) | Out-Null
    }
}

<#
.SYNOPSIS
Calls the sandbox's control interface.
#>
function Invoke-SandboxControl {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)][psobject]$Sandbox,
        [Parameter(Mandatory)][string]$Path,
        [string]$Method = 'Get',
        [object]$Body
    )

    $request = @{ Uri = [uri]::new($Sandbox.Address, "/_sandbox/$Path"); Method = $Method } + $direct
    if ($null -ne $Body) {
        $request.Body = ConvertTo-Json -InputObject $Body -Depth 10
        $request.ContentType = 'application/json; charset=utf-8'
    }

    Invoke-RestMethod @request
}

<#
.SYNOPSIS
The requests the sandbox has seen, those whose action matches.
#>
function Get-SandboxRequest {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)][psobject]$Sandbox,
        [string]$Action = '.'
    )

    # The response is one array; the pipeline enumerates it.
    Invoke-SandboxControl $Sandbox requests | ForEach-Object { $_ } | Where-Object action -Match $Action
}

<#
.SYNOPSIS
A SecureString from a test's own text.
#>
function ConvertTo-TestSecret {
    [CmdletBinding()]
    [OutputType([securestring])]
    param([Parameter(Mandatory)][string]$Text)

    $secret = [securestring]::new()
    foreach ($character in $Text.ToCharArray()) {
        $secret.AppendChar($character)
    }

    $secret.MakeReadOnly()
    $secret
}

<#
.SYNOPSIS
The sandbox's own access key of a provider.
#>
function Get-SandboxKey {
    [CmdletBinding()]
    [OutputType([pscredential])]
    param([Parameter(Mandatory)][ValidateSet('alibaba', 'tencent', 'huawei', 'zenlayer')][string]$Provider)

    [pscredential]::new("sandbox-$Provider-id", (ConvertTo-TestSecret "sandbox-$Provider-secret"))
}

Export-ModuleMember -Function Start-Sandbox, Stop-Sandbox, Invoke-SandboxControl, Get-SandboxRequest, ConvertTo-TestSecret, Get-SandboxKey
