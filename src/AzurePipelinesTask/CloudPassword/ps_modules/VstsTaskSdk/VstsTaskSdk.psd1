@{
    RootModule        = 'VstsTaskSdk.psm1'
    ModuleVersion     = '0.1.0'
    GUID              = 'f4b2b7a6-2a2b-4f0e-8a86-6a3f1f2c9f51'
    Author            = 'The PasswordCmdlets authors'
    Description       = 'The few functions of the task SDK that the agent and this task call.'
    PowerShellVersion = '5.1'
    FunctionsToExport = @('Invoke-VstsTaskScript', 'Get-VstsInput', 'Get-VstsEndpointParameter', 'Get-VstsEndpointData', 'Write-VstsTaskResult')
    CmdletsToExport   = @()
    AliasesToExport   = @()
    VariablesToExport = @()
}
