using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text.Json;
using System.Threading;

namespace PasswordCmdlets.Core.Operations.State;

/// <summary>
/// A line of JSON that the processes of the user share. A write replaces it as a whole: one that fails, on a full disk say, or is
/// interrupted leaves the line that was there. The process that writes holds a lock, which is another file.
/// </summary>
/// <param name="path">The file.</param>
internal sealed class StateFile(string path)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);

    /// <summary>Makes a line.</summary>
    /// <param name="write">Writes its value.</param>
    public static byte[] Line(Action<Utf8JsonWriter> write)
    {
        using MemoryStream line = new();
        using (Utf8JsonWriter json = new(line))
        {
            write(json);
        }

        line.WriteByte((byte)'\n');
        return line.ToArray();
    }

    /// <summary>Reads a value from a line.</summary>
    /// <param name="content">The line; what follows it does not count.</param>
    /// <param name="read">Reads the value.</param>
    /// <returns>The value; null when the line is damaged.</returns>
    public static T? Parse<T>(byte[] content, Func<JsonElement, T> read)
        where T : class
    {
        int end = Array.IndexOf(content, (byte)'\n');
        try
        {
            using JsonDocument document = JsonDocument.Parse(content.AsMemory(0, end < 0 ? content.Length : end));
            return read(document.RootElement);
        }
        catch (Exception damage) when (damage is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The content of the file; null when it does not exist.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file belongs to another user.</exception>
    public byte[]? Read()
    {
        try
        {
            return WhenFree(() =>
            {
                using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
                using MemoryStream content = new();
                file.CopyTo(content);
                return content.ToArray();
            });
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Replaces the line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="isDurable">Whether it is on the disk when this returns, so that it outlasts a loss of power.</param>
    /// <exception cref="IOException">The line cannot be written, or another program has the file open.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder may not be written.</exception>
    public void Write(byte[] line, bool isDurable = true)
    {
        // One name, so that a process that is killed leaves one file at most.
        string temporary = path + ".new";
        try
        {
            using (FileStream file = OwnFile.Open(temporary, FileShare.None))
            {
                file.SetLength(0);
                file.Write(line, 0, line.Length);
                file.Flush(isDurable);
            }

            WhenFree(() => OwnFile.Replace(temporary, path));
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The next write begins with an empty one.
        }
    }

    private static void WhenFree(Action operation) => WhenFree<object?>(() =>
    {
        operation();
        return null;
    });

    /// <summary>Repeats an operation for a second while another program has the file open: a virus scanner, for example.</summary>
    public static T WhenFree<T>(Func<T> operation)
    {
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return operation();
            }
            catch (Exception failure) when (
                FileInUse.MayBeReasonOf(failure)
                && (Stopwatch.GetTimestamp() - began) / (double)Stopwatch.Frequency < LongestWait.TotalSeconds)
            {
                Thread.Sleep(Poll);
            }
        }
    }
}
