using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Tests;

/// <summary>Programs that the tests run. None of them outlives its time, nor can what it leaves behind keep the test waiting.</summary>
internal static class ChildProcess
{
    private static readonly TimeSpan LongestToDrain = TimeSpan.FromSeconds(20);

    /// <summary>Where PATH has a program (named as on Unix); null where it has none.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program))
        .FirstOrDefault(File.Exists);

    /// <summary>Runs a program without standard input; returns its exit code and what it wrote to both streams.</summary>
    /// <exception cref="TimeoutException">It did not end in time; it and what it started were killed.</exception>
    public static async Task<(int ExitCode, string Output)> RunAsync(ProcessStartInfo start, TimeSpan longest,
        CancellationToken cancellationToken)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        StringBuilder output = new();
        List<Task> ends = [];
        using Process process = new() { StartInfo = start };
        TaskCompletionSource exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => exited.TrySetResult();
        process.OutputDataReceived += Collect(output, ends);
        process.ErrorDataReceived += Collect(output, ends);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(longest);
        try
        {
            // Not WaitForExitAsync: it waits for the ends of the streams as well, which a grandchild may hold open.
            await exited.Task.WaitAsync(patience.Token);
            await Task.WhenAny(Task.WhenAll(ends), Task.Delay(LongestToDrain, patience.Token));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{start.FileName} did not end within {longest}:\n{Text(output)}");
        }

        return (process.ExitCode, Text(output));
    }

    private static DataReceivedEventHandler Collect(StringBuilder output, List<Task> ends)
    {
        TaskCompletionSource end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ends.Add(end.Task);
        return (_, line) =>
        {
            if (line.Data is null)
            {
                end.TrySetResult();
                return;
            }

            lock (output)
            {
                output.AppendLine(line.Data);
            }
        };
    }

    private static string Text(StringBuilder output)
    {
        lock (output)
        {
            return output.ToString();
        }
    }
}
