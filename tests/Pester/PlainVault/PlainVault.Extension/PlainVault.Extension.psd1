@{
    ModuleVersion     = '1.0.0'
    RootModule        = 'PlainVault.Extension.psm1'
    GUID              = '8b0f6f0e-1f57-4a38-9a45-0d5e7c9b2a11'
    FunctionsToExport = @('Get-Secret', 'Get-SecretInfo', 'Set-Secret', 'Remove-Secret', 'Test-SecretVault')
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
