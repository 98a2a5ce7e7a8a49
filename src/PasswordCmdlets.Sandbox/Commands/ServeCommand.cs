using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Sandbox.Faults;
using PasswordCmdlets.Sandbox.Seeds;

namespace PasswordCmdlets.Sandbox.Commands;

/// <summary><c>serve</c>: runs a sandbox until Ctrl+C.</summary>
internal static class ServeCommand
{
    private const int DefaultPort = 5080;

    /// <summary>How long an operation takes when a person tries the sandbox: long enough to be seen.</summary>
    private const int OperationMilliseconds = 2000;

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">What follows <c>serve</c>.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        SandboxOptions options;
        try
        {
            options = Parse(arguments);
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or UnauthorizedAccessException or JsonException)
        {
            await Console.Error.WriteLineAsync($"{exception.Message}\n\n{Program.Usage}");
            return 2;
        }

        using CancellationTokenSource stop = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            await using SandboxServer server = await SandboxServer.StartAsync(options, stop.Token);
            await Console.Out.WriteLineAsync($"Listening on {server.BaseAddress.GetLeftPart(UriPartial.Authority)}");
            await Console.Out.WriteAsync(KeyTable.Describe([.. server.State.Keys.All]));
            await Console.Out.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 0;
        }
        catch (ArgumentException exception)
        {
            await Console.Error.WriteLineAsync($"The seed contradicts itself: {exception.Message}");
            return 2;
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            await Console.Error.WriteLineAsync($"Port {options.Port} cannot be opened: {exception.Message}");
            return 1;
        }

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>Reads the arguments of the command.</summary>
    /// <param name="arguments">What follows <c>serve</c>.</param>
    /// <exception cref="ArgumentException">One is not known, or has an invalid value.</exception>
    public static SandboxOptions Parse(IReadOnlyList<string> arguments)
    {
        SandboxOptions options = new() { Port = DefaultPort };
        SandboxSeed seed = ForPeople(SandboxSeed.Default);
        bool enforcesRates = false;
        for (int i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--port":
                    options = options with { Port = Port(Value(arguments, ref i)) };
                    break;
                case "--seed":
                    seed = SandboxSeed.Parse(File.ReadAllText(Value(arguments, ref i)));
                    break;
                case "--clock":
                    options = options with { HasVirtualClock = IsVirtual(Value(arguments, ref i)) };
                    break;
                case "--log":
                    options = options with { LogCapacity = Count(Value(arguments, ref i)) };
                    break;
                case "--allow-host":
                    options = options with { AllowedHosts = [.. options.AllowedHosts, Value(arguments, ref i)] };
                    break;
                case "--published-rates":
                    enforcesRates = true;
                    break;
                case "--record-parameters":
                    options = options with { RecordsParameters = true };
                    break;
                default:
                    throw new ArgumentException($"There is no option '{arguments[i]}'.");
            }
        }

        return options with { Seed = enforcesRates ? seed with { Quotas = [.. seed.Quotas, .. PublishedRates.All] } : seed };
    }

    private static SandboxSeed ForPeople(SandboxSeed seed) => seed with
    {
        Alibaba = seed.Alibaba! with { Options = new() { RestartMilliseconds = OperationMilliseconds } },
        Huawei = seed.Huawei! with { Options = new() { RestartMilliseconds = OperationMilliseconds } },
        Tencent = seed.Tencent! with { Options = new() { OperationMilliseconds = OperationMilliseconds } },
    };

    private static string Value(IReadOnlyList<string> arguments, ref int index) =>
        ++index < arguments.Count ? arguments[index] : throw new ArgumentException($"{arguments[index - 1]} needs a value.");

    private static int Port(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
            ? port
            : throw new ArgumentException($"'{text}' is not a port.");

    private static int Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? count
            : throw new ArgumentException($"'{text}' is not a count.");

    private static bool IsVirtual(string text) => text switch
    {
        "virtual" => true,
        "real" => false,
        _ => throw new ArgumentException($"The clock is either real or virtual, not '{text}'."),
    };
}
