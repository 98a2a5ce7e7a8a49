# Credentials as the providers' own tools find them: files, variables, instance roles, proxies and certificates, in real PowerShell. Nothing
# here leaves the machine: endpoints are the sandbox, a proxy of the test's own plays the provider, and no metadata service but the sandbox's
# is ever named.
BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Sandbox.psm1, $PSScriptRoot/Shell.psm1 -Force
    Import-TestType LoopbackProxy

    # What the proxy passes on is addressed to the provider.
    $script:sandbox = Start-Sandbox -AllowedHost cvm.tencentcloudapi.com
    $script:secret = 'S3CR3T-of-nobody-0123456789'
    $script:password = ConvertTo-TestSecret 'Cloud-Tour-2026x'
    $script:deadMetadata = $env:PASSWORDCMDLETS_METADATA_ENDPOINT
    $script:pattern = '^(ALIBABA|ALICLOUD|ACCESS_KEY|SECURITY_TOKEN|REGION|TENCENTCLOUD|TCCLI|TKE_|HUAWEICLOUD|HW_|OS_|HC_|ZENLAYER|https?_proxy$|no_proxy$|all_proxy$|PASSWORDCMDLETS_METADATA_ENDPOINT$)'
    $script:saved = Get-ChildItem env: | Where-Object Name -Match $pattern
    $script:homeVariable = Get-HomeVariable
    $script:savedHome = [Environment]::GetEnvironmentVariable($homeVariable)

    # What a file of each tool looks like; {0} is the secret, {1} the sandbox's address.
    function Write-HomeFile {
        param([string]$Path, [string]$Content)

        $full = [System.IO.Path]::GetFullPath((Join-Path $userFolder $Path))
        $null = New-Item -ItemType Directory -Force -Path (Split-Path $full)
        Set-Content -LiteralPath $full -Value $Content.Replace('{0}', $secret).Replace('{1}', $sandbox.Address.AbsoluteUri.TrimEnd('/')) -NoNewline
        Set-Reader $full Owner
        $full
    }

    # Lets everybody read a file, or its owner alone.
    function Set-Reader {
        param([string]$Path, [ValidateSet('Owner', 'Everybody')][string]$Reader)

        if (-not $IsWindows) {
            chmod $(if ($Reader -eq 'Owner') { '600' } else { '644' }) $Path
            return
        }

        $acl = [System.Security.AccessControl.FileSecurity]::new()
        $acl.SetAccessRuleProtection($true, $false)
        $acl.AddAccessRule([System.Security.AccessControl.FileSystemAccessRule]::new([System.Security.Principal.WindowsIdentity]::GetCurrent().User, 'FullControl', 'Allow'))
        if ($Reader -eq 'Everybody') {
            $acl.AddAccessRule([System.Security.AccessControl.FileSystemAccessRule]::new([System.Security.Principal.SecurityIdentifier]::new('S-1-1-0'), 'Read', 'Allow'))
        }

        # Created anew, for Wine does not change the list of a file that exists.
        $bytes = [System.IO.File]::ReadAllBytes($Path)
        Remove-Item -LiteralPath $Path
        $stream = if ($PSEdition -eq 'Core') {
            [System.IO.FileSystemAclExtensions]::Create([System.IO.FileInfo]::new($Path), 'CreateNew', 'FullControl', 'None', 4096, 'None', $acl)
        }
        else {
            [System.IO.FileStream]::new($Path, 'CreateNew', 'FullControl', 'None', 4096, 'None', $acl)
        }

        $stream.Write($bytes, 0, $bytes.Length)
        $stream.Dispose()
    }

    # What a command would use; whatever it says, it never says the secret.
    function Get-Found {
        param([string]$Provider, [hashtable]$With = @{})

        $found = Get-CloudCredential -Provider $Provider @With -WarningVariable said -WarningAction SilentlyContinue
        ($found | ConvertTo-Json -Depth 5) + ($found | Format-List * | Out-String) + "$found" + ($said -join "`n") | Should -Not -BeLike "*$secret*"
        $script:warnings = @($said | ForEach-Object { $_.Message })
        $found
    }

    function Get-MetadataRequest {
        @(Get-SandboxRequest $sandbox -Action '^Metadata')
    }

    function Add-Role {
        param([string]$Provider, [hashtable]$With = @{})

        $role = @{ provider = $Provider; name = 'test-role'; accessKeyId = "$Provider-role"; secret = "$secret"; securityToken = "$Provider-role-token" } + $With
        Invoke-SandboxControl $sandbox 'seed?merge=true' -Method Post -Body @{ instanceRoles = @($role) } | Out-Null
    }

    function Invoke-TencentReset {
        [CmdletBinding()]
        param([hashtable]$With = @{})

        Reset-CloudInstancePassword -Provider Tencent -InstanceId ins-linux001 -Password $password -Confirm:$false @With
    }
}

