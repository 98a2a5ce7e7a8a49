using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.IO.Pipes;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Tests.Pester;

/// <summary>A PowerShell that runs jobs one after the other (tests/Pester/Invoke-Worker.ps1), with a home folder of its own.</summary>
internal sealed class PowerShellWorker : IAsyncDisposable
{
    private static readonly TimeSpan LongestToStart = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestToEnd = TimeSpan.FromSeconds(20);

    private readonly string _endMarker = $"is the exit code of the job {Guid.NewGuid():N}";
    private readonly StringBuilder _output = new();
    private readonly Process _process;
    private readonly NamedPipeServerStream _pipe;
    private readonly string _home;
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _exitCode;
    private TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PowerShellWorker(Process process, NamedPipeServerStream pipe, string home)
    {
        _process = process;
        _pipe = pipe;
        _home = home;
    }

    /// <summary>Whether the process can run another job.</summary>
    public bool IsUsable { get; private set; } = true;

    /// <summary>Starts a worker.</summary>
    /// <param name="shell">The PowerShell.</param>
    /// <param name="sandboxes">The address of the service that starts sandboxes.</param>
    public static async Task<PowerShellWorker> StartAsync(PowerShellHost shell, Uri sandboxes)
    {
        string name = $"passwordcmdlets-{Guid.NewGuid():N}";
        string home = Directory.CreateTempSubdirectory("passwordcmdlets-home-").FullName;
        NamedPipeServerStream pipe = new(name, PipeDirection.Out, 1, PipeTransmissionMode.Byte,
            PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        Process process = new();
        PowerShellWorker worker = new(process, pipe, home);
        process.StartInfo = shell.Start("-File", Path.Combine(Repository.Root, "tests", "Pester", "Invoke-Worker.ps1"),
            "-PipeName", name, "-EndMarker", worker._endMarker);
        process.StartInfo.RedirectStandardInput = true;
        process.StartInfo.RedirectStandardOutput = true;
        process.StartInfo.RedirectStandardError = true;
        process.StartInfo.Environment[SandboxService.Variable] = sandboxes.AbsoluteUri;
        SetHome(process.StartInfo, home);
        process.OutputDataReceived += (_, line) => worker.Receive(line.Data);
        process.ErrorDataReceived += (_, line) => worker.Collect(line.Data);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => worker.End();
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using CancellationTokenSource patience = new(LongestToStart);
        Task connected = pipe.WaitForConnectionAsync(patience.Token);
        if (await Task.WhenAny(connected, worker._completed.Task) != connected || !connected.IsCompletedSuccessfully)
        {
            string output = worker.TakeOutput();
            await worker.DisposeAsync();
            throw new InvalidOperationException($"{shell.Path} ran no script within {LongestToStart}:\n{output}");
        }

        return worker;
    }

    /// <summary>Runs a job; returns its exit code and what it wrote.</summary>
    /// <exception cref="TimeoutException">It did not end in time; the process was killed.</exception>
    public async Task<(int ExitCode, string Output)> RunAsync(PowerShellJob job, TimeSpan longest, CancellationToken cancellationToken)
    {
        _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _exitCode = -1;
        byte[] line = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(job) + "\n");
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(longest);
        try
        {
            await _pipe.WriteAsync(line, patience.Token);
            await _pipe.FlushAsync(patience.Token);
            await _completed.Task.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException failure)
        {
            Kill();
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException($"{job.Script ?? job.Command} did not end within {longest}:\n{TakeOutput()}", failure);
        }
        catch (IOException)
        {
            // The process has ended; what it wrote says why.
            IsUsable = false;
        }

        if (IsUsable)
        {
            Empty(_home);
        }

        return (_exitCode, TakeOutput());
    }

    public async ValueTask DisposeAsync()
    {
        // The end of the pipe ends the worker.
        await _pipe.DisposeAsync();
        try
        {
            await _exited.Task.WaitAsync(LongestToEnd);
        }
        catch (TimeoutException)
        {
            Kill();
            await _exited.Task.WaitAsync(LongestToEnd);
        }

        _process.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    private void Receive(string? line)
    {
        if (line is not null && line.EndsWith(_endMarker, StringComparison.Ordinal))
        {
            ReadOnlySpan<char> exitCode = line.AsSpan(0, line.Length - _endMarker.Length);
            _exitCode = int.TryParse(exitCode, NumberStyles.Integer, CultureInfo.InvariantCulture, out int read) ? read : -1;
            _completed.TrySetResult();
        }
        else
        {
            Collect(line);
        }
    }

    private void Collect(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }

    private string TakeOutput()
    {
        lock (_output)
        {
            string text = _output.ToString();
            _output.Clear();
            return text;
        }
    }

    private void End()
    {
        IsUsable = false;
        _exited.TrySetResult();
        _completed.TrySetResult();
    }

    private void Kill()
    {
        IsUsable = false;
        _process.Kill(entireProcessTree: true);
    }

    // Its files: SecretManagement creates the folder of its registry once in a process.
    private static void Empty(string folder)
    {
        EnumerationOptions all = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (string file in Directory.EnumerateFiles(folder, "*", all))
        {
            File.Delete(file);
        }
    }

    // Registered vaults and the like are in the home folder. Files that run side by side, and the person who runs them,
    // each have their own.
    private static void SetHome(ProcessStartInfo start, string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            // On Windows no variable sets the home folder.
            return;
        }

        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string? modules = Environment.GetEnvironmentVariable("PSModulePath");
        start.Environment["HOME"] = folder;
        start.Environment["PSModulePath"] =
            $"{home}/.local/share/powershell/Modules{Path.PathSeparator}{modules}".TrimEnd(Path.PathSeparator);

        // What PowerShell keeps there makes it start faster.
        start.Environment["XDG_CACHE_HOME"] = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") ?? $"{home}/.cache";
    }
}
