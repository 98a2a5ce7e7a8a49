using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Reports;

namespace PasswordCmdlets.Pipeline;

/// <summary>The reports that paths specify, wildcards included, read as if they were one.</summary>
internal static class ReportFiles
{
    /// <summary>The files, each once, in the order of the paths.</summary>
    /// <param name="session">The session whose drives and current location apply.</param>
    /// <param name="paths">The paths; an existing path is not expanded as a wildcard.</param>
    /// <exception cref="CommandFailure">A path is invalid, or no file matches it.</exception>
    public static IReadOnlyList<string> Resolve(SessionState session, IEnumerable<string> paths) =>
        [.. paths.SelectMany(path => Resolve(session, path)).Distinct(StringComparer.Ordinal)];

    /// <summary>The last state of each target, in reports and results.</summary>
    /// <param name="files">The reports.</param>
    /// <param name="results">The results, which reports may have too.</param>
    /// <param name="warn">Receives a warning for each line that is not a whole entry.</param>
    /// <param name="stopping">Whether the command is to end.</param>
    /// <param name="failed">Receives a report that cannot be read, and why; null to throw that.</param>
    /// <exception cref="CommandFailure">A report cannot be read.</exception>
    public static TargetStates ReadStates(
        IReadOnlyList<string> files,
        IReadOnlyList<ReportEntry> results,
        Action<string> warn,
        Func<bool> stopping,
        Action<string, string>? failed = null)
    {
        TargetStates states = new();
        SharedTexts texts = new();
        Queue<ReportEntry> earlier = new(results.OrderBy(entry => files.Count == 0 ? default : entry.Time));
        void Add(ReportEntry entry, SkippedLines skipped)
        {
            while (earlier.Count > 0 && earlier.Peek().Time <= entry.Time)
            {
                states.Add(earlier.Dequeue());
            }

            states.Add(texts.Share(entry), skipped);
        }

        Read(files, warn, stopping, Add, failed);
        foreach (ReportEntry later in earlier)
        {
            states.Add(later);
        }

        return states;
    }

    /// <summary>The last state of each target, and the runs that are still at work: what those planned they may send yet.</summary>
    /// <param name="files">The reports.</param>
    /// <param name="warn">Receives a warning for each line that is not a whole entry.</param>
    /// <param name="stopping">Whether the command is to end.</param>
    /// <param name="failed">Receives a report that cannot be read, and why.</param>
    public static (TargetStates States, ISet<string> AtWork) ReadStatesAndRuns(
        IReadOnlyList<string> files, Action<string> warn, Func<bool> stopping, Action<string, string> failed)
    {
        long[] lengths = LengthsOf(files);
        HashSet<string> unreadable = new(StringComparer.Ordinal);
        void FailOnce(string file, string problem)
        {
            if (unreadable.Add(file))
            {
                failed(file, problem);
            }
        }

        TargetStates states = ReadStates(files, [], warn, stopping, FailOnce);
        ISet<string> planned = states.PlannedBy;
        IEnumerable<string> read = files.Where(file => !unreadable.Contains(file));
        HashSet<string> atWork = new(read.SelectMany(file => FindRunsAtWork(file, planned, FailOnce)), StringComparer.Ordinal);
        if (planned.Count > 0 && !stopping() && !LengthsOf(files).SequenceEqual(lengths))
        {
            // A run that wrote since the reports were read may have ended since, and another may have begun.
            states = ReadStates(files, [], static _ => { }, stopping, FailOnce);
            atWork.UnionWith(states.PlannedBy.Except(planned));
        }

        return (states, atWork);
    }

