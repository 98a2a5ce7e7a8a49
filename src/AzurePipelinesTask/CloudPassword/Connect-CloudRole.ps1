<#
.SYNOPSIS
    Signs the task in to a cloud by the identity token that Azure DevOps issues for its service connection.
.DESCRIPTION
    Asks for the token, masks it, checks that it was issued for a service connection, writes it to a file of the job that the agent's account alone can read, and sets the variables
    that the module reads a role from. The module exchanges the token at the provider. While the task runs the file gets a new token every few minutes, because a token lives shorter
    than a long run. Returns a script block that ends this and removes the file.

    Only .NET calls and operators read the tokens: module logging records the arguments and the pipeline input of commands.
#>
param(
    # The task's inputs by name, with those of the connection: roleConnection, role, identityProvider, sessionName, subject, oidcRequestUri, and accessToken as SecureString.
    [Parameter(Mandatory)][hashtable]$Request,
    # How often the file gets a new token.
    [int]$RenewSeconds = 240
)

$ErrorActionPreference = 'Stop'

# learn.microsoft.com/rest/api/azure/devops, creation of an OIDC token. Returns the token as SecureString, masked.
$ask = {
    param([uri]$Address, [securestring]$AccessToken)

    Add-Type -AssemblyName System.Net.Http
    $handler = [System.Net.Http.HttpClientHandler]::new()
    $handler.AllowAutoRedirect = $false
    if ($PSVersionTable.PSEdition -ne 'Core') {
        # As in the module: of .NET Framework the process and the machine choose otherwise, on older machines TLS 1.0.
        $handler.SslProtocols = 'Tls12'
    }

    $client = [System.Net.Http.HttpClient]::new($handler)
    $client.Timeout = [timespan]::FromSeconds(30)
    try {
        $message = [System.Net.Http.HttpRequestMessage]::new('Post', $Address)
        $message.Headers.Authorization = [System.Net.Http.Headers.AuthenticationHeaderValue]::new('Bearer', [System.Net.NetworkCredential]::new('', $AccessToken).Password)

        # Without this header the response to a rejected access token is a sign-in page.
        $message.Headers.Add('X-TFS-FedAuthRedirect', 'Suppress')
        $message.Content = [System.Net.Http.StringContent]::new('{}', [System.Text.Encoding]::UTF8, 'application/json')
        $response = $client.SendAsync($message).GetAwaiter().GetResult()
        $content = $response.Content.ReadAsStringAsync().GetAwaiter().GetResult()
        $status = [int]$response.StatusCode
        $found = [regex]::Match($content, '"oidcToken"\s*:\s*"([A-Za-z0-9_=-]+\.[A-Za-z0-9_=-]+\.[A-Za-z0-9_=-]+)"')
        if ($status -ne 200 -or -not $found.Success) {
            $said = [regex]::Match($content, '"(?:message|value)"\s*:\s*"((?:[^"\\]|\\.){1,300})').Groups[1].Value
            throw "Azure DevOps issued no identity token (status $status)$(if ($said) { ": $said" } elseif ($status -in 203, 302, 401) { ': it did not accept the access token of the job' })."
        }

        [Console]::Out.WriteLine('##vso[task.setsecret]' + $found.Groups[1].Value)
        [System.Net.NetworkCredential]::new('', $found.Groups[1].Value).SecurePassword
    }
    finally {
        $client.Dispose()
    }
}

# Who a token is for; its signature is the provider's to check.
function Get-Claim([securestring]$Token, [string]$Name) {
    $payload = [System.Net.NetworkCredential]::new('', $Token).Password.Split('.')[1].Replace('-', '+').Replace('_', '/').TrimEnd('=')
    $json = [System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String($payload.PadRight($payload.Length + (4 - $payload.Length % 4) % 4, '=')))
    [regex]::Unescape([regex]::Match($json, """$Name""\s*:\s*""((?:[^""\\]|\\.)*)""").Groups[1].Value)
}

