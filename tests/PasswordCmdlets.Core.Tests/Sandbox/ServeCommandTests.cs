using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Sandbox;

/// <summary>The sandbox as a person starts it: a process of its own.</summary>
public sealed class ServeCommandTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly CancellationTokenSource _patience =
        CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly List<Process> _started = [];

    public ServeCommandTests() => _patience.CancelAfter(Patience);

    private CancellationToken Ends => _patience.Token;

    /// <summary>Leaves no process behind, whatever the test ended with.</summary>
    public void Dispose()
    {
        foreach (Process process in _started)
        {
            process.Kill();
            process.Dispose();
        }

        _patience.Dispose();
    }

    [Fact]
    public async Task Serve_prints_its_address_and_keys_and_ends_on_request()
    {
        Process process = Start("serve", "--port", "0");
        string first = (await process.StandardOutput.ReadLineAsync(Ends))!;
        using HttpClient http = new() { BaseAddress = new Uri(first["Listening on ".Length..]) };
        using HttpResponseMessage health = await http.GetAsync("/_sandbox/health", Ends);
        string rest = await StopAsync(process);

        Assert.Matches("^Listening on http://127\\.0\\.0\\.1:[0-9]+$", first);
        Assert.True(health.IsSuccessStatusCode);
        Assert.Contains("$env:TENCENTCLOUD_SECRET_ID = 'sandbox-tencent-id'", rest, StringComparison.Ordinal);
        Assert.Contains("$env:ALIBABA_CLOUD_ACCESS_KEY_ID = 'sandbox-alibaba-id'", rest, StringComparison.Ordinal);
        Assert.Contains("$env:HUAWEICLOUD_SDK_AK = 'sandbox-huawei-id'", rest, StringComparison.Ordinal);
        Assert.Contains("$env:ZENLAYERCLOUD_ACCESS_KEY_PASSWORD = 'sandbox-zenlayer-secret'", rest, StringComparison.Ordinal);
        Assert.Contains("user alice", rest, StringComparison.Ordinal);
        Assert.Equal(OperatingSystem.IsWindows() ? -1 : 0, process.ExitCode);
    }

    [Fact]
    public async Task The_seed_that_is_printed_can_be_served()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            Process printed = Start("seed");
            string path = Path.Combine(folder, "seed.json");
            await File.WriteAllTextAsync(path, await printed.StandardOutput.ReadToEndAsync(Ends), Ends);
            Process process = Start("serve", "--published-rates", "--seed", path, "--clock", "virtual", "--port", "0", "--log", "5");
            string first = (await process.StandardOutput.ReadLineAsync(Ends))!;
            using HttpClient http = new() { BaseAddress = new Uri(first["Listening on ".Length..]) };
            string clock = await http.GetStringAsync("/_sandbox/clock", Ends);
            await StopAsync(process);

            Assert.Contains("\"isVirtual\": true", clock, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("serve", "--host", "0.0.0.0")]
    [InlineData("serve", "--port", "70000")]
    [InlineData("serve", "--port")]
    [InlineData("serve", "--clock", "sundial")]
    [InlineData("serve", "--seed", "no-such-file.json")]
    [InlineData("dance")]
    [InlineData]
    public async Task An_invalid_command_line_prints_the_usage(params string[] arguments)
    {
        Process process = Start(arguments);
        string error = await process.StandardError.ReadToEndAsync(Ends);
        await process.WaitForExitAsync(Ends);

        Assert.Equal(2, process.ExitCode);
        Assert.Contains("serve [--port 5080]", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_seed_that_contradicts_itself_is_an_error_and_no_crash()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string path = Path.Combine(folder, "seed.json");
            await File.WriteAllTextAsync(path, """{ "zenlayer": { "instances": [ {} ] } }""", Ends);
            Process process = Start("serve", "--seed", path, "--port", "0");
            string error = await process.StandardError.ReadToEndAsync(Ends);
            await process.WaitForExitAsync(Ends);

            Assert.Equal(2, process.ExitCode);
            Assert.StartsWith("The seed contradicts itself: An instance needs either an id or generate.", error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private Process Start(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "PasswordCmdlets.Sandbox.dll"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        Process process = Process.Start(start)!;
        _started.Add(process);
        return process;
    }

    private async Task<string> StopAsync(Process process)
    {
        if (OperatingSystem.IsWindows())
        {
            process.Kill();
        }
        else
        {
            // Not an interrupt: what a shell starts in the background never gets one, nor does anything that it starts.
            using Process kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync(Ends);
        }

        string output = await process.StandardOutput.ReadToEndAsync(Ends);
        await process.WaitForExitAsync(Ends);
        return output;
    }
}
