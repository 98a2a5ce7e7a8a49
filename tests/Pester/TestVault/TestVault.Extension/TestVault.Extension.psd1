@{
    ModuleVersion     = '1.0.0'
    RootModule        = 'TestVault.Extension.psm1'
    GUID              = '5d0b7c1e-2d43-4c7e-8a4e-9f1f2b3c4d5e'
    FunctionsToExport = @('Get-Secret', 'Get-SecretInfo', 'Set-Secret', 'Set-SecretInfo', 'Remove-Secret', 'Test-SecretVault')
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
