#!/usr/bin/env bash
# The shell twin of build.ps1: build.sh <build|test|test-windows [files]|fuzz [targets] [seconds]|explore [schedules]|demo|pack [publisher]|pack-module|pack-extension [publisher]|bench|mutate [part]>
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# Ends with what happened and what to do.
fail() {
    echo "$1" >&2
    exit 1
}

# Sets shell to the command of a PowerShell 7.4 or later: the pwsh on PATH, else the tool that .config/dotnet-tools.json pins.
find_shell() {
    local output
    if command -v pwsh >/dev/null 2>&1; then
        output=$(pwsh --version 2>&1) && [[ $output =~ ^PowerShell\ ([0-9]+)\.([0-9]+) ]] ||
            fail "The pwsh on PATH, $(command -v pwsh), does not start: ${output%%$'\n'*}. Repair it, or remove it from PATH."
        if ((BASH_REMATCH[1] > 7 || (BASH_REMATCH[1] == 7 && BASH_REMATCH[2] >= 4))); then
            shell=(pwsh)
            return
        fi
    fi

    output=$(dotnet tool restore 2>&1) ||
        fail "There is no pwsh 7.4 or later on PATH, and 'dotnet tool restore' could not download one. Connect to the network, or install PowerShell. dotnet wrote: $output"
    shell=(dotnet tool run pwsh --)
}

output=$(dotnet --version 2>&1) ||
    fail "PasswordCmdlets needs the .NET SDK 10.0 or later: https://dotnet.microsoft.com/download. dotnet wrote: $output"

task=$(tr '[:upper:]' '[:lower:]' <<<"${1:-build}")
case "$task" in
build)
    dotnet build PasswordCmdlets.sln
    ;;
test)
    dotnet test PasswordCmdlets.sln
    ;;
test-windows)
    # The Pester suite, or the files of it that match, in PowerShell for Windows under Wine. On Windows itself, build.ps1 -Task Test runs it.
    export PASSWORDCMDLETS_TEST_FILES=${2:-*}
    dotnet run --project tests/PasswordCmdlets.Windows.Tests -- -explicit only -showLiveOutput
    ;;
fuzz)
    # Each target, or those that match, for five minutes or the seconds given. Findings are written to artifacts/fuzzing.
    dotnet run --configuration Release --project tests/PasswordCmdlets.Fuzzing -- run "${2:-*}" "${3:-300}"
    ;;
explore)
    # The interleavings of the run, many more than dotnet test explores: so many schedules of each kind for each scenario.
    export PASSWORDCMDLETS_SCHEDULES=${2:-5000}
    dotnet run --configuration Release --project tests/PasswordCmdlets.Interleavings -- -class '*InterleavingTests' -showLiveOutput
    ;;
demo)
    echo 'Building the module and the sandbox; the first time this takes a minute.'
    find_shell
    dotnet build src/PasswordCmdlets/PasswordCmdlets.csproj --verbosity quiet --nologo
    dotnet build src/PasswordCmdlets.Sandbox/PasswordCmdlets.Sandbox.csproj --verbosity quiet --nologo
    "${shell[@]}" -NoProfile -File src/PasswordCmdlets.Sandbox/Tour/Demo.ps1
    ;;
pack | pack-module | pack-extension)
    if [[ $task != pack-extension ]]; then
        dotnet pack src/PasswordCmdlets/PasswordCmdlets.csproj --configuration Release
        dotnet pack src/PasswordCmdlets.Sandbox/PasswordCmdlets.Sandbox.csproj --configuration Release --output artifacts
    fi
    [[ $task != pack-module ]] || exit 0
    if command -v npm >/dev/null 2>&1; then
        # The Azure DevOps extension; its task carries the module of output/PasswordCmdlets.
        extension=src/AzurePipelinesTask
        rm -rf $extension/CloudPassword/PasswordCmdlets
        cp -R output/PasswordCmdlets $extension/CloudPassword/PasswordCmdlets
        cp LICENSE $extension/LICENSE
        npm --prefix $extension/CloudPassword ci --omit=dev --ignore-scripts --no-bin-links --no-audit --no-fund
        npm --prefix $extension ci --ignore-scripts --no-audit --no-fund
        npm --prefix $extension run pack ${2:+-- --publisher "$2"}
    else
        echo 'npm was not found on PATH: the Azure DevOps extension was not packed.'
    fi
    ;;
bench)
    dotnet build src/PasswordCmdlets/PasswordCmdlets.csproj --configuration Release
    dotnet run --configuration Release --project tests/PasswordCmdlets.Benchmarks -- "${@:2}"
    ;;
mutate)
    find_shell
    "${shell[@]}" -NoProfile -File tests/PasswordCmdlets.Core.Tests/Mutation/Invoke-Mutation.ps1 -Part "${2:-*}"
    ;;
*)
    echo "usage: build.sh <build|test|test-windows [files]|fuzz [targets] [seconds]|explore [schedules]|demo|pack [publisher]|pack-module|pack-extension [publisher]|bench|mutate [part]>" >&2
    exit 2
    ;;
esac
