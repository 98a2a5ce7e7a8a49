@{
    RootModule             = if ($PSEdition -eq 'Core') { 'net8.0/PasswordCmdlets.dll' } else { 'net472/PasswordCmdlets.dll' }
    ModuleVersion          = '0.1.0'
    GUID                   = '6f0c2a0e-53f0-4f0c-9d3c-0d2f7c1c6a3b'
    Author                 = 'The PasswordCmdlets authors'
    CompanyName            = 'The PasswordCmdlets authors'
    Copyright              = '(c) 2026 The PasswordCmdlets authors. MIT License.'
    Description            = 'Changes passwords on Alibaba Cloud (ECS, ECS VNC, RAM users), Tencent Cloud CVM and Lighthouse, Huawei Cloud ECS and DCS, and Zenlayer: in bulk, with -WhatIf, and without losing or leaking one.'
    PowerShellVersion      = if ($PSEdition -eq 'Core') { '7.4' } else { '5.1' }
    CompatiblePSEditions   = @('Core', 'Desktop')
    DotNetFrameworkVersion = '4.7.2'
    FormatsToProcess       = @('PasswordCmdlets.Format.ps1xml')
    FunctionsToExport      = @()
    AliasesToExport        = @()
    VariablesToExport      = @()
    CmdletsToExport        = @(
        'Confirm-CloudPassword'
        'Export-CloudPasswordReport'
        'Get-CloudCredential'
        'Get-CloudPasswordPolicy'
        'Get-CloudPasswordReport'
        'Get-CloudPasswordSecret'
        'Get-CloudPasswordTarget'
        'New-CloudPassword'
        'Read-CloudPassword'
        'Reset-CloudInstancePassword'
        'Restore-CloudPassword'
        'Set-DcsPassword'
        'Set-EcsVncPassword'
        'Set-RamUserPassword'
        'Test-CloudPassword'
        'Test-CloudPasswordTarget'
        'Wait-CloudPasswordReset'
    )
    PrivateData            = @{
        PSData = @{
            Tags         = @('Password', 'Security', 'Cloud', 'AlibabaCloud', 'TencentCloud', 'HuaweiCloud', 'Zenlayer', 'ECS', 'CVM', 'RAM', 'DCS', 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://github.com/passwordcmdlets/PasswordCmdlets/blob/main/LICENSE'
            ProjectUri   = 'https://github.com/passwordcmdlets/PasswordCmdlets'
            ReleaseNotes = 'https://github.com/passwordcmdlets/PasswordCmdlets/blob/main/CHANGELOG.md'
        }
    }
}
