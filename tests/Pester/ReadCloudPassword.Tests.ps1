# What a user is asked and shown, in a host whose user types what the test says.
BeforeAll {
    Import-Module $env:PASSWORDCMDLETS_MODULE -Force
    Import-Module $PSScriptRoot/Sandbox.psm1, $PSScriptRoot/Shell.psm1 -Force
    Import-TestType ScreenHost

    # The command's output, its streams and what the host showed.
    function Invoke-Reading {
        param([AllowEmptyString()][string[]]$Line, [hashtable]$Parameter)

        # With -Debug PowerShell asks after each warning; the user goes on.
        $secrets = [securestring[]]@($Line | ForEach-Object { if ($_) { ConvertTo-TestSecret $_ } else { [securestring]::new() } })
        $shown = [PasswordCmdlets.Tests.ScreenHost]::new($secrets, @(-1, -1))
        $state = [initialsessionstate]::CreateDefault2()
        $state.ImportPSModule($env:PASSWORDCMDLETS_MODULE)
        $runspace = [runspacefactory]::CreateRunspace($shown, $state)
        try {
            $runspace.Open()
            $shell = [powershell]::Create($runspace)
            $failure = $null
            $output = try { $shell.AddCommand('Read-CloudPassword').AddParameters($Parameter).AddParameter('Verbose').AddParameter('Debug').Invoke() } catch { $failure = $_.Exception.InnerException.ErrorRecord }
            [pscustomobject]@{
                Output    = $output
                Error     = $failure
                Shown     = $shown.Shown
                LinesRead = $shown.LinesRead
                Streams   = @($shell.Streams.Error; $shell.Streams.Warning; $shell.Streams.Verbose; $shell.Streams.Debug; $shell.Streams.Information) -join "`n"
            }
            $shell.Dispose()
        }
        finally {
            $runspace.Dispose()
        }
    }
}

Describe 'Read-CloudPassword' {
    It 'asks twice and returns a SecureString' {
        $read = Invoke-Reading -Line 'Cloud-Tour-12', 'Cloud-Tour-12' -Parameter @{ For = 'TencentLinux' }
        $read.Output | Should -BeOfType [securestring]
        [pscredential]::new('x', $read.Output[0]).GetNetworkCredential().Password | Should -BeExactly 'Cloud-Tour-12'
        $read.Shown | Should -BeLike '*New password: New password (again): *'
    }

    It 'asks for what -Prompt says' {
        (Invoke-Reading -Line 'Ecs123', 'Ecs123' -Parameter @{ For = 'EcsVnc'; Prompt = 'VNC' }).Shown | Should -BeLike '*VNC: VNC (again): *'
    }

    It 'asks both again when the entries differ' {
        $read = Invoke-Reading -Line 'Cloud-Tour-12', 'Cloud-Tour-13', 'Cloud-Tour-14', 'Cloud-Tour-14' -Parameter @{ For = 'Dcs' }
        $read.LinesRead | Should -Be 4
        $read.Shown | Should -BeLike '*The two entries differ*'
        [pscredential]::new('x', $read.Output[0]).GetNetworkCredential().Password | Should -BeExactly 'Cloud-Tour-14'
    }

    It 'checks the policy before it asks for the password again' {
        $read = Invoke-Reading -Line 'short', 'Cloud-Tour-12', 'Cloud-Tour-12' -Parameter @{ For = 'TencentLinux' }
        $read.LinesRead | Should -Be 3
        $read.Shown | Should -BeLike '*TencentLinux: 8 to 30 characters*See Test-CloudPassword -For TencentLinux.*'
        $read.Output | Should -HaveCount 1
    }

    It 'warns of what published rules disagree on, and takes it' {
        $read = Invoke-Reading -Line 'Cloud-Tour-123456789', 'Cloud-Tour-123456789' -Parameter @{ For = 'TencentLinux' }
        $read.Output | Should -HaveCount 1
        $read.Streams | Should -BeLike '*Use at most 16 characters*'
    }

    It 'ends with an error when nothing is entered' {
        foreach ($line in @(''), @('Cloud-Tour-12', '')) {
            $read = Invoke-Reading -Line $line -Parameter @{ For = 'Ram' }
            $read.Error.FullyQualifiedErrorId | Should -BeLike 'PasswordNotEntered,*'
            "$($read.Error)" | Should -Be 'No password was entered. Run the command again and enter one.'
            $read.Output | Should -BeNullOrEmpty
        }
    }

    It 'shows no entry in any stream or on the screen' {
        $read = Invoke-Reading -Line 'Pl4nted', 'Pl4nted-Tour-12', 'Pl4nted-Tour-13', 'Pl4nted-Tour-14', 'Pl4nted-Tour-14' -Parameter @{ For = 'TencentWindows' }
        $read.Output | Should -HaveCount 1
        "$($read.Shown)$($read.Streams)$($read.Error)" | Should -Not -Match 'Pl4nted'
    }

    It 'ends with an error that says what to do in a session that cannot ask' {
        $text = Invoke-PowerShell -NoProfile -NonInteractive -Command {
            Import-Module $env:PASSWORDCMDLETS_MODULE
            try { Read-CloudPassword -For Ram } catch { "$($_.FullyQualifiedErrorId): $_" }
        }
        "$text" | Should -BeLike '*NotInteractive,*This session cannot ask for a password. Read it from a vault with Get-Secret*'
    }
}
