# Roles of profiles, variables and token files, and many accounts in one pipeline, in real PowerShell against the sandbox.
BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Sandbox.psm1, $PSScriptRoot/Shell.psm1, $PSScriptRoot/Leaks.psm1 -Force

    $script:sandbox = Start-Sandbox
    $script:password = ConvertTo-TestSecret 'Cloud-Tour-2026x'
    $script:arn = 'acs:ram::1234567890123456:role/ops'
    $script:identityProvider = 'acs:ram::1234567890123456:oidc-provider/sandbox-idp'
    $script:tokenFile = Join-Path $TestDrive 'token'
    $script:configFile = Join-Path $TestDrive 'config.json'
    $script:target = @{ Provider = 'Alibaba'; Region = 'cn-hangzhou'; InstanceId = 'i-bp1sandbox00000000a1'; Password = $password; Endpoint = $sandbox.Address; Confirm = $false; WarningAction = 'SilentlyContinue' }
    $script:names = 'ALIBABA_CLOUD_CONFIG_FILE', 'ALIBABA_CLOUD_ROLE_ARN', 'ALIBABA_CLOUD_OIDC_PROVIDER_ARN', 'ALIBABA_CLOUD_OIDC_TOKEN_FILE', 'TENCENTCLOUD_SECRET_ID',
    'TENCENTCLOUD_SECRET_KEY', 'TENCENTCLOUD_ROLE_ARN', 'TENCENTCLOUD_ROLE_SESSION_NAME', 'TKE_ROLE_ARN', 'TKE_PROVIDER_ID', 'TKE_WEB_IDENTITY_TOKEN_FILE',
    'HW_ACCESS_KEY', 'HW_SECRET_KEY', 'HW_ASSUME_ROLE_AGENCY_NAME', 'HW_ASSUME_ROLE_DOMAIN_NAME', 'HUAWEICLOUD_SDK_IDP_ID', 'HUAWEICLOUD_SDK_ID_TOKEN_FILE'

    # A token of the sandbox's issuer in the token file; its text.
    function Write-Token {
        param([string]$Subject = 'sc://sandbox/passwords/prod', [string]$Audience = 'api://AzureADTokenExchange', [int]$Seconds = 300, [switch]$Forged)

        $claims = @{ issuer = 'https://issuer.sandbox'; subject = $Subject; audience = $Audience; expiresInSeconds = $Seconds; forged = [bool]$Forged }
        $token = (Invoke-SandboxControl $sandbox tokens -Method Post -Body $claims).token
        [System.IO.File]::WriteAllText($tokenFile, "$token`n")
        $token
    }

    # Profiles of the aliyun command. Each session name is used once, so that no test shares the session of another.
    function Write-Profile {
        param([hashtable[]]$Profiles)

        $key = @{ access_key_id = 'sandbox-alice-id'; access_key_secret = 'sandbox-alice-secret'; region_id = 'cn-hangzhou'; ram_session_name = 's' + [guid]::NewGuid().ToString('N').Substring(0, 12) }
        $all = foreach ($one in $Profiles) {
            $copy = $key.Clone()
            foreach ($name in $one.Keys) { $copy[$name] = $one[$name] }
            $copy
        }

        @{ current = 'none'; profiles = @($all) } | ConvertTo-Json -Depth 4 | Set-Content -LiteralPath $configFile
        $env:ALIBABA_CLOUD_CONFIG_FILE = $configFile
    }

    function Set-TokenVariable {
        $env:ALIBABA_CLOUD_ROLE_ARN = $arn
        $env:ALIBABA_CLOUD_OIDC_PROVIDER_ARN = $identityProvider
        $env:ALIBABA_CLOUD_OIDC_TOKEN_FILE = $tokenFile
    }

    function Get-Action {
        @(Get-SandboxRequest $sandbox | ForEach-Object { $_.action })
    }
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Roles' {
    BeforeEach {
        Invoke-SandboxControl $sandbox requests -Method Delete | Out-Null
    }

    AfterEach {
        $names | ForEach-Object { Remove-Item -LiteralPath "env:$_" -ErrorAction Ignore }
    }

    It 'sign with the session of a profile, and the role is the account' {
        Write-Profile @{ name = 'ops'; mode = 'RamRoleArn'; ram_role_arn = $arn }
        $result = Reset-CloudInstancePassword @target -ProfileName ops
        $result.Status | Should -Be 'Succeeded'
        $result.Account | Should -Be $arn
        $result.ProfileName | Should -Be 'ops'
        Get-SandboxRequest $sandbox '^ModifyInstanceAttribute' | ForEach-Object { $_.accessKeyId } | Should -BeLike 'STS.*'
    }

    It 'show each step with -Verbose' {
        Write-Profile @{ name = 'hub'; mode = 'RamRoleArn'; ram_role_arn = 'acs:ram::1234567890123456:role/hub' }, @{ name = 'ops'; mode = 'ChainableRamRoleArn'; source_profile = 'hub'; ram_role_arn = $arn }
        $steps = Reset-CloudInstancePassword @target -ProfileName ops -Verbose 4>&1 | Where-Object { $_ -like 'Credential for Alibaba: *' } | ForEach-Object { "$_" }
        $steps | Should -HaveCount 3
        $steps[0] | Should -BeLike "Credential for Alibaba: access key sand****e-id of *, profile 'hub'."
        $steps[1] | Should -BeLike 'Credential for Alibaba: role acs:ram::1234567890123456:role/hub, session *, expires *Z.'
        $steps[2] | Should -BeLike "Credential for Alibaba: role $arn, session *, expires *Z."
    }

    It 'are shown by Get-CloudCredential with their chain and without a secret' {
        Write-Profile @{ name = 'ops'; mode = 'RamRoleArn'; ram_role_arn = $arn }
        $info = Get-CloudCredential Alibaba -ProfileName ops -Endpoint $sandbox.Address -WarningAction SilentlyContinue
        $info.Role | Should -Be $arn
        $info.Chain | Should -HaveCount 2
        $info.ExpiresAt | Should -BeGreaterThan ([datetime]::UtcNow.AddMinutes(50))
        Find-Leak 'the object' (ConvertTo-ShownText $info) (Get-SecretForm 'sandbox-alice-secret') | Should -BeNullOrEmpty
    }

    It 'take the token of a file: <Provider>' -ForEach @(
        @{ Provider = 'Alibaba'; Code = { Reset-CloudInstancePassword @target }; Account = 'acs:ram::1234567890123456:role/ops'; Set = { Set-TokenVariable } }
        @{
            Provider = 'Tencent'; Account = 'qcs::cam::uin/100000000001:roleName/ops'
            Code     = { Reset-CloudInstancePassword -Provider Tencent -Region ap-guangzhou -InstanceId ins-linux001 -Password $password -Endpoint $sandbox.Address -Confirm:$false }
            Set      = { $env:TKE_ROLE_ARN = 'qcs::cam::uin/100000000001:roleName/ops'; $env:TKE_PROVIDER_ID = 'sandbox-idp'; $env:TKE_WEB_IDENTITY_TOKEN_FILE = $tokenFile }
        }
        @{
            Provider = 'Huawei'; Account = 'iam:::oidcProvider:sandbox-idp'
            Code     = { Set-DcsPassword -InstanceId 5a4db0c5-1111-4000-8000-000000000001 -Region cn-north-4 -Reset -NewPassword $password -Endpoint $sandbox.Address -Confirm:$false }
            Set      = { $env:HUAWEICLOUD_SDK_IDP_ID = 'sandbox-idp'; $env:HUAWEICLOUD_SDK_ID_TOKEN_FILE = $tokenFile }
        }
    ) {
        Write-Token | Out-Null
        . $Set
        $result = . $Code
        $result.Status | Should -BeIn 'Succeeded', 'Accepted' -Because $result.Message
        $result.Account | Should -Be $Account
    }

    It 'take an agency or a role beside keys in variables: <Provider>' -ForEach @(
        @{
            Provider = 'Tencent'; Account = 'qcs::cam::uin/100000000001:roleName/ops'
            Code     = { Reset-CloudInstancePassword -Provider Tencent -Region ap-guangzhou -InstanceId ins-linux002 -Password $password -Endpoint $sandbox.Address -Confirm:$false }
            Set      = { $env:TENCENTCLOUD_SECRET_ID = 'sandbox-tencent-id'; $env:TENCENTCLOUD_SECRET_KEY = 'sandbox-tencent-secret'; $env:TENCENTCLOUD_ROLE_ARN = 'qcs::cam::uin/100000000001:roleName/ops'; $env:TENCENTCLOUD_ROLE_SESSION_NAME = 'ci' }
        }
        @{
            Provider = 'Huawei'; Account = 'iam::sandbox-domain:agency:ops'
            Code     = { Set-DcsPassword -InstanceId 5a4db0c5-1111-4000-8000-000000000001 -Region cn-north-4 -Reset -NewPassword $password -Endpoint $sandbox.Address -Confirm:$false }
            Set      = { $env:HW_ACCESS_KEY = 'sandbox-huawei-id'; $env:HW_SECRET_KEY = 'sandbox-huawei-secret'; $env:HW_ASSUME_ROLE_AGENCY_NAME = 'ops'; $env:HW_ASSUME_ROLE_DOMAIN_NAME = 'sandbox-domain' }
        }
    ) {
        . $Set
        $result = . $Code
        $result.Status | Should -BeIn 'Succeeded', 'Accepted' -Because $result.Message
        $result.Account | Should -Be $Account
    }

    It 'that cannot be assumed send nothing for the target: <Title>' -ForEach @(
        @{ Title = 'no trust'; With = @{ ram_role_arn = 'acs:ram::1234567890123456:role/closed' }; Id = 'AuthenticationFailed'; Text = '*Name the caller in the role''s trust policy*' }
        @{ Title = 'no role'; With = @{ ram_role_arn = 'acs:ram::1234567890123456:role/none' }; Id = 'AuthenticationFailed'; Text = '*The role does not exist. Check the account id*' }
        @{ Title = 'wrong secret'; With = @{ ram_role_arn = 'acs:ram::1234567890123456:role/ops'; access_key_secret = 'wrong' }; Id = 'AuthenticationFailed'; Text = '*Check the access key id and its secret.*' }
        @{ Title = 'too long'; With = @{ ram_role_arn = 'acs:ram::1234567890123456:role/ops'; expired_seconds = 7200 }; Id = 'AuthenticationFailed'; Text = '*maximum session duration. Set a shorter one*' }
        @{ Title = 'duration'; With = @{ ram_role_arn = 'acs:ram::1234567890123456:role/ops'; expired_seconds = 60 }; Id = 'CredentialNotFound'; Text = '*expired_seconds is ''60''; set it to 900 to 43200 seconds*' }
        @{ Title = 'cycle'; With = @{ mode = 'ChainableRamRoleArn'; source_profile = 'x'; ram_role_arn = 'acs:ram::1234567890123456:role/ops' }; Id = 'CredentialNotFound'; Text = '*form a cycle (x*x); set source_profile*' }
        @{ Title = 'no file'; With = @{ mode = 'OIDC'; ram_role_arn = 'acs:ram::1234567890123456:role/ops'; oidc_provider_arn = 'acs:ram::1:oidc-provider/p'; oidc_token_file = '/no/such/token' }; Id = 'CredentialNotFound'; Text = '*the token file in oidc_token_file does not exist; have the pipeline write*' }
        @{ Title = 'logon'; With = @{ mode = 'CloudSSO' }; Id = 'CredentialNotFound'; Text = '*run ''aliyun configure --profile x''*' }
    ) {
        $one = @{ name = 'x'; mode = 'RamRoleArn' }
        foreach ($key in $With.Keys) { $one[$key] = $With[$key] }
        Write-Profile $one
        { Reset-CloudInstancePassword @target -ProfileName x } | Should -Throw -ErrorId "$Id,*" -ExpectedMessage $Text
        Get-Action | Where-Object { $_ -ne 'AssumeRole' } | Should -BeNullOrEmpty
    }

    It 'reject a token that is <Title>' -ForEach @(
        @{ Title = 'expired'; With = @{ Seconds = -1; Subject = 'sc://sandbox/passwords/expired' }; Text = '*The token in the file has expired. Have the pipeline write a new one.*' }
        @{ Title = 'for another audience'; With = @{ Audience = 'x' }; Text = '*The audience of the token is no client id*' }
        @{ Title = 'for another subject'; With = @{ Subject = 'sc://x' }; Text = '*The role does not trust this token.*' }
        @{ Title = 'forged'; With = @{ Forged = $true; Subject = 'sc://sandbox/passwords/forged' }; Text = '*The token was not signed by the issuer*' }
    ) {
        $token = Write-Token @With
        Set-TokenVariable
        $failure = { Reset-CloudInstancePassword @target } | Should -Throw -ErrorId 'AuthenticationFailed,*' -ExpectedMessage $Text -PassThru
        Find-Leak 'the error' (ConvertTo-ShownText $failure) (Get-SecretForm $token) | Should -BeNullOrEmpty
        Get-Action | Should -Be 'AssumeRoleWithOIDC'
    }

    It 'are renewed when the provider ends the session, and stay the same account' {
        Write-Profile @{ name = 'ops'; mode = 'RamRoleArn'; ram_role_arn = $arn; expired_seconds = 900 }
        $first = Reset-CloudInstancePassword @target -ProfileName ops
        Invoke-SandboxControl $sandbox clock -Method Post -Body @{ advanceSeconds = 901 } | Out-Null
        $second = Reset-CloudInstancePassword @target -ProfileName ops
        $first.Status, $second.Status | Should -Be 'Succeeded', 'Succeeded' -Because $second.Message
        $second.Account | Should -Be $first.Account
        Get-Action | Where-Object { $_ -eq 'AssumeRole' } | Should -HaveCount 2
    }

    It 'that cannot be renewed fail the targets with the reason' {
        Write-Token -Subject 'sc://sandbox/passwords/renewed' | Out-Null
        Set-TokenVariable
        (Reset-CloudInstancePassword @target).Status | Should -Be 'Succeeded'
        Invoke-SandboxControl $sandbox clock -Method Post -Body @{ advanceSeconds = 3700 } | Out-Null
        $result = Reset-CloudInstancePassword @target -ErrorAction SilentlyContinue
        $result.Status | Should -Be 'Failed'
        $result.ErrorId | Should -Be 'AuthenticationFailed'
        $result.Message | Should -BeLike '*could not be renewed: *The token in the file has expired. Have the pipeline write a new one.'
        Get-Action | Where-Object { $_ -eq 'ModifyInstanceAttribute' } | Should -HaveCount 1 -Because 'nothing was sent with the second command'
    }

    It 'are assumed once for all runspaces of a process' {
        Write-Profile @{ name = 'ops'; mode = 'RamRoleArn'; ram_role_arn = $arn }
        $shells = foreach ($number in 1..3) {
            $shell = [powershell]::Create()
            $script = { param($Module, $Target) Import-Module $Module; Reset-CloudInstancePassword @Target -ProfileName ops }
            $null = $shell.AddScript($script).AddArgument($env:PASSWORDCMDLETS_MODULE).AddArgument($target)
            @{ Shell = $shell; Wait = $shell.BeginInvoke() }
        }

        $results = foreach ($one in $shells) {
            $one.Shell.EndInvoke($one.Wait)
            $one.Shell.Dispose()
        }

        $results.Status | Should -Be @('Succeeded', 'Succeeded', 'Succeeded')
        Get-Action | Where-Object { $_ -eq 'AssumeRole' } | Should -HaveCount 1
    }

    It 'show no secret and no token in any stream, the report or a URL' {
        $token = Write-Token
        Set-TokenVariable
        $report = Join-Path $TestDrive 'roles.jsonl'
        $all = Reset-CloudInstancePassword @target -Verbose -Debug -ReportPath $report *>&1

        $forms = @(Get-SecretForm $token) + @(Get-SecretForm 'sandbox-session-')
        $everything = (ConvertTo-ShownText $all) + [System.IO.File]::ReadAllText($report) + ((Get-SandboxRequest $sandbox | ForEach-Object { $_.url }) -join "`n")
        Find-Leak 'something' $everything $forms | Should -BeNullOrEmpty
        Find-Leak 'something' $everything $arn | Should -Not -BeNullOrEmpty
    }

    It 'show no token that the provider quotes' {
        $token = Write-Token -Subject 'sc://sandbox/passwords/quoted'
        Set-TokenVariable
        $quoted = @{ kind = 'refuse'; provider = 'alibaba'; action = 'AssumeRoleWithOIDC'; code = 'AuthenticationFail.Odd'; message = "##vso[x] bad $token " + ((Get-SecretForm $token) -join ' ') }
        Invoke-SandboxControl $sandbox faults -Method Post -Body $quoted | Out-Null
        try {
            $failure = { Reset-CloudInstancePassword @target } | Should -Throw -ErrorId 'AuthenticationFailed,*' -ExpectedMessage '*AuthenticationFail.Odd*trust policy*' -PassThru
        }
        finally {
            Invoke-SandboxControl $sandbox faults -Method Delete | Out-Null
        }

        $text = ConvertTo-ShownText $failure
        Find-Leak 'the error' $text (@(Get-SecretForm $token) + $token.Split('.')) | Should -BeNullOrEmpty
        $text | Should -Not -Match '##vso'
    }

    It 'cannot change a password of their own' {
        Write-Profile @{ name = 'ops'; mode = 'RamRoleArn'; ram_role_arn = $arn }
        $result = Set-RamUserPassword -OldPassword (ConvertTo-TestSecret 'Sandbox-Alice-1') -NewPassword $password -ProfileName ops -Endpoint $sandbox.Address -Confirm:$false -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
        $result.ErrorId | Should -Be 'AccessDenied'
        $result.Message | Should -BeLike "Nothing was sent: the credential is a session of the role $arn, and only a RAM user can change its own password*"
        Get-Action | Should -Not -Contain 'ChangePassword'
    }

    It 'are assumed at the provider, not at an -Endpoint of another machine' {
        Write-Profile @{ name = 'ops'; mode = 'RamRoleArn'; ram_role_arn = $arn; sts_endpoint = 'sts.evil.example' }
        $other = $target.Clone()
        $other.Endpoint = 'https://ecs.example'
        { Reset-CloudInstancePassword @other -ProfileName ops } | Should -Throw -ErrorId 'CredentialNotFound,*' -ExpectedMessage '*sts.evil.example, is not an https service host of Alibaba*'
        Get-Action | Should -BeNullOrEmpty
    }
}

