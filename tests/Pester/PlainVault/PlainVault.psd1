@{
    ModuleVersion     = '1.0.0'
    GUID              = '3f1d0c52-7b7e-4b1c-9d0a-6c2e8a4f1b90'
    Author            = 'The PasswordCmdlets authors'
    Description       = 'A vault for tests that keeps no metadata. Not for real secrets.'
    NestedModules     = @('./PlainVault.Extension')
    FunctionsToExport = @()
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
    PrivateData       = @{ PSData = @{ Tags = @('SecretManagement') } }
}
