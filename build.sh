#!/usr/bin/env bash
# The shell twin of build.ps1: build.sh <build|test|test-windows|demo|pack|bench>
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

task=${1:-build}
case "${task,,}" in
build)
    dotnet build PasswordCmdlets.sln
    ;;
test)
    dotnet test PasswordCmdlets.sln
    ;;
test-windows)
    # The Pester suite in PowerShell for Windows under Wine. On Windows itself, build.ps1 -Task Test runs it.
    dotnet run --project tests/PasswordCmdlets.Windows.Tests -- -explicit only -showLiveOutput
    ;;
demo)
    dotnet build src/PasswordCmdlets/PasswordCmdlets.csproj --verbosity quiet --nologo
    dotnet build src/PasswordCmdlets.Sandbox/PasswordCmdlets.Sandbox.csproj --verbosity quiet --nologo
    if command -v pwsh >/dev/null 2>&1; then
        pwsh -NoProfile -File src/PasswordCmdlets.Sandbox/Tour/Demo.ps1
    else
        echo 'PowerShell (pwsh) was not found on PATH. The same tour, through the engine alone:'
        dotnet run --no-build --project src/PasswordCmdlets.Sandbox -- tour
    fi
    ;;
pack)
    dotnet pack src/PasswordCmdlets/PasswordCmdlets.csproj --configuration Release
    dotnet pack src/PasswordCmdlets.Sandbox/PasswordCmdlets.Sandbox.csproj --configuration Release --output artifacts
    if command -v npm >/dev/null 2>&1; then
        # The Azure DevOps extension; its task carries the module.
        extension=src/AzurePipelinesTask
        rm -rf $extension/CloudPassword/PasswordCmdlets
        cp -R output/PasswordCmdlets $extension/CloudPassword/PasswordCmdlets
        cp LICENSE $extension/LICENSE
        npm --prefix $extension/CloudPassword ci --omit=dev --no-bin-links --no-audit --no-fund
        npm --prefix $extension ci --no-audit --no-fund
        npm --prefix $extension run pack
    else
        echo 'npm was not found on PATH: the Azure DevOps extension was not packed.'
    fi
    ;;
bench)
    dotnet build src/PasswordCmdlets/PasswordCmdlets.csproj --configuration Release
    dotnet run --configuration Release --project tests/PasswordCmdlets.Benchmarks -- "${@:2}"
    ;;
*)
    echo "usage: build.sh <build|test|test-windows|demo|pack|bench>" >&2
    exit 2
    ;;
esac
