using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Operations.Discovery;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.Discovery;

public sealed class RecentIdsTests
{
    private const int MostFirst = 2048;

    [Fact]
    public void A_target_is_new_once_in_a_page_and_the_page_after()
    {
        RecentIds ids = new();

        Assert.Equal(["a", "b"], New(ids, "a", "b", "a"));
        Assert.Equal(["c"], New(ids, "b", "c"));
    }

    [Fact]
    public void Of_those_that_are_far_from_the_start_the_page_before_is_known()
    {
        RecentIds ids = new();
        New(ids, [.. Enumerable.Range(0, MostFirst).Select(static i => $"first-{i}")]);

        Assert.Equal(["x"], New(ids, "x", $"first-{MostFirst - 1}"));
        Assert.Equal(["y"], New(ids, "x", "y"));
        Assert.Equal(["z"], New(ids, "z"));
        Assert.Equal(["x"], New(ids, "x"));
    }

    private static IEnumerable<string> New(RecentIds ids, params string[] page) =>
        ids.TakeNew([.. page.Select(static id => new ListedTarget { Id = id })]).Select(static target => target.Id);
}