# Nothing in it can be a logging command or a line of its own.
function Get-Shown([string]$Text) {
    $Text -replace '#(?=#)', '# ' -replace '[\p{Cc}\p{Zl}\p{Zp}]', '?'
}

function Get-Setting([string]$Path) {
    $provider = switch ($Request.command) {
        'Set-DcsPassword' { 'Huawei' }
        { $_ -in 'Set-EcsVncPassword', 'Set-RamUserPassword' } { 'Alibaba' }
        default { $Request.provider }
    }

    $needed = if ($provider -eq 'Huawei') { 'identityProvider' } else { 'role', 'identityProvider' }
    foreach ($name in $needed) {
        if (-not $Request[$name]) {
            throw "roleConnection: the service connection has no $name."
        }
    }

    switch ($provider) {
        'Alibaba' { @{ ALIBABA_CLOUD_ROLE_ARN = $Request.role; ALIBABA_CLOUD_OIDC_PROVIDER_ARN = $Request.identityProvider; ALIBABA_CLOUD_OIDC_TOKEN_FILE = $Path; ALIBABA_CLOUD_ROLE_SESSION_NAME = $Request.sessionName } }

        # The module reads TKE_REGION as the region of the targets; on an agent in a cluster it is the region of the cluster.
        'Tencent' { @{ TKE_ROLE_ARN = $Request.role; TKE_PROVIDER_ID = $Request.identityProvider; TKE_WEB_IDENTITY_TOKEN_FILE = $Path; TKE_REGION = $null } }
        'Huawei' { @{ HUAWEICLOUD_SDK_IDP_ID = $Request.identityProvider; HUAWEICLOUD_SDK_ID_TOKEN_FILE = $Path } }
        'Zenlayer' { throw 'roleConnection: Zenlayer has no roles. Use a connection with an access key.' }

        # A value of the targets file may hold a secret and is not shown.
        default { throw 'provider: it is not supported. Specify Alibaba, Tencent or Huawei.' }
    }
}

if (-not $Request.oidcRequestUri -or -not $Request.accessToken) {
    throw 'roleConnection: the job has no SYSTEM_OIDCREQUESTURI or no access token. Azure DevOps Services sets them; Azure DevOps Server does not issue tokens.'
}

$address = [uri]"$($Request.oidcRequestUri)?api-version=7.1&serviceConnectionId=$([uri]::EscapeDataString($Request.roleConnection))"
if ($address.Scheme -ne 'https' -and -not $address.IsLoopback) {
    throw 'roleConnection: SYSTEM_OIDCREQUESTURI is not an https address.'
}

$folder = if ($env:AGENT_TEMPDIRECTORY) { $env:AGENT_TEMPDIRECTORY } else { [System.IO.Path]::GetTempPath() }
$path = Join-Path $folder "identity-$([guid]::NewGuid().ToString('N'))"
$settings = Get-Setting $path

$most = 3
for ($try = 1; ; $try++) {
    try {
        $token = & $ask $address $Request.accessToken
        break
    }
    catch {
        # A status code below 500 is a final rejection.
        if ($try -eq $most -or $_.Exception.Message -match '\(status [234]') {
            throw
        }

        Start-Sleep -Seconds $try
    }
}

# With the name of a connection in place of its id Azure DevOps issues the token of the pipeline, whose subject begins with p://.
$subject = Get-Claim $token sub
$shown = Get-Shown $subject
[Console]::Out.WriteLine("Identity token: issuer $(Get-Shown (Get-Claim $token iss)), subject $shown, audience $(Get-Shown (Get-Claim $token aud)).")
if (-not $subject.StartsWith('sc://', [System.StringComparison]::Ordinal)) {
    throw "roleConnection: the subject of the identity token, $shown, is not that of a service connection (sc://organization/project/connection)."
}

if ($Request.subject -and -not [string]::Equals($subject, $Request.subject, [System.StringComparison]::Ordinal)) {
    throw "roleConnection: the subject of the identity token is $shown, and the service connection expects $($Request.subject)."
}