    /// <summary>
    /// Reads the entries of several reports in the order of their times, and those of one report in the order of its lines.
    /// </summary>
    /// <param name="files">The reports.</param>
    /// <param name="warn">Receives a warning for each line that is not a whole entry.</param>
    /// <param name="stopping">Whether the command is to end.</param>
    /// <param name="add">Receives each entry, and the count of the incomplete lines of its report.</param>
    /// <param name="failed">Receives a report that cannot be read, and why; null to throw that.</param>
    /// <exception cref="CommandFailure">A report cannot be read.</exception>
    public static void Read(
        IReadOnlyList<string> files,
        Action<string> warn,
        Func<bool> stopping,
        Action<ReportEntry, SkippedLines> add,
        Action<string, string>? failed = null)
    {
        List<ReportSource> readable = [];
        foreach (string file in files)
        {
            DateTimeOffset began = default;
            if (files.Count == 1 || TryRead(file, () => began = FirstTime(ReportReader.Read(file, static _ => { })), failed))
            {
                string name = files.Count == 1 ? string.Empty : $"{PrintableText.Line(file)}: ";
                SkippedLines skipped = new();
                readable.Add(new ReportSource(began, Entries(file, text => warn(name + text), skipped, failed), skipped));
            }
        }

        foreach ((ReportEntry entry, SkippedLines skipped) in MergedReports.Read(readable).TakeWhile(_ => !stopping()))
        {
            add(entry, skipped);
        }
    }

    /// <summary>The end of a message that begins with the report: why it cannot be read; null for another failure.</summary>
    /// <param name="failure">What <see cref="ReportReader"/> threw.</param>
    public static string? Problem(Exception failure) => failure switch
    {
        ReportException => $"cannot be read: {failure.Message}.",
        FileNotFoundException or DirectoryNotFoundException => "does not exist. Check the path.",
        IOException or UnauthorizedAccessException or NotSupportedException =>
            "cannot be opened: access is denied, or another program has it open. Check its permissions.",
        _ => null,
    };

    private static long[] LengthsOf(IEnumerable<string> files) =>
        [.. files.Select(static file => new FileInfo(file)).Select(static file => file.Exists ? file.Length : 0)];

    private static IReadOnlyList<string> FindRunsAtWork(string file, ISet<string> runIds, Action<string, string> failed)
    {
        if (runIds.Count == 0 || !File.Exists(file))
        {
            return [];
        }

        try
        {
            return RunLock.FindHeld(file, runIds);
        }
        catch (Exception failure) when (Problem(failure) is { } problem)
        {
            failed(file, problem);
            return [];
        }
    }

    private static DateTimeOffset FirstTime(IEnumerable<ReportEntry> entries) =>
        entries.Select(static entry => entry.Time).FirstOrDefault(static time => time != default);

    private static IEnumerable<ReportEntry> Entries(
        string file, Action<string> warn, SkippedLines skipped, Action<string, string>? failed)
    {
        using IEnumerator<ReportEntry> entries = ReportReader.Read(file, warn, skipped).GetEnumerator();
        bool isEntry = true;
        while (isEntry)
        {
            if (!TryRead(file, () => isEntry = entries.MoveNext(), failed))
            {
                // The rest of the report is unknown.
                skipped.Add();
                yield break;
            }

            if (isEntry)
            {
                yield return entries.Current;
            }
        }
    }

    private static bool TryRead(string file, Action read, Action<string, string>? failed)
    {
        try
        {
            read();
            return true;
        }
        catch (Exception failure) when (Problem(failure) is { } problem)
        {
            if (failed is null)
            {
                string message = $"The report {PrintableText.Line(file)} {problem}";
                throw new CommandFailure(ErrorIds.ReportUnavailable, ErrorCategory.ReadError, message, file);
            }

            failed(file, problem);
            return false;
        }
    }

    private static string[] Resolve(SessionState session, string path)
    {
        string file = ReportFile.Resolve(session, path);
        if (File.Exists(file) || !WildcardPattern.ContainsWildcardCharacters(path))
        {
            return [file];
        }

        string[] found = Expand(session, path);
        return found.Length > 0
            ? found
            : throw new CommandFailure(
                ErrorIds.ReportUnavailable, ErrorCategory.ObjectNotFound, $"No file matches the path {PrintableText.Line(path)}.", path);
    }

    // The error of a folder that does not exist shows a part of the path, which may not be one.
    private static string[] Expand(SessionState session, string path)
    {
        try
        {
            return [.. session.Path.GetResolvedProviderPathFromPSPath(path, out _).Where(File.Exists)];
        }
        catch (Exception failure) when (
            failure is (RuntimeException or IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException
                or InvalidOperationException)
            and not PipelineStoppedException)
        {
            return [];
        }
    }
}
