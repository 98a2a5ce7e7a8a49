using System;
using System.Management.Automation;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Operations;

namespace PasswordCmdlets.Pipeline;

/// <summary>Resolves the path of a report, which is a file. PowerShell paths also lead to the registry, variables and more.</summary>
internal static class ReportFile
{
    private const string FileSystem = "Microsoft.PowerShell.Commands.FileSystemProvider";

    /// <summary>The file that a PowerShell path specifies, whether it exists or not.</summary>
    /// <param name="session">The session whose drives and current location apply.</param>
    /// <param name="path">The path as the user specified it.</param>
    /// <exception cref="CommandFailure">The path is not one of a file.</exception>
    public static string Resolve(SessionState session, string path)
    {
        string file;
        ProviderInfo provider;
        try
        {
            file = session.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _);
        }
        catch (Exception failure) when (
            failure is (RuntimeException or ArgumentException or NotSupportedException or InvalidOperationException)
            and not PipelineStoppedException)
        {
            throw Failure(path, $"The path {PrintableText.Line(path)} of the report cannot be resolved: {failure.Message}");
        }

        if (provider.ImplementingType.FullName != FileSystem)
        {
            throw Failure(
                path,
                $"A report is a file, and {PrintableText.Line(path)} belongs to the PowerShell provider {provider.Name}. "
                + "Specify a path of the file system.");
        }

        return file;
    }

    private static CommandFailure Failure(string path, string message) =>
        new(ErrorIds.ReportUnavailable, ErrorCategory.InvalidArgument, message, path);
}
