using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using PasswordCmdlets.Core.Operations.State;

namespace PasswordCmdlets.Core.Operations.Lockout;

/// <summary>The lock-out records that all processes of the user share, in one file that holds no secret.</summary>
/// <param name="path">The file; null for the one in the user's own folder.</param>
internal sealed class LockoutFile(string? path = null)
{
    private const string FileName = "lockouts.json";
    private const int MaximumRecords = 4096;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);

    /// <summary>Reads the records, lets a function change them and writes them, while no other process does.</summary>
    /// <returns>Why the file cannot be used; null when it was.</returns>
    public string? TryUpdate(DateTimeOffset now, Action<Dictionary<LockoutKey, LockoutRecord>> change)
    {
        try
        {
            string file = path ?? Path.Combine(UserState.Folder(), FileName);
            long began = Stopwatch.GetTimestamp();
            FileStream? stream;
            while ((stream = UserState.TryOpen(file)) is null)
            {
                if ((Stopwatch.GetTimestamp() - began) / (double)Stopwatch.Frequency > LongestWait.TotalSeconds)
                {
                    return $"{file} is in use by another process";
                }

                Thread.Sleep(Poll);
            }

            using (stream)
            {
                if (Read(stream) is not { } records)
                {
                    stream.SetLength(0);
                    return $"{file} was damaged and begins anew";
                }

                change(records);
                Write(stream, records.Where(record => !record.Value.IsOver(now)));
                return null;
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure.Message;
        }
    }

    private static Dictionary<LockoutKey, LockoutRecord>? Read(FileStream file)
    {
        try
        {
            return ReadRecords(file);
        }
        catch (Exception damage) when (damage is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static Dictionary<LockoutKey, LockoutRecord> ReadRecords(FileStream file)
    {
        using StreamReader reader = new(file, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, bufferSize: 4096, leaveOpen: true);
        Dictionary<LockoutKey, LockoutRecord> records = [];
        if (reader.ReadLine() is not { Length: > 0 } line)
        {
            return records;
        }

        using JsonDocument document = JsonDocument.Parse(line);
        foreach (JsonElement json in document.RootElement.EnumerateArray())
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

    // One line, read to its end: a process that is killed before it cuts the file leaves a readable one.
    private static void Write(FileStream file, IEnumerable<KeyValuePair<LockoutKey, LockoutRecord>> records)
    {
        using MemoryStream line = new();
        using (Utf8JsonWriter json = new(line))
        {
            json.WriteStartArray();
            foreach (KeyValuePair<LockoutKey, LockoutRecord> record in records.OrderByDescending(static record => record.Value.Until)
                .Take(MaximumRecords))
            {
                Write(json, record.Key, record.Value);
            }

            json.WriteEndArray();
        }

        line.WriteByte((byte)'\n');
        file.Seek(0, SeekOrigin.Begin);
        file.Write(line.GetBuffer(), 0, (int)line.Length);
        file.Flush();
        file.SetLength(line.Length);
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