Describe 'Many accounts in one pipeline' {
    BeforeEach {
        Invoke-SandboxControl $sandbox requests -Method Delete | Out-Null
        $closed = @{ name = 'closed'; mode = 'RamRoleArn'; ram_role_arn = 'acs:ram::1234567890123456:role/closed' }
        Write-Profile @{ name = 'ops'; mode = 'RamRoleArn'; ram_role_arn = $arn }, $closed, @{ name = 'key'; mode = 'AK' }, @{ name = 'two words'; mode = 'AK' }
        $script:many = @{ Password = $password; Region = 'cn-hangzhou'; Endpoint = $sandbox.Address; Confirm = $false; WarningAction = 'SilentlyContinue'; ErrorAction = 'SilentlyContinue' }

        function New-Target {
            param([object]$ProfileName, [string]$InstanceId)

            [pscustomobject]@{ Provider = 'Alibaba'; InstanceId = $InstanceId; ProfileName = $ProfileName }
        }
    }

    AfterEach {
        $names | ForEach-Object { Remove-Item -LiteralPath "env:$_" -ErrorAction Ignore }
    }

    It 'sign each target by its own account' {
        $results = (New-Target ops i-bp1sandbox00000000a1), (New-Target key i-bp1sandbox00000000a2), (New-Target 'two words' i-bp1sandbox00000000c1) | Reset-CloudInstancePassword @many
        ($results | Sort-Object InstanceId).Account | Should -Be $arn, 'sandbox-alice-id', 'sandbox-alice-id'
        ($results | Sort-Object InstanceId).ProfileName | Should -Be 'ops', 'key', 'two words'
        $results.Status | Should -Be @('Succeeded', 'Succeeded', 'Succeeded')
        $sent = Get-SandboxRequest $sandbox '^ModifyInstanceAttribute'
        ($sent | Where-Object { $_.targetIds -contains 'i-bp1sandbox00000000a1' }).accessKeyId | Should -BeLike 'STS.*'
        ($sent | Where-Object { $_.targetIds -contains 'i-bp1sandbox00000000a2' }).accessKeyId | Should -Be 'sandbox-alice-id'
    }

    It 'fail the targets of a profile that cannot be used, which is asked for once, and go on with the others' {
        $results = (New-Target closed i-bp1sandbox00000000a1), (New-Target closed i-bp1sandbox00000000a2), (New-Target gone i-bp1sandbox00000000c1), (New-Target ops i-bp1sandbox00000000b1) |
            Reset-CloudInstancePassword @many
        ($results | Where-Object ProfileName -EQ closed).ErrorId | Should -Be 'AuthenticationFailed', 'AuthenticationFailed'
        ($results | Where-Object ProfileName -EQ gone).ErrorId | Should -Be 'CredentialNotFound'
        ($results | Where-Object ProfileName -EQ ops).Status | Should -Be 'Succeeded'
        Get-SandboxRequest $sandbox '^AssumeRole' | Where-Object { $_.status -ne 200 } | Should -HaveCount 1
    }

    It 'fail a record without a profile alone, once another was sent, also where the provider is that of the command' {
        $records = (New-Target ops i-bp1sandbox00000000a1), (New-Target '' i-bp1sandbox00000000c1), (New-Target ops i-bp1sandbox00000000a2) |
            Select-Object InstanceId, ProfileName
        $results = $records | Reset-CloudInstancePassword @many -Provider Alibaba -NoInstanceRole
        ($results | Sort-Object InstanceId).Status | Should -Be 'Succeeded', 'Succeeded', 'Failed'
        ($results | Where-Object Status -EQ Failed).ErrorId | Should -Be 'CredentialNotFound'
    }

    It 'stay in a result that was never sent' {
        $weak = $many.Clone()
        $weak.Password = ConvertTo-TestSecret 'weak'
        $record = New-Target ops i-bp1sandbox00000000a1
        ($record | Reset-CloudInstancePassword @weak).ProfileName | Should -Be 'ops'
        $record.Provider = 'Elsewhere'
        ($record | Reset-CloudInstancePassword @many).ProfileName | Should -Be 'ops'
    }

    It 'change a target that two profiles of one account name once' {
        $results = (New-Target key i-bp1sandbox00000000a1), (New-Target 'two words' i-bp1sandbox00000000a1) | Reset-CloudInstancePassword @many
        $results.ErrorId | Where-Object { $_ } | Should -Be 'DuplicateTarget'
    }

    # An error shows the line of the script, so the text is put together.
    It 'show no text of a property that is no name: <_>' -ForEach '{0};x', '{{"p":"{0}"}}', "{0}`nx" {
        $text = 'S3C' + 'R3T'
        $results = (New-Target ($_ -f $text) i-bp1sandbox00000000a1), (New-Target @{ Password = $text } i-bp1sandbox00000000a1) | Reset-CloudInstancePassword @many -ErrorVariable problems
        $results.ErrorId | Should -Be 'InvalidTarget', 'InvalidTarget'
        $results[0].Message | Should -BeLike '*the ProfileName is invalid*It is not shown*'
        Find-Leak 'something' ((ConvertTo-ShownText $results) + (ConvertTo-ShownText $problems)) $text | Should -BeNullOrEmpty
        Get-Action | Should -BeNullOrEmpty
    }

    It 'use the credential of the command without a ProfileName, and let -AccessKey take precedence' {
        $key = Get-SandboxKey alibaba
        $results = (New-Target '' i-bp1sandbox00000000a1), (New-Target ops i-bp1sandbox00000000a2) | Reset-CloudInstancePassword @many -AccessKey $key
        $results.Account | Should -Be @('sandbox-alibaba-id', 'sandbox-alibaba-id')
        $results.ProfileName | Where-Object { $_ } | Should -BeNullOrEmpty
    }

    It 'continue with the same account: Wait-CloudPasswordReset and a report' {
        $report = Join-Path $TestDrive 'many.jsonl'
        (New-Target closed i-bp1sandbox00000000a1), (New-Target ops i-bp1sandbox00000000b1) | Reset-CloudInstancePassword @many -ReportPath $report | Out-Null
        $left = Get-CloudPasswordReport $report -Resumable
        $left.ProfileName | Should -Be 'closed'
        $accepted = Set-EcsVncPassword -InstanceId i-bp1sandbox00000000b1 -Password (ConvertTo-TestSecret 'Vnc9Zq') -Restart -ProfileName ops -Region cn-hangzhou -Endpoint $sandbox.Address -Confirm:$false -WarningAction SilentlyContinue
        $accepted.ProfileName | Should -Be 'ops'
        Invoke-SandboxControl $sandbox requests -Method Delete | Out-Null
        ($accepted | Wait-CloudPasswordReset -Endpoint $sandbox.Address -WarningAction SilentlyContinue).Status | Should -Be 'Succeeded'
        Get-SandboxRequest $sandbox '^Describe' | ForEach-Object { $_.accessKeyId } | Should -BeLike 'STS.*'
    }

    It 'return a result unchanged when its profile cannot be used' {
        $accepted = [PasswordCmdlets.PasswordChangeResult]@{ Provider = 'Alibaba'; Resource = 'EcsVnc'; InstanceId = 'i-bp1sandbox00000000b1'; Region = 'cn-hangzhou'; Status = 'Accepted'; RequestId = 'r'; ProfileName = 'closed' }
        $result = $accepted | Wait-CloudPasswordReset -Endpoint $sandbox.Address -ErrorAction SilentlyContinue -ErrorVariable problems -WarningAction SilentlyContinue
        $result.Status | Should -Be 'Accepted'
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'AuthenticationFailed,*'
    }

    It 'name the profile in the question about a target' {
        $text = New-Target ops i-bp1sandbox00000000a1 | Reset-CloudInstancePassword -Password $password -Region cn-hangzhou -Endpoint $sandbox.Address -Verbose -Confirm:$false -WarningAction SilentlyContinue 4>&1 | ForEach-Object { "$_" }
        $text | Should -Contain 'Reset the password of the default administrator on Alibaba ECS instance i-bp1sandbox00000000a1 in cn-hangzhou, with the profile ops'
    }

    It 'are checked each by Test-CloudPasswordTarget' {
        $tested = (New-Target closed i-bp1sandbox00000000a1), (New-Target ops i-bp1sandbox00000000a2), (New-Target 'two words' i-bp1sandbox00000000c1) |
            Test-CloudPasswordTarget -Region cn-hangzhou -Endpoint $sandbox.Address -WarningAction SilentlyContinue
        ($tested | Where-Object ProfileName -EQ closed).Problem | Should -Be 'AuthenticationFailed'
        ($tested | Where-Object ProfileName -NE closed).Ready | Should -Be @($true, $true)
    }

    It 'generate passwords for the RAM users of one account only' {
        $results = [pscustomobject]@{ UserName = 'bob'; ProfileName = 'ops' }, [pscustomobject]@{ UserName = 'bob'; ProfileName = 'key' } |
            Set-RamUserPassword -GeneratePassword -AllowUnstored -Endpoint $sandbox.Address -Confirm:$false -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
        ($results | Where-Object ProfileName -EQ ops).Status | Should -Be 'Succeeded'
        ($results | Where-Object ProfileName -EQ key).Message | Should -BeLike '*Run it once for each profile.'
    }
}
