using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using PasswordCmdlets.Core.Operations.State;

namespace PasswordCmdlets.Core.Operations.Lockout;

/// <summary>The lock-out records that all processes of the user share, in one file that holds no secret.</summary>
/// <param name="path">The file; null for the one in the user's own folder.</param>
internal sealed class LockoutFile(string? path = null)
{
    private const string FileName = "lockouts.json";
    private const int MaximumRecords = 4096;
    private static readonly byte[] NoRecords = StateFile.Line(static json => WriteRecords(json, []));

    // The file that this process has seen; null when it saw none.
    private string? _known;

    /// <summary>
    /// Reads the records, lets a function change them and writes them, while no other process does. Where they cannot be read the function
    /// gets none; where the lock cannot be acquired nothing is written.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="change">Changes the records; also gets whether a person removed the file since this process wrote it.</param>
    /// <param name="isDurable">Whether the records have to outlast a loss of power.</param>
    public LockoutUpdate Update(
        DateTimeOffset now, Action<Dictionary<LockoutKey, LockoutRecord>, bool> change, bool isDurable = true)
    {
        string file = path ?? Path.Combine(UserState.Folder(), FileName);
        string? problem = null;
        FileStream? held = null;
        byte[]? content = null;
        bool isHeld = Try(() => held = Acquire(file), ref problem);
        using (held)
        {
            bool isRead = Try(() => content = new StateFile(file).Read(), ref problem);
            bool isRemoved = isRead && content is null && file == _known;
            _known = content is null ? null : file;
            content ??= isRead ? NoRecords : null;
            Dictionary<LockoutKey, LockoutRecord>? records = content is null ? null : StateFile.Parse(content, ReadRecords);
            bool isDamaged = isRead && records is null;
            records ??= [];
            change(records, isRemoved);
            bool isWritten = isHeld && isRead && Try(() => Write(file, content!, records, now, isDurable), ref problem);
            return new LockoutUpdate(isWritten, isDamaged ? $"{Damage(file)} {problem}".TrimEnd() : problem);
        }
    }

    private static string Damage(string file) =>
        $"{file} is damaged: wrong old passwords that other sessions sent no longer count. Check the old password.";

    private static bool Try(Action operation, ref string? problem)
    {
        try
        {
            operation();
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            string advice = failure is IOException error && FileInUse.IsReasonOf(error) ? "End the program that has it open."
                : "Make the folder of that file writable, or set XDG_STATE_HOME to another local folder before the session begins.";
            problem ??= $"Wrong old passwords are counted for this session alone: {failure.Message.TrimEnd('.')}. {advice}";
            return false;
        }
    }

    // Apart from the records, which a write replaces.
    private static FileStream Acquire(string file)
    {
        string held = Path.ChangeExtension(file, ".lock");
        return StateFile.WhenFree(() => UserState.TryOpen(held) ?? throw FileInUse.Of(held));
    }

    private void Write(
        string file, byte[] content, Dictionary<LockoutKey, LockoutRecord> records, DateTimeOffset now, bool isDurable)
    {
        byte[] line = StateFile.Line(json => WriteRecords(json, records.Where(record => !record.Value.IsOver(now))));
        if (!line.AsSpan().SequenceEqual(content))
        {
            new StateFile(file).Write(line, isDurable);
            _known = file;
        }
    }

    private static Dictionary<LockoutKey, LockoutRecord> ReadRecords(JsonElement all)
    {
        Dictionary<LockoutKey, LockoutRecord> records = [];
        foreach (JsonElement json in all.EnumerateArray())
        {
            LockoutKey key = new(Text(json, "provider"), Text(json, "resource"), Text(json, "id"));
            records[key] = new LockoutRecord
            {
                Until = json.GetProperty("until").GetDateTimeOffset(),
                IsLocked = json.GetProperty("locked").GetBoolean(),
                RemainingAttempts = json.TryGetProperty("remaining", out JsonElement remaining) ? remaining.GetInt32() : null,
                Rejections = json.GetProperty("rejections").GetInt32(),
                Holder = json.TryGetProperty("process", out JsonElement process)
                    ? new ProcessIdentity(Text(json, "host"), process.GetInt32(), json.GetProperty("started").GetDateTimeOffset())
                    : null,
                HeldUntil = json.TryGetProperty("held", out JsonElement held) ? held.GetDateTimeOffset() : default,
                CountedUntil = json.TryGetProperty("countedUntil", out JsonElement end) ? end.GetDateTimeOffset() : default,
            };
        }

        return records;
    }

    private static void WriteRecords(Utf8JsonWriter json, IEnumerable<KeyValuePair<LockoutKey, LockoutRecord>> records)
    {
        json.WriteStartArray();
        foreach (KeyValuePair<LockoutKey, LockoutRecord> record in records.OrderByDescending(static record => record.Value.Until)
            .Take(MaximumRecords))
        {
            Write(json, record.Key, record.Value);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, LockoutKey key, LockoutRecord record)
    {
        json.WriteStartObject();
        json.WriteString("provider", key.Provider);
        json.WriteString("resource", key.Resource);
        json.WriteString("id", key.Id);
        json.WriteString("until", record.Until);
        json.WriteBoolean("locked", record.IsLocked);
        json.WriteNumber("rejections", record.Rejections);
        if (record.RemainingAttempts is { } remaining)
        {
            json.WriteNumber("remaining", remaining);
        }

        if (record.Holder is { } holder)
        {
            json.WriteString("host", holder.Host);
            json.WriteNumber("process", holder.Id);
            json.WriteString("started", holder.Started);
            json.WriteString("held", record.HeldUntil);
            json.WriteString("countedUntil", record.CountedUntil);
        }

        json.WriteEndObject();
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? string.Empty;
}
