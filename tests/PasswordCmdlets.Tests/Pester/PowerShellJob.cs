using System.Collections.Generic;

namespace PasswordCmdlets.Tests.Pester;

/// <summary>What a worker runs; tests/Pester/Invoke-Worker.ps1 reads it.</summary>
internal sealed record PowerShellJob
{
    /// <summary>The path of a script; null with <see cref="Command"/>.</summary>
    public string? Script { get; init; }

    /// <summary>The script's parameters.</summary>
    public IReadOnlyDictionary<string, string> Arguments { get; init; } = new Dictionary<string, string>();

    /// <summary>The script's input.</summary>
    public string? Input { get; init; }

    /// <summary>The text of a command; null with <see cref="Script"/>.</summary>
    public string? Command { get; init; }

    /// <summary>All its environment variables, each as <c>NAME=value</c>; null for those of the worker.</summary>
    public IReadOnlyList<string>? Environment { get; init; }
}
