using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Batching;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Tencent.Cvm;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public sealed class BatchPlannerTests
{
    private static readonly CvmResetOperation Operation = new();
    private static readonly ProviderSession[] Sessions = [StubOperation.Work("1").Session, StubOperation.Work("2").Session];
    private static readonly IPasswordSource[] Passwords =
    [
        new SharedPassword(new SecretText("Pass-One-1".AsSpan())),
        new SharedPassword(new SecretText("Pass-Two-2".AsSpan())),
        new OwnPasswords(),
    ];

    private static Gen<TargetWork[]> Works => Gen.ArrayOf(
        from session in Gen.Elements(Sessions)
        from region in Gen.Elements("ap-guangzhou", "ap-shanghai")
        from user in Gen.Elements(null, "root", "admin")
        from windows in Gen.Elements<bool?>(null, true, false)
        from password in Gen.Elements(Passwords)
        from id in Gen.Choose(0, 100_000)
        select new TargetWork
        {
            Target = new PasswordTarget { Id = $"ins-{id:d8}", Region = region, UserName = user },
            Session = session,
            Operation = Operation,
            Passwords = password,
            PlannedAt = DateTimeOffset.UnixEpoch,
            Baseline = windows is null ? null : new DescribedInstance { Id = $"ins-{id:d8}", IsWindows = windows },
        },
        1500);

    [Fact]
    public void Each_target_is_in_one_batch_and_no_batch_mixes_what_may_not_share_a_call()
    {
        Prop.ForAll(Works.ToArbitrary(), static works =>
        {
            List<IReadOnlyList<TargetWork>> batches = Plan(works);
            return batches.SelectMany(static batch => batch).ToHashSet().SetEquals(works)
                && batches.Sum(static batch => batch.Count) == works.Length
                && batches.TrueForAll(static batch => batch.Count <= 100
                    && (batch.Count == 1 || batch[0].Passwords.IsShared)
                    && batch.Select(static work => (work.Session, work.Target.Region, work.Target.UserName, work.Passwords,
                        work.Baseline?.IsWindows)).Distinct().Count() == 1);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Targets_that_may_share_a_call_fill_it()
    {
        TargetWork[] works = [.. Enumerable.Range(0, 1000).Select(static i => new TargetWork
        {
            Target = new PasswordTarget { Id = $"ins-{i:d8}", Region = "ap-guangzhou" },
            Session = Sessions[0],
            Operation = Operation,
            Passwords = Passwords[0],
            PlannedAt = DateTimeOffset.UnixEpoch,
        })];

        Assert.Equal(10, Plan(works).Count);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(2, 200)]
    public void Targets_of_two_users_fill_a_call_each_where_users_part_calls(int passwords, int calls)
    {
        TargetWork[] works = [.. Enumerable.Range(0, 200).Select(i => Work(i, i % 2 == 0 ? "root" : "admin", Passwords[passwords]))];

        Assert.Equal(calls, Plan(works).Count);
    }

    [Fact]
    public void Targets_with_a_request_each_share_a_describe_call_whatever_their_users()
    {
        BatchPlanner planner = new();
        List<int> groups = [];
        for (int i = 0; i < 100; i++)
        {
            if (planner.Add(Work(i, i % 2 == 0 ? "root" : "admin", Passwords[2])) is { } full)
            {
                groups.Add(full.Count);
            }
        }

        Assert.Equal([100], groups);
    }

    [Fact]
    public void A_target_after_a_closed_group_opens_another()
    {
        BatchPlanner planner = new();
        planner.Add(Work(1, null, Passwords[0]));
        IReadOnlyList<TargetWork> taken = planner.TakeOldest()!;
        planner.Add(Work(2, null, Passwords[0]));

        Assert.Equal("ins-00000001", Assert.Single(taken).Target.Id);
        Assert.Equal("ins-00000002", Assert.Single(planner.TakeOldest()!).Target.Id);
        Assert.Null(planner.TakeOldest());
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(7, 15)]
    [InlineData(99, 2)]
    [InlineData(100, 1)]
    public void A_group_is_cut_into_as_few_calls_as_their_size_allows(int batchSize, int calls)
    {
        List<List<TargetWork>> batches =
            BatchPlanner.Cut([.. Enumerable.Range(0, 100).Select(static i => Work(i, null, Passwords[0]))], batchSize);

        Assert.Equal(calls, batches.Count);
        Assert.All(batches, batch => Assert.InRange(batch.Count, 1, batchSize));
    }

    [Theory]
    [InlineData("ins-00000042 does not exist", "42")]
    [InlineData("the instance `ins-00000042` does not exist", "42")]
    [InlineData("no such instance: ins-00000042", "42")]
    [InlineData("[ins-00000007, ins-00000042]", "7|42")]
    [InlineData("xins-00000042 is not ins-00000042", "42")]
    [InlineData("ins-000000420 and ins-00000042_ and -ins-00000042", "")]
    [InlineData("one of the instances does not exist", "")]
    [InlineData(null, "")]
    public void An_id_in_the_providers_message_is_sent_alone_and_the_others_together(string? message, string alone)
    {
        TargetWork[] works = [.. Enumerable.Range(0, 100).Select(static i => Work(i, null, Passwords[0]))];

        List<IReadOnlyList<TargetWork>> parts =
        [
            .. BatchParts.Of(works, new ProviderReply { Fault = Fault.TargetNotFound, Message = message }),
        ];

        Assert.Equal(alone.Length == 0 ? [50, 50] : [.. alone.Split('|').Select(static _ => 1), 100 - alone.Split('|').Length],
            parts.Select(static part => part.Count));
        Assert.Equal(alone,
            string.Join('|', parts.Where(static part => part.Count == 1)
                .Select(static part => int.Parse(part[0].Target.Id[4..], System.Globalization.CultureInfo.InvariantCulture))));
        Assert.Equal(works.Order(ById), parts.SelectMany(static part => part).Order(ById));
    }

    [Theory]
    [InlineData(8, 9)]
    [InlineData(9, 2)]
    public void Very_many_named_ids_stay_together(int named, int count)
    {
        TargetWork[] works = [.. Enumerable.Range(0, 100).Select(static i => Work(i, null, Passwords[0]))];
        string message = string.Join(" ", works.Take(named).Select(static work => work.Target.Id));

        IReadOnlyList<TargetWork>[] parts =
        [
            .. BatchParts.Of(works, new ProviderReply { Fault = Fault.TargetNotFound, Message = message }),
        ];

        Assert.Equal(count, parts.Length);
        Assert.Equal(100 - named, parts[^1].Count);
    }

    [Fact]
    public void When_every_id_is_named_they_are_halved()
    {
        TargetWork[] works = [Work(1, null, Passwords[0]), Work(2, null, Passwords[0]), Work(3, null, Passwords[0])];

        Assert.Equal([2, 1],
            BatchParts.Of(works, new ProviderReply { Fault = Fault.TargetNotFound, Message = "ins-00000001 ins-00000002 ins-00000003" })
                .Select(static part => part.Count));
    }

    private static Comparer<TargetWork> ById =>
        Comparer<TargetWork>.Create(static (left, right) => string.CompareOrdinal(left.Target.Id, right.Target.Id));

    private static TargetWork Work(int number, string? userName, IPasswordSource passwords) => new()
    {
        Target = new PasswordTarget { Id = $"ins-{number:d8}", Region = "ap-guangzhou", UserName = userName },
        Session = Sessions[0],
        Operation = Operation,
        Passwords = passwords,
        PlannedAt = DateTimeOffset.UnixEpoch,
    };

    private static List<IReadOnlyList<TargetWork>> Plan(TargetWork[] works)
    {
        BatchPlanner planner = new();
        List<IReadOnlyList<TargetWork>> groups = [];
        foreach (TargetWork work in works)
        {
            if (planner.Add(work) is { } full)
            {
                groups.Add(full);
            }
        }

        while (planner.TakeOldest() is { } rest)
        {
            groups.Add(rest);
        }

        return [.. groups.SelectMany(static group => BatchPlanner.Cut(group, 100))];
    }

    private sealed class OwnPasswords : IPasswordSource
    {
        public bool IsShared => false;

        public int MaximumAttempts => 2;

        public SecretText PasswordFor(PasswordTarget target, int attempt) => throw new NotSupportedException();
    }
}