AfterAll {
    [Environment]::SetEnvironmentVariable($homeVariable, $savedHome)
    Get-ChildItem env: | Where-Object Name -Match $pattern | Remove-Item
    $saved | ForEach-Object { Set-Item "env:$($_.Name)" $_.Value }
    Stop-Sandbox $sandbox
}

Describe 'Credentials' {
    BeforeEach {
        Get-ChildItem env: | Where-Object Name -Match $pattern | Remove-Item
        $env:PASSWORDCMDLETS_METADATA_ENDPOINT = $deadMetadata
        $script:userFolder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        [Environment]::SetEnvironmentVariable($homeVariable, $userFolder)
        # Whatever the test before has begun ends.
        Invoke-SandboxControl $sandbox clock -Method Post -Body @{ advanceSeconds = 60 } | Out-Null
        Invoke-SandboxControl $sandbox requests -Method Delete | Out-Null
    }

    Context 'The suite itself' {
        It 'accepts only a metadata service of this machine' {
            $deadMetadata | Should -Match '^http://127\.0\.0\.1:\d+$'
        }
    }

    Context 'Files' {
        It 'reads <File> of <Provider>' -ForEach @(
            @{ Provider = 'Alibaba'; File = '.aliyun/config.json'; Content = '{"current":"a","profiles":[{"name":"a","mode":"AK","access_key_id":"AKID-12345678","access_key_secret":"{0}","region_id":"cn-beijing","endpoint":"ecs.cn-beijing.aliyuncs.com"}]}'; Region = 'cn-beijing'; Endpoint = 'https://ecs.cn-beijing.aliyuncs.com/' }
            @{ Provider = 'Alibaba'; File = '.aliyun/config.json'; Content = '{"current":"a","profiles":[{"name":"a","mode":"StsToken","access_key_id":"AKID-12345678","access_key_secret":"{0}","sts_token":"t-{0}"}]}' }
            @{ Provider = 'Alibaba'; File = '.alibabacloud/credentials'; Content = "[default]`ntype = access_key`naccess_key_id = AKID-12345678`naccess_key_secret = {0}`n" }
            @{ Provider = 'Alibaba'; File = '.alibabacloud/credentials.ini'; Content = "[default]`ntype = sts`naccess_key_id = AKID-12345678`naccess_key_secret = {0}`nsecurity_token = t-{0}`n" }
            @{ Provider = 'Tencent'; File = '.tccli/default.credential'; Content = '{"secretId":"AKID-12345678","secretKey":"{0}","token":"t-{0}"}' }
            @{ Provider = 'Tencent'; File = '.tencentcloud/credentials'; Content = "[default]`nsecret_id=AKID-12345678`nsecret_key=`"{0}`"`n" }
            @{ Provider = 'Huawei'; File = '.huaweicloud/credentials'; Content = "[basic]`nak = AKID-12345678`nsk = {0}`nproject_id = 0123456789abcdef0123456789abcdef`niam_endpoint = https://iam.eu-de.otc.t-systems.com`n"; ProjectId = '0123456789abcdef0123456789abcdef' }
            @{ Provider = 'Huawei'; File = '.huaweicloud/credentials'; Content = "[global]`nak = AKID-12345678`nsk = {0}`ndomain_id = d1`n" }
            @{ Provider = 'Zenlayer'; File = '.zenlayer/credentials.json'; Content = '{"default":{"access_key_id":"AKID-12345678","access_key_secret":"{0}"}}' }
        ) {
            $path = Write-HomeFile $File $Content
            $found = Get-Found $Provider
            $found.Found | Should -BeTrue
            $found.Source | Should -BeLike "$path*"
            $found.Kind | Should -Be 'AccessKey'
            $found.AccessKeyId | Should -Be 'AKI****678'
            $found.Region | Should -Be $Region
            $found.ProjectId | Should -Be $ProjectId
            $found.Endpoint | Should -Be $Endpoint
            $found.Remedy | Should -BeNullOrEmpty
            $found.Tried[-1] | Should -BeLike "$path*: used"
            $warnings | Should -BeNullOrEmpty
        }

        It 'prefers -ProfileName of <Provider> to the variables, and lists the existing profiles' -ForEach @(
            @{ Provider = 'Alibaba'; File = '.aliyun/config.json'; Content = '{"profiles":[{"name":"prod","mode":"AK","access_key_id":"AKID-12345678","access_key_secret":"{0}"}]}'; Variables = 'ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALIBABA_CLOUD_ACCESS_KEY_SECRET' }
            @{ Provider = 'Tencent'; File = '.tccli/prod.credential'; Content = '{"secretId":"AKID-12345678","secretKey":"{0}"}'; Variables = 'TENCENTCLOUD_SECRET_ID', 'TENCENTCLOUD_SECRET_KEY' }
            @{ Provider = 'Huawei'; File = '.huaweicloud/credentials'; Content = "[prod]`nak = AKID-12345678`nsk = {0}`n"; Variables = 'HUAWEICLOUD_SDK_AK', 'HUAWEICLOUD_SDK_SK' }
            @{ Provider = 'Zenlayer'; File = '.zenlayer/credentials.json'; Content = '{"prod":{"access_key_id":"AKID-12345678","access_key_secret":"{0}"}}'; Variables = 'ZENLAYER_ACCESS_KEY_ID', 'ZENLAYER_ACCESS_KEY_SECRET' }
        ) {
            $path = Write-HomeFile $File $Content
            Set-Item "env:$($Variables[0])" 'ENVIRONMENT-KEY'
            Set-Item "env:$($Variables[1])" $secret
            (Get-Found $Provider).AccessKeyId | Should -BeLike 'ENV*'
            $picked = Get-Found $Provider @{ ProfileName = 'prod' }
            $picked.AccessKeyId | Should -Be 'AKI****678'
            $picked.Source | Should -BeLike "$path*"
            $missing = Get-Found $Provider @{ ProfileName = 'nosuch' }
            $missing.Found | Should -BeFalse
            $missing.Tried -join "`n" | Should -BeLike "*has no profile 'nosuch'. Its profiles: prod*"
        }

        It 'resets with the key and the region of a tccli profile' {
            $null = Write-HomeFile '.tccli/lab.credential' '{"secretId":"sandbox-tencent-id","secretKey":"sandbox-tencent-secret"}'
            $null = Write-HomeFile '.tccli/lab.configure' '{"_sys_param":{"region":"ap-guangzhou","output":"json"},"cvm":{"version":"2017-03-12"}}'
            (Invoke-TencentReset @{ ProfileName = 'lab'; Endpoint = $sandbox.Address }).Status | Should -Be 'Accepted'
            @(Get-SandboxRequest $sandbox -Action ResetInstancesPassword).Count | Should -Be 1
        }

        It 'rejects <Kind> by its name, with what to do instead' -ForEach @(
            @{ Provider = 'Alibaba'; Kind = 'CloudSSO'; Instead = "run 'aliyun configure --profile x' to log on again"; File = '.aliyun/config.json'; Content = '{"profiles":[{"name":"x","mode":"CloudSSO","cloud_sso_access_token":"{0}"}]}' }
            @{ Provider = 'Alibaba'; Kind = 'OAuth'; Instead = "run 'aliyun configure --profile x' to log on again"; File = '.aliyun/config.json'; Content = '{"profiles":[{"name":"x","mode":"OAuth","oauth_access_token":"{0}"}]}' }
            @{ Provider = 'Alibaba'; Kind = 'External'; Instead = 'run its command yourself'; File = '.aliyun/config.json'; Content = '{"profiles":[{"name":"x","mode":"External","process_command":"echo {0}"}]}' }
            @{ Provider = 'Alibaba'; Kind = 'rsa_key_pair'; Instead = 'use a profile of type'; File = '.alibabacloud/credentials'; Content = "[x]`ntype = rsa_key_pair`npublic_key_id = k`nprivate_key_file = {0}`n" }
            @{ Provider = 'Tencent'; Kind = 'oauth'; Instead = "run 'tccli configure'"; File = '.tccli/x.credential'; Content = '{"type":"oauth","secretId":"AKID-12345678","secretKey":"{0}","token":"{0}"}' }
            @{ Provider = 'Tencent'; Kind = 'sso'; Instead = "run 'tccli configure'"; File = '.tccli/x.credential'; Content = '{"type":"sso","secretId":"AKID-12345678","secretKey":"{0}","token":"{0}"}' }
            @{ Provider = 'Huawei'; Kind = 'id_token_file'; Instead = 'have the pipeline write a current token'; File = '.huaweicloud/credentials'; Content = "[x]`nidp_id = i`nid_token_file = {0}`n" }
            @{ Provider = 'Huawei'; Kind = 'application credential'; Instead = 'use a password, a token or ak and sk'; File = '.config/openstack/clouds.yaml'; Content = "clouds:`n  x:`n    auth:`n      auth_url: https://iam.eu-de.otc.t-systems.com/v3`n      application_credential_id: i`n      application_credential_secret: {0}`n" }
        ) {
            $null = Write-HomeFile $File $Content
            $found = Get-Found $Provider @{ ProfileName = 'x' }
            $found.Found | Should -BeFalse
            $found.Tried -join "`n" | Should -BeLike "*$Kind*; *$Instead*"
        }

        It 'keeps two profiles of one key apart that have different projects' {
            $profiles = foreach ($one in @{ Name = 'dev'; Project = 'a1' }, @{ Name = 'prod'; Project = 'b2' }) {
                "[$($one.Name)]`nak = sandbox-huawei-id`nsk = sandbox-huawei-secret`nproject_id = 5a4db0c50000000000000000000000$($one.Project)`n"
            }
            $null = Write-HomeFile '.huaweicloud/credentials' (-join $profiles)
            $targets = [pscustomobject]@{ ProfileName = 'dev'; InstanceId = '5a4db0c5-1111-4000-8000-000000000001' }, [pscustomobject]@{ ProfileName = 'prod'; InstanceId = '5a4db0c5-1111-4000-8000-000000000005' }
            $results = $targets | Set-DcsPassword -Reset -NewPassword $password -Region cn-north-4 -Endpoint $sandbox.Address -Confirm:$false
            $results.Status | Should -Be 'Succeeded', 'Succeeded'
        }

        It 'says of the keys that hcloud encrypts that they are not read' {
            $null = Write-HomeFile '.hcloud/config.json' '{"profiles":[{"accessKeyId":"x","secretAccessKey":"{0}"}]}'
            (Get-Found Huawei).Tried -join "`n" | Should -BeLike '*encrypted*not read*'
        }

        It 'warns of a file that every user can read, and of no other' {
            $path = Write-HomeFile '.zenlayer/credentials.json' '{"default":{"access_key_id":"AKID-12345678","access_key_secret":"{0}"}}'
            Set-Reader $path Everybody
            (Get-Found Zenlayer).Found | Should -BeTrue
            $warnings | Should -BeLike "*$path*$(if ($IsWindows) { 'icacls' } else { 'chmod 600' })*"
            Set-Reader $path Owner
            $null = Get-Found Zenlayer
            $warnings | Should -BeNullOrEmpty
        }

        It 'uses no endpoint of a file that is not the provider''s, and nothing that goes with it' {
            $null = Write-HomeFile '.tccli/evil.credential' '{"secretId":"AKID-12345678","secretKey":"{0}"}'
            $null = Write-HomeFile '.tccli/evil.configure' '{"_sys_param":{"region":"ap-guangzhou"},"cvm":{"endpoint":"cvm.tencentcloudapi.com.evil.example"}}'
            { Invoke-TencentReset @{ ProfileName = 'evil' } } | Should -Throw -ErrorId 'CredentialNotFound,*' -ExpectedMessage '*evil.example is not a service host of Tencent*'
        }

        It 'reads the variables'' other files: <Variable>' -ForEach @(
            @{ Provider = 'Alibaba'; Variable = 'ALIBABA_CLOUD_CONFIG_FILE'; Content = '{"current":"a","profiles":[{"name":"a","mode":"AK","access_key_id":"AKID-12345678","access_key_secret":"{0}"}]}' }
            @{ Provider = 'Alibaba'; Variable = 'ALIBABA_CLOUD_CREDENTIALS_FILE'; Content = "[default]`naccess_key_id = AKID-12345678`naccess_key_secret = {0}`n" }
            @{ Provider = 'Tencent'; Variable = 'TENCENTCLOUD_CREDENTIALS_FILE'; Content = "[default]`nsecret_id = AKID-12345678`nsecret_key = {0}`n" }
            @{ Provider = 'Huawei'; Variable = 'HUAWEICLOUD_SDK_CREDENTIALS_FILE'; Content = "[basic]`nak = AKID-12345678`nsk = {0}`n" }
        ) {
            $path = Write-HomeFile 'elsewhere/file' $Content
            Set-Item "env:$Variable" $path
            (Get-Found $Provider).Source | Should -BeLike "$path*"
            Set-Item "env:$Variable" "$path.gone"
            (Get-Found $Provider).Tried -join "`n" | Should -BeLike "*$path.gone*does not exist*"
        }
    }

    Context 'Variables' {
        It 'resets with the variables of <Provider>' -ForEach @(
            @{ Provider = 'Tencent'; Variables = @{ TENCENTCLOUD_SECRET_ID = 'sandbox-tencent-id'; TENCENTCLOUD_SECRET_KEY = 'sandbox-tencent-secret'; TENCENTCLOUD_REGION = 'ap-guangzhou' }; Id = 'ins-linux001' }
            @{ Provider = 'Zenlayer'; Variables = @{ ZENLAYER_ACCESS_KEY_ID = 'sandbox-zenlayer-id'; ZENLAYER_ACCESS_KEY_SECRET = 'sandbox-zenlayer-secret' }; Id = '1341431445241233' }
            @{ Provider = 'Zenlayer'; Variables = @{ ZENLAYERCLOUD_ACCESS_KEY_ID = 'sandbox-zenlayer-id'; ZENLAYERCLOUD_ACCESS_KEY_PASSWORD = 'sandbox-zenlayer-secret' }; Id = '1341431445241233' }
            @{ Provider = 'Zenlayer'; Variables = @{ ZENLAYER_TOKEN = 'sandbox-zenlayer-bearer' }; Id = '1341431445241233' }
        ) {
            $Variables.GetEnumerator() | ForEach-Object { Set-Item "env:$($_.Key)" $_.Value }
            (Reset-CloudInstancePassword -Provider $Provider -InstanceId $Id -Password (ConvertTo-TestSecret 'Cloud-Tour-1') -Endpoint $sandbox.Address -Confirm:$false).Status | Should -BeIn 'Accepted', 'Succeeded'
        }

        It 'reads the region of an IAM user from the environment, too' {
            $env:OS_REGION_NAME = 'cn-north-4'
            $user = [pscredential]::new('sandbox-user', (ConvertTo-TestSecret 'sandbox-password'))
            $result = Set-DcsPassword -InstanceId 5a4db0c5-1111-4000-8000-000000000001 -Reset -NewPassword $password -IamCredential $user -DomainName sandbox-domain -Endpoint $sandbox.Address -Confirm:$false
            $result.Status | Should -Be 'Succeeded'
            $result.Region | Should -Be 'cn-north-4'
        }

        It 'does not act as the keys'' owner where a role is asked for' {
            $env:TENCENTCLOUD_SECRET_ID = 'sandbox-tencent-id'
            $env:TENCENTCLOUD_SECRET_KEY = 'sandbox-tencent-secret'
            $env:TENCENTCLOUD_ROLE_ARN = 'ops'
            $env:TENCENTCLOUD_ROLE_SESSION_NAME = 's'
            { Invoke-TencentReset @{ Endpoint = $sandbox.Address; Region = 'ap-guangzhou' } } | Should -Throw -ErrorId 'CredentialNotFound,*' -ExpectedMessage '*TENCENTCLOUD_ROLE_ARN is not an ARN such as qcs::cam::uin*'
            Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
        }

        It 'lists every place of <Provider> when there is nothing, and ends with what to do' -ForEach @(
            @{ Provider = 'Alibaba'; Places = 'ALIBABA_CLOUD_ACCESS_KEY_ID', '.aliyun/config.json', '.alibabacloud/credentials', 'instance role'; Remedy = 'Set ALIBABA_CLOUD_ACCESS_KEY_ID*aliyun configure*-AccessKey*' }
            @{ Provider = 'Tencent'; Places = 'TENCENTCLOUD_SECRET_ID', '.tccli/default.credential', '.tencentcloud/credentials', 'instance role'; Remedy = 'Set TENCENTCLOUD_SECRET_ID*tccli configure*-AccessKey*' }
            @{ Provider = 'Huawei'; Places = 'HUAWEICLOUD_SDK_AK', 'OS_USERNAME', '.huaweicloud/credentials', 'clouds.yaml', 'instance role'; Remedy = 'Set HUAWEICLOUD_SDK_AK*-AccessKey*' }
            @{ Provider = 'Zenlayer'; Places = 'ZENLAYERCLOUD_ACCESS_KEY_ID', 'ZENLAYER_TOKEN', '.zenlayer/credentials.json'; Remedy = 'Set ZENLAYER_ACCESS_KEY_ID*zeno configure*-AccessKey*' }
        ) {
            $found = Get-Found $Provider
            $found.Found | Should -BeFalse
            $found.AccessKeyId | Should -BeNullOrEmpty
            $found.Remedy | Should -BeLike $Remedy
            $tried = $found.Tried -join "`n" -replace '\\', '/'
            $Places | ForEach-Object { $tried | Should -BeLike "*$_*" }
        }
    }

    Context 'Instance roles' {
        BeforeEach {
            $env:PASSWORDCMDLETS_METADATA_ENDPOINT = $sandbox.Address.AbsoluteUri
        }

        It 'sets a password with the role of an ECS instance, by a session token' {
            Add-Role alibaba @{ requiresToken = $true; account = 'alibaba-sandbox' }
            $result = Set-EcsVncPassword -InstanceId i-bp1sandbox00000000a1 -Region cn-hangzhou -Password (ConvertTo-TestSecret 'Abc123') -Endpoint $sandbox.Address -Confirm:$false
            $result.Status | Should -Be 'Succeeded'
            (Get-MetadataRequest).action | Should -Be 'MetadataToken', 'Metadata', 'Metadata'
            (Get-MetadataRequest).status | Should -Be 200, 200, 200
        }

        It 'resets with the role of a CVM instance' {
            Add-Role tencent
            (Invoke-TencentReset @{ Endpoint = $sandbox.Address; Region = 'ap-guangzhou' }).Status | Should -Be 'Accepted'
            (Get-MetadataRequest).action | Should -Be 'Metadata', 'Metadata'
        }

        It 'resets with the agency of an ECS instance of Huawei, by a session token' {
            Add-Role huawei @{ requiresToken = $true; account = 'sandbox-domain' }
            $result = Set-DcsPassword -InstanceId 5a4db0c5-1111-4000-8000-000000000001 -Region cn-north-4 -Reset -NewPassword $password -Endpoint $sandbox.Address -Confirm:$false
            $result.Status | Should -Be 'Succeeded'
            (Get-MetadataRequest).action | Should -Be 'MetadataToken', 'Metadata'
        }

        It 'is used on a thread with a synchronization context, as in an event handler of a form' {
            # The thread waits for the command, so nothing that is posted to it would run.
            Add-Type -TypeDefinition 'public sealed class WaitingThread : System.Threading.SynchronizationContext { public override void Post(System.Threading.SendOrPostCallback callback, object state) { } }'
            Add-Role tencent
            try {
                [System.Threading.SynchronizationContext]::SetSynchronizationContext([WaitingThread]::new())
                $found = Get-Found Tencent
                $result = Invoke-TencentReset @{ Endpoint = $sandbox.Address; Region = 'ap-guangzhou' }
            }
            finally {
                [System.Threading.SynchronizationContext]::SetSynchronizationContext($null)
            }

            $found.Source | Should -BeLike '*test-role*'
            $result.Status | Should -Be 'Accepted'
        }

        It 'shows the role, when it ends, and no secret' {
            Add-Role tencent
            $env:TENCENTCLOUD_REGION = 'ap-shanghai'
            $found = Get-Found Tencent
            $found.Source | Should -BeLike '*test-role*'
            $found.AccessKeyId | Should -Be 'ten****ole'
            $found.Region | Should -Be 'ap-shanghai'
            $found.ExpiresAt | Should -BeGreaterThan ([datetime]::UtcNow.AddHours(1))
        }

        It 'leaves the metadata service alone: <Name>' -ForEach @(
            @{ Name = '-NoInstanceRole'; Provider = 'Alibaba'; With = @{ NoInstanceRole = $true } }
            @{ Name = '-NoInstanceRole'; Provider = 'Tencent'; With = @{ NoInstanceRole = $true } }
            @{ Name = '-NoInstanceRole'; Provider = 'Huawei'; With = @{ NoInstanceRole = $true } }
            @{ Name = 'ALIBABA_CLOUD_ECS_METADATA_DISABLED'; Provider = 'Alibaba'; Variable = 'ALIBABA_CLOUD_ECS_METADATA_DISABLED'; With = @{} }
        ) {
            Add-Role $Provider.ToLowerInvariant()
            if ($Variable) {
                Set-Item "env:$Variable" 'true'
            }

            $found = Get-Found $Provider $With
            $found.Found | Should -BeFalse
            $found.Tried -join "`n" | Should -BeLike "*instance role*skipped: $Name*"
            Get-MetadataRequest | Should -BeNullOrEmpty
        }

        It 'renews a <Provider> role once when the provider calls its key expired in mid-run' -ForEach @(
            @{ Provider = 'Tencent'; Action = 'ResetInstancesPassword'; Asked = 2 }
            @{ Provider = 'Alibaba'; Action = 'ModifyInstanceVncPasswd'; Asked = 3 }
            @{ Provider = 'Huawei'; Action = 'password'; Asked = 2 }
        ) {
            $account = @{ Tencent = '100000000001'; Alibaba = 'alibaba-sandbox'; Huawei = 'sandbox-domain' }[$Provider]
            Add-Role $Provider.ToLowerInvariant() @{ account = $account }
            $advance = { Invoke-SandboxControl $sandbox clock -Method Post -Body @{ advanceSeconds = 7 * 3600 } | Out-Null }
            $common = @{ Endpoint = $sandbox.Address; Confirm = $false }
            $results = switch ($Provider) {
                'Tencent' { & { 'ins-linux001'; & $advance; 'ins-linux002' } | Reset-CloudInstancePassword -Provider Tencent -Region ap-guangzhou -Password $password @common }
                'Alibaba' { & { 'i-bp1sandbox00000000a1'; & $advance; 'i-bp1sandbox00000000a2' } | Set-EcsVncPassword -Region cn-hangzhou -Password (ConvertTo-TestSecret 'Abc123') @common }
                'Huawei' { & { '5a4db0c5-1111-4000-8000-000000000001'; & $advance; '5a4db0c5-1111-4000-8000-000000000002' } | Set-DcsPassword -Region cn-north-4 -Reset -NewPassword $password @common }
            }

            $results | Should -HaveCount 2
            $results.Status | Select-Object -Unique | Should -BeIn 'Accepted', 'Succeeded'
            Get-MetadataRequest | Should -HaveCount ($Asked * 2)
        }

        It 'stops waiting for a silent metadata service after a few seconds' {
            $silent = [PasswordCmdlets.Tests.LoopbackProxy]::new('127.0.0.1', 1, $true, $false)
            try {
                $env:PASSWORDCMDLETS_METADATA_ENDPOINT = $silent.Address.AbsoluteUri
                $watch = [System.Diagnostics.Stopwatch]::StartNew()
                $found = Get-Found Tencent
                $watch.Elapsed.TotalSeconds | Should -BeLessThan 60 -Because 'the service never responds, and a loaded machine takes long to send a request'
                $found.Found | Should -BeFalse
                $found.Tried -join "`n" | Should -BeLike '*no metadata service responded*'
            }
            finally {
                $silent.Dispose()
            }
        }

        It 'sends no request to an address that is not this machine' {
            $env:PASSWORDCMDLETS_METADATA_ENDPOINT = 'http://metadata.example'
            (Get-Found Alibaba).Tried -join "`n" | Should -BeLike '*skipped: PASSWORDCMDLETS_METADATA_ENDPOINT is not an http address of this machine*'
        }
    }

    Context 'Proxies and certificates' {
        BeforeAll {
            $script:provider = 'cvm.tencentcloudapi.com'
            $script:key = @{ AccessKey = Get-SandboxKey tencent; Region = 'ap-guangzhou' }
        }

        BeforeEach {
            $script:proxy = [PasswordCmdlets.Tests.LoopbackProxy]::new($provider, $sandbox.Address.Port, $false, $false)
        }

        AfterEach {
            $proxy.Dispose()
        }

        It 'sends nothing to who cannot prove to be the provider: <Name>' -ForEach @(
            @{ Name = '-Proxy' }
            @{ Name = 'HTTPS_PROXY' }
            @{ Name = 'ALL_PROXY' }
        ) {
            $with = @{ MaximumRetryCount = 0 } + $key
            if ($Name -eq '-Proxy') {
                $with.Proxy = $proxy.Address
            }
            else {
                Set-Item "env:$Name" $proxy.Address.AbsoluteUri
            }

            $result = Invoke-TencentReset $with -ErrorAction SilentlyContinue
            $result.ErrorId | Should -Be 'ProviderUnavailable'
            $result.Message | Should -BeLike '*TLS handshake failed (certificates are always checked)*'
            $proxy.Requests | Select-Object -Unique | Should -Be "CONNECT ${provider}:443 HTTP/1.1"
            $proxy.Decrypted | Should -Be 0
            Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
        }

        It 'goes through a proxy that is written without a scheme' {
            $with = @{ MaximumRetryCount = 0; Proxy = $proxy.Address.Authority } + $key
            (Invoke-TencentReset $with -ErrorAction SilentlyContinue).ErrorId | Should -Be 'ProviderUnavailable'
            $proxy.Requests | Select-Object -Unique | Should -Be "CONNECT ${provider}:443 HTTP/1.1"
        }

        It 'sends nothing when <Name> is <Value>, which is no address of a proxy' -ForEach @(
            @{ Name = 'HTTPS_PROXY'; Value = 'http:/proxy.example:3128' }
            @{ Name = 'ALL_PROXY'; Value = 'gopher://proxy.example:3128' }
            @{ Name = '-Proxy'; Value = 'ftp://proxy.example' }
        ) {
            $with = @{ MaximumRetryCount = 0 } + $key
            if ($Name -eq '-Proxy') {
                $with.Proxy = [uri]::new($Value, [UriKind]::RelativeOrAbsolute)
            }
            else {
                Set-Item "env:$Name" $Value
            }

            { Invoke-TencentReset $with } | Should -Throw -ErrorId 'InsecureEndpoint,*' -ExpectedMessage "$Name is not the address of a proxy. Write http://host:port*"
        }

        It 'rejects an untrusted certificate, on this machine too' {
            $server = [PasswordCmdlets.Tests.LoopbackProxy]::new('127.0.0.1', $sandbox.Address.Port, $false, $true)
            try {
                $result = Invoke-TencentReset (@{ Endpoint = $server.Address; MaximumRetryCount = 0 } + $key) -ErrorAction SilentlyContinue
                $result.Message | Should -BeLike '*TLS handshake failed*'
                $server.Decrypted | Should -Be 0
            }
            finally {
                $server.Dispose()
            }
        }

        It 'resets at the provider''s own address through a proxy that asks for nothing but the tunnel (skipped off Linux, where a test cannot have a certificate trusted)' -Skip:(-not $IsLinux) {
            # OpenSSL reads the certificates to trust when a process starts.
            $trusted = Join-Path $TestDrive 'trusted.pem'
            Set-Content -LiteralPath $trusted -Value $proxy.CertificatePem
            $script = "Import-Module '$env:PASSWORDCMDLETS_MODULE'; Import-Module '$PSScriptRoot/Sandbox.psm1'; (Reset-CloudInstancePassword -Provider Tencent -InstanceId ins-linux001 -Region ap-guangzhou -AccessKey (Get-SandboxKey tencent) -Password (ConvertTo-TestSecret 'Cloud-Tour-2026x') -Confirm:`$false).Status"
            $env:SSL_CERT_FILE = $trusted
            $env:HTTPS_PROXY = $proxy.Address.AbsoluteUri
            try {
                Invoke-PowerShell -NoProfile -NonInteractive -Command $script | Should -Be 'Accepted'
            }
            finally {
                Remove-Item env:SSL_CERT_FILE
            }

            $proxy.Requests | Select-Object -Unique | Should -Be "CONNECT ${provider}:443 HTTP/1.1"
            $proxy.Decrypted | Should -BeGreaterThan 0
            @(Get-SandboxRequest $sandbox -Action ResetInstancesPassword).Count | Should -Be 1
        }

        It 'goes past every proxy to this machine, metadata services included' {
            Add-Role tencent
            $env:HTTPS_PROXY = $env:HTTP_PROXY = $env:ALL_PROXY = $proxy.Address.AbsoluteUri
            $env:PASSWORDCMDLETS_METADATA_ENDPOINT = $sandbox.Address.AbsoluteUri
            (Invoke-TencentReset @{ Endpoint = $sandbox.Address; Region = 'ap-guangzhou' }).Status | Should -Be 'Accepted'
            Invoke-SandboxControl $sandbox clock -Method Post -Body @{ advanceSeconds = 60 } | Out-Null
            (Invoke-TencentReset @{ Endpoint = $sandbox.Address; Region = 'ap-guangzhou'; Proxy = $proxy.Address }).Status | Should -Be 'Accepted'
            $proxy.Requests | Should -BeNullOrEmpty
        }

        It 'keeps the hosts of NO_PROXY from the proxy' {
            # A label longer than DNS allows causes no DNS query.
            $env:HTTPS_PROXY = $proxy.Address.AbsoluteUri
            $env:NO_PROXY = 'other.example,.invalid'
            $result = Invoke-TencentReset (@{ Endpoint = "https://$('a' * 64).invalid"; MaximumRetryCount = 0 } + $key) -ErrorAction SilentlyContinue
            $result.Message | Should -BeLike '*host name could not be resolved*'
            $proxy.Requests | Should -BeNullOrEmpty
        }
    }

    Context 'Completion of regions' {
        It 'completes -Region of <Command> from the provider''s table' -ForEach @(
            @{ Command = 'Set-EcsVncPassword'; Word = 'cn-hang'; Region = 'cn-hangzhou' }
            @{ Command = 'Set-EcsVncPassword'; Word = 'cn-shanghai-fin'; Region = 'cn-shanghai-finance-1' }
            @{ Command = 'Set-DcsPassword'; Word = 'eu-'; Region = 'eu-de' }
            @{ Command = 'Set-DcsPassword'; Word = 'eu-'; Region = 'eu-west-0' }
            @{ Command = 'Reset-CloudInstancePassword -Provider Tencent'; Word = 'ap-shanghai-'; Region = 'ap-shanghai-fsi' }
        ) {
            $line = "$Command -Region $Word"
            (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText | Should -Contain $Region
        }
    }
}
