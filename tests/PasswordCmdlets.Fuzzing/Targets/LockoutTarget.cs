using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PasswordCmdlets.Core.Operations.Lockout;
using PasswordCmdlets.Fuzzing.Engine;

namespace PasswordCmdlets.Fuzzing.Targets;

/// <summary>
/// The state file of the lock-out guard. No exception leaves the reader; after one damaged reading the file is usable; what is written is
/// read again.
/// </summary>
internal sealed class LockoutTarget : FuzzTarget
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);
    private readonly string _path = Path.Combine(TemporaryFolders.Create(), "lockouts.json");
    private readonly LockoutFile _file;

    public LockoutTarget() => _file = new LockoutFile(_path);

    public override string Name => "lockout-state";

    public override void Run(byte[] input)
    {
        File.WriteAllBytes(_path, input);
        Dictionary<LockoutKey, LockoutRecord> first = [];
        string? problem = _file.Update(s_now, (records, _) => first = Kept(records)).Problem;
        Property.Holds(problem?.Contains("damaged", StringComparison.Ordinal) != false, "a file is read, or it is damaged");

        Dictionary<LockoutKey, LockoutRecord> second = [];
        Property.Holds(_file.Update(s_now, (records, _) => second = Kept(records)).Problem is null, "a file is damaged only once");
        Property.Holds(first.Count == second.Count && first.All(pair => second.TryGetValue(pair.Key, out LockoutRecord? again)
            && Comparable(again) == Comparable(pair.Value)), "records are the same when they are written and read again");
    }

    private static Dictionary<LockoutKey, LockoutRecord> Kept(Dictionary<LockoutKey, LockoutRecord> records)
    {
        foreach (LockoutRecord record in records.Values)
        {
            _ = record.Holder?.MayBeRunning();
            _ = record.WithUnknownOutcome(new AttemptLimit(TimeSpan.FromMinutes(5)), s_now);
        }

        return records.Where(static pair => !pair.Value.IsOver(s_now)).ToDictionary();
    }

    // What has no holder is held until no time.
    private static LockoutRecord Comparable(LockoutRecord record) =>
        record.Holder is null ? record with { HeldUntil = default, CountedUntil = default } : record;
}
