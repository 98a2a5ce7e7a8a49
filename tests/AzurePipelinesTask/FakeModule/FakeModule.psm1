# Stands in for PasswordCmdlets where a test needs a password that the real generator never makes.
Import-Module $env:PASSWORDCMDLETS_MODULE -Cmdlet Export-CloudPasswordReport -Global

class FakeResult {
    [string]$Status = 'Succeeded'
    [string]$Provider = 'Tencent'
    [string]$InstanceId
    [string]$UserName
    [string]$Region
    [string]$Account
    [string]$ErrorId
    [string]$Message = "Set; | [link](x) <b> ``code`` ##vso[task.complete result=Succeeded;]`nsecond line"
    [pscredential]$Credential
}

function Reset-CloudInstancePassword {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'It changes nothing.')]
    [CmdletBinding(SupportsShouldProcess)]
    param([string]$Provider, [Parameter(ValueFromPipelineByPropertyName)][string]$InstanceId, [securestring]$Password, [switch]$GeneratePassword, [switch]$AllowUnstored, [switch]$Wait, [string]$OperatingSystem, [int]$ThrottleLimit, [string]$ReportPath)

    process {
        if ($env:TEST_EXPECTED) {
            if ([System.Net.NetworkCredential]::new('', $Password).Password -cne $env:TEST_EXPECTED) {
                throw 'It is another password.'
            }

            return [FakeResult]@{ InstanceId = $InstanceId }
        }

        $secret = [securestring]::new()
        $env:TEST_PASSWORD.ToCharArray() | ForEach-Object { $secret.AppendChar($_) }
        $null = $Provider, $GeneratePassword, $AllowUnstored, $Wait, $OperatingSystem, $ThrottleLimit, $ReportPath
        Write-Warning $(if ($env:TEST_WARNING) { $env:TEST_WARNING } else { 'A warning.' })
        [FakeResult]@{ InstanceId = $InstanceId; Credential = [pscredential]::new($InstanceId, $secret) }
        if ($env:TEST_HANGS) {
            [Console]::Out.WriteLine('It hangs.')
            Start-Sleep -Seconds 60
        }

        if ($env:TEST_FAILS) {
            throw "It ended early. $env:TEST_FAILS"
        }
    }
}
