using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Tests.Pester;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace PasswordCmdlets.Tests.Pester;

/// <summary>
/// Starts the tests that take longest before the others, so that none of them runs alone at the end. They come last in the list: xunit
/// makes a task of each collection, and the thread pool starts the task first that was queued last.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
    [
        "Leaks", "AzurePipelinesTaskTests", "Examples", "Transcripts", "Brakes", "Killed", "VaultRuns", "Logging", "InteropTests",
        "UntrustedText", "GeneratePassword", "NetFrameworkTests", "Serialization", "EcsReset", "ExampleProvider",
    ];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderByDescending(Rank)];

    private static int Rank<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection
    {
        // The name of a class's collection is: Test collection for namespace.class (id: …).
        int rank = Array.FindIndex(Longest, name => collection.TestCollectionDisplayName.Contains($".{name} ", StringComparison.Ordinal));
        return rank < 0 ? Longest.Length : rank;
    }
}
