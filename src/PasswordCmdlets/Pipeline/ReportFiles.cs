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
    /// <exception cref="CommandFailure">A report cannot be read.</exception>
    public static TargetStates ReadStates(
        IReadOnlyList<string> files, IReadOnlyList<ReportEntry> results, Action<string> warn, Func<bool> stopping)
    {
        TargetStates states = new();
        SharedTexts texts = new();
        Queue<ReportEntry> earlier = new(results.OrderBy(entry => files.Count == 0 ? default : entry.Time));
        Read(files, warn, stopping, entry =>
        {
            while (earlier.Count > 0 && earlier.Peek().Time <= entry.Time)
            {
                states.Add(earlier.Dequeue());
            }

            states.Add(texts.Share(entry));
        });
        foreach (ReportEntry later in earlier)
        {
            states.Add(later);
        }

        return states;
    }

    /// <summary>Reads the entries of several reports, in the order of the reports' first entries.</summary>
    /// <param name="files">The reports.</param>
    /// <param name="warn">Receives a warning for each line that is not a whole entry.</param>
    /// <param name="stopping">Whether the command is to end.</param>
    /// <param name="add">Receives each entry.</param>
    /// <exception cref="CommandFailure">A report cannot be read.</exception>
    public static void Read(IReadOnlyList<string> files, Action<string> warn, Func<bool> stopping, Action<ReportEntry> add)
    {
        foreach (string file in files.OrderBy(file => files.Count == 1 ? default : Read(file, static entries => FirstTime(entries))))
        {
            string name = files.Count == 1 ? string.Empty : $"{PrintableText.Line(file)}: ";
            Read(file, text => warn(name + text), entries =>
            {
                foreach (ReportEntry entry in entries.TakeWhile(_ => !stopping()))
                {
                    add(entry);
                }

                return true;
            });
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

    private static DateTimeOffset FirstTime(IEnumerable<ReportEntry> entries) =>
        entries.Select(static entry => entry.Time).FirstOrDefault(static time => time != default);

    private static T Read<T>(string file, Func<IEnumerable<ReportEntry>, T> read) => Read(file, static _ => { }, read);

    private static T Read<T>(string file, Action<string> warn, Func<IEnumerable<ReportEntry>, T> read)
    {
        try
        {
            return read(ReportReader.Read(file, warn));
        }
        catch (Exception failure) when (Problem(failure) is { } problem)
        {
            string message = $"The report {PrintableText.Line(file)} {problem}";
            throw new CommandFailure(ErrorIds.ReportUnavailable, ErrorCategory.ReadError, message, file);
        }
    }

    private static string[] Resolve(SessionState session, string path)
    {
        string file = ReportFile.Resolve(session, path);
        if (File.Exists(file) || !WildcardPattern.ContainsWildcardCharacters(path))
        {
            return [file];
        }

        string[] found = [.. session.Path.GetResolvedProviderPathFromPSPath(path, out _).Where(File.Exists)];
        return found.Length > 0
            ? found
            : throw new CommandFailure(
                ErrorIds.ReportUnavailable, ErrorCategory.ObjectNotFound, $"No file matches the path {PrintableText.Line(path)}.", path);
    }
}