$write = {
    param([string]$Path, [securestring]$Token)

    # The permissions are those of the creation: nobody else can have opened the file before.
    [System.IO.File]::Delete($Path)
    if ($PSVersionTable.PSEdition -eq 'Core' -and -not $IsWindows) {
        $options = [System.IO.FileStreamOptions]::new()
        $options.Mode = 'CreateNew'
        $options.Access = 'Write'
        $options.UnixCreateMode = [System.IO.UnixFileMode]'UserRead, UserWrite'
        $file = [System.IO.FileStream]::new($Path, $options)
    }
    else {
        $owner = [System.Security.Principal.WindowsIdentity]::GetCurrent()
        $security = [System.Security.AccessControl.FileSecurity]::new()
        $security.SetAccessRuleProtection($true, $false)
        $security.AddAccessRule([System.Security.AccessControl.FileSystemAccessRule]::new($owner.User, 'FullControl', 'Allow'))
        $owner.Dispose()
        $file = if ($PSVersionTable.PSEdition -eq 'Core') {
            [System.IO.FileSystemAclExtensions]::Create([System.IO.FileInfo]::new($Path), 'CreateNew', 'FullControl', 'None', 4096, 'None', $security)
        }
        else {
            [System.IO.FileStream]::new($Path, 'CreateNew', [System.Security.AccessControl.FileSystemRights]::FullControl, 'None', 4096, 'None', $security)
        }
    }

    try {
        $bytes = [System.Text.Encoding]::ASCII.GetBytes([System.Net.NetworkCredential]::new('', $Token).Password)
        $file.Write($bytes, 0, $bytes.Length)
    }
    finally {
        $file.Dispose()
    }
}
& $write $path $token

# A key beside the role would be another identity.
foreach ($name in 'ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALIBABACLOUD_ACCESS_KEY_ID', 'ALICLOUD_ACCESS_KEY_ID', 'ALICLOUD_ACCESS_KEY', 'ACCESS_KEY_ID', 'TENCENTCLOUD_SECRET_ID', 'TENCENTCLOUD_SECRETID') {
    [System.Environment]::SetEnvironmentVariable($name, $null)
}

foreach ($name in 'ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'ALIBABACLOUD_ACCESS_KEY_SECRET', 'ALICLOUD_ACCESS_KEY_SECRET', 'ALICLOUD_SECRET_KEY', 'ACCESS_KEY_SECRET', 'TENCENTCLOUD_SECRET_KEY', 'TENCENTCLOUD_SECRETKEY') {
    [System.Environment]::SetEnvironmentVariable($name, $null)
}

foreach ($name in $settings.Keys) {
    [System.Environment]::SetEnvironmentVariable($name, $settings[$name])
}

$stopped = [System.Threading.ManualResetEvent]::new($false)
$worker = [powershell]::Create().AddScript({
        param([string]$Ask, [string]$Write, [uri]$Address, [securestring]$AccessToken, [string]$Path, [System.Threading.ManualResetEvent]$Stopped, [int]$Seconds)

        while (-not $Stopped.WaitOne($Seconds * 1000)) {
            try {
                $token = & ([scriptblock]::Create($Ask)) $Address $AccessToken
                & ([scriptblock]::Create($Write)) "$Path.new" $token
                [System.IO.File]::Replace("$Path.new", $Path, [System.Management.Automation.Language.NullString]::Value)
            }
            catch {
                # The next one may succeed; until then the session lives on.
                $null = $_
            }
        }
    })
foreach ($argument in "$ask", "$write", $address, $Request.accessToken, $path, $stopped, $RenewSeconds) {
    $null = $worker.AddArgument($argument)
}

$running = $worker.BeginInvoke()
{
    $null = $stopped.Set()
    $null = $running.AsyncWaitHandle.WaitOne(35000)
    $worker.Dispose()
    [System.IO.File]::Delete($path)
    [System.IO.File]::Delete("$path.new")
}.GetNewClosure()
