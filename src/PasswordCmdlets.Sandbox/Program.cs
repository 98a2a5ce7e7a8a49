using System;
using System.Threading.Tasks;
using PasswordCmdlets.Sandbox.Commands;
using PasswordCmdlets.Sandbox.Seeds;

namespace PasswordCmdlets.Sandbox;

/// <summary>The command line.</summary>
internal static class Program
{
    /// <summary>How the command line is used.</summary>
    public const string Usage =
        """
        serve [--port 5080] [--seed file.json] [--clock real|virtual] [--log 10000] [--published-rates]
              [--record-parameters] [--allow-host name]...
            runs the sandbox on 127.0.0.1 until Ctrl+C; port 0 takes a free one
        seed
            prints the seed that serve starts with when none is given
        """;

    private static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["serve", .. string[] rest]:
                return await ServeCommand.RunAsync(rest);
            case ["seed"]:
                await Console.Out.WriteAsync(SandboxSeed.DefaultJson);
                return 0;
            default:
                await Console.Error.WriteLineAsync(Usage);
                return 2;
        }
    }
}
