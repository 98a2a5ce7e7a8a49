using System;
using System.IO;
using System.Threading;
using PasswordCmdlets.Core.Operations.State;

namespace PasswordCmdlets.Core.Operations.Reports.Export;

/// <summary>Writes a file completely or not at all: to a temporary file beside it, which then replaces it.</summary>
internal static class ExportFile
{
    private const int BufferSize = 64 * 1024;

    /// <summary>Writes the file, for its owner alone.</summary>
    /// <param name="path">The file. A symbolic link is replaced, not followed.</param>
    /// <param name="replace">Whether a file that exists is replaced.</param>
    /// <param name="format">The format.</param>
    /// <param name="summary">What is written.</param>
    /// <param name="cancellation">Ends the command; the file stays as it is.</param>
    /// <exception cref="IOException">The file cannot be written, or exists and is not to be replaced.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file or its folder is denied.</exception>
    public static void Write(string path, bool replace, ExportFormat format, ReportSummary summary, CancellationToken cancellation)
    {
        string temporary = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".{Guid.NewGuid():N}.tmp");
        try
        {
            using (FileStream file = OwnFile.Open(temporary, FileShare.None))
            using (StreamWriter output = new(file, format.Encoding, BufferSize))
            {
                format.Write(summary, output);
                output.Flush();
                file.Flush(flushToDisk: true);
            }

            cancellation.ThrowIfCancellationRequested();
            if (replace)
            {
                OwnFile.Replace(temporary, path);
            }
            else
            {
                File.Move(temporary, path);
            }
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
