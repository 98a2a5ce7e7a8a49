# Runs a script, as pwsh -File would, with the sandbox as the endpoint of every cmdlet: Invoke-WithSandbox.ps1 <address> <script> <arguments>
$address, $script, $arguments = $args
Import-Module PasswordCmdlets
foreach ($name in (Get-Command -Module PasswordCmdlets | Where-Object { $_.Parameters.ContainsKey('Endpoint') }).Name) {
    $global:PSDefaultParameterValues["${name}:Endpoint"] = [uri]$address
}

$global:LASTEXITCODE = 0
$named = @{}
$values = [System.Collections.Generic.Queue[string]]::new([string[]]@($arguments | Where-Object { $_ }))
while ($values.Count -gt 0) {
    $name = $values.Dequeue().TrimStart('-')
    $named[$name] = if ($values.Count -gt 0 -and -not $values.Peek().StartsWith('-')) { $values.Dequeue() } else { $true }
}

& (Resolve-Path -LiteralPath $script) @named
exit $LASTEXITCODE
