@{
    ModuleVersion     = '1.0.0'
    GUID              = '3f6b4a5d-8a1f-4a53-9a86-6f3b4d0a7c11'
    Author            = 'The PasswordCmdlets authors'
    Description       = 'A vault for tests: a folder with one readable file for each secret. Not for real secrets.'
    NestedModules     = @('./TestVault.Extension')
    FunctionsToExport = @()
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
    PrivateData       = @{ PSData = @{ Tags = @('SecretManagement') } }
}
