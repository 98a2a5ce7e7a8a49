@{
    ModuleVersion     = '0.0.1'
    RootModule        = 'Microsoft.PowerShell.SecretManagement.psm1'
    GUID              = '0c7d8e0b-6d3f-4f0e-9a58-2f6a1f5f7a40'
    Author            = 'The PasswordCmdlets authors'
    Description       = 'Stands in for Microsoft.PowerShell.SecretManagement in tests, where that is not installed. Not for real secrets.'
    FunctionsToExport = @('Register-SecretVault', 'Unregister-SecretVault', 'Get-SecretVault', 'Get-Secret', 'Get-SecretInfo', 'Set-Secret', 'Set-SecretInfo', 'Remove-Secret')
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
