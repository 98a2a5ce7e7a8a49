using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>
/// Completes in a vault what an earlier run left open, once it is known which of the run's passwords is in force. A new entry is stored and
/// read back before anything is removed. Used on one thread, while no other run uses the vault.
/// </summary>
/// <param name="store">The vault.</param>
/// <param name="runId">The run.</param>
/// <param name="history">What the run's report says; null without the report.</param>
/// <param name="wait">The clock, and what distinguishes the runs of this computer and account from others.</param>
/// <param name="lifetime">How long after its change a password should be replaced; null when nothing was specified.</param>
internal sealed class RunConfirmation(
    ISecretStore store, string runId, RunHistory? history, VaultWait wait, TimeSpan? lifetime = null) : IDisposable
{
    private readonly SeedEntry _seed = SeedEntry.Read(store, runId);
    private readonly MetadataWriter _metadata = new(lifetime, wait.Notice);
    private readonly HashSet<string> _closed = new(SecretNames.Comparer);

    private SeedNote Note => _seed.Note;

    /// <summary>Finds the target of a run that a person specifies.</summary>
    /// <param name="request">What is specified.</param>
    /// <param name="problem">Why there is no such target, or nothing to confirm for it.</param>
    public ConfirmedTarget? Find(ConfirmationRequest request, out string? problem)
    {
        ConfirmedTarget? found = history is null ? FindInVault(request, out problem) : FindInReport(history, request, out problem);
        if (found is not null && Note.Open?.Contains(found.Entry, SecretNames.Comparer) == false)
        {
            problem = $"The run {runId} has nothing open for {request.Id}: its entry {found.Entry} is not among those that need the seed"
                + (Note.Open.Count == 0 ? "." : $" ({string.Join(", ", Note.Open)}).");
            return null;
        }

        return found;
    }

    /// <summary>Stores the password of an attempt under the target's own name, and reads it back.</summary>
    /// <exception cref="SecretStoreException">
    /// The password is not in the vault, or the entry has that of a later run; everything is as it was.
    /// </exception>
    public void Store(ConfirmedTarget target, int attempt)
    {
        DateTimeOffset changedAt = target.ChangedAt ?? RunIds.StartOf(runId) ?? wait.Time.GetUtcNow();
        if (store.MetadataOf(target.Entry) is { } stored && SecretNames.IsRunId(stored.RunId)
            && !string.Equals(stored.RunId, runId, StringComparison.OrdinalIgnoreCase) && stored.ChangedAt > changedAt)
        {
            throw new SecretStoreException(
                $"The entry {target.Entry} has the password of a later run, {stored.RunId}. If that of this run is in force all the same, "
                    + "store it with Set-Secret: Restore-CloudPassword returns it.");
        }

        GeneratedPasswords passwords = new(_seed.Seed, target.Operation.Resource, target.Operation.Policies.Generation);
        using SecretText password = passwords.PasswordFor(
            new PasswordTarget
            {
                Id = target.Target.InstanceId ?? target.Target.UserName ?? target.Target.Account!,
                UserName = target.Target.UserName,
                IsUser = target.Operation.TargetsUsers,
            },
            attempt);
        SeedEntry.StoreCertainly(store, target.Entry, password, "the password");
        _metadata.Write(store, target.Entry, target.Target, runId, changedAt);
    }

    /// <summary>Removes the pending entry of a target whose password is stored: it does not need the seed any more.</summary>
    /// <exception cref="SecretStoreException">The pending entry is still in the vault.</exception>
    public void Close(ConfirmedTarget target)
    {
        _closed.Add(target.Entry);
        RemovePending(target.Entry);
    }

    /// <summary>
    /// Removes the seed when no target needs it any more; otherwise writes down in its note which ones do, where that is known.
    /// </summary>
    /// <param name="isAtWork">Whether the run has not ended: it sets passwords that its seed alone can return.</param>
    /// <returns>Why the seed stays; null when it is gone.</returns>
    public string? CloseSeed(bool isAtWork = false)
    {
        string kept = $"The seed of the run {runId} stays in the vault {store.Name} as {SecretNames.ForRun(runId)}";
        if (isAtWork)
        {
            return $"{kept}: the run is still at work in this pipeline. When it has ended, run Confirm-CloudPassword again with the "
                + "-RunId and the -ReportPath of the run.";
        }

        try
        {
            if (OpenEntries(out string? unknown) is not { } open)
            {
                return $"{kept}: {unknown}";
            }

            SeedNote now = Note with { Ended = Note.Ended ?? wait.Time.GetUtcNow(), Open = open };
            string? reason = open.Count > 0
                ? StillNeeded(open) + IncompleteReportText()
                : SeedEntry.FindOverlapping(store, runId, now, wait.Time.GetUtcNow()) is { } other ? SeedNote.OverlapReason(other) : null;
            if (reason is null)
            {
                foreach (RunTarget replaced in history?.Targets.Where(static target => target.ReplacedBy is not null) ?? [])
                {
                    RemovePending(EntryOf(TargetOf(replaced.Last)));
                }

                SeedEntry.Remove(store, runId);
                return null;
            }

            SeedEntry.Update(store, runId, _seed.Seed, now);
            return $"{kept}: {reason}";
        }
        catch (SecretStoreException failure)
        {
            return $"{kept}: {failure.Message}";
        }
    }

    /// <summary>Clears the seed.</summary>
    public void Dispose() => _seed.Dispose();

    private void RemovePending(string entry)
    {
        string pending = SecretNames.ForPending(entry, runId);
        if (store.Names(pending).Contains(pending, SecretNames.Comparer))
        {
            store.Remove(pending);
        }
    }

    private static string StillNeeded(List<string> entries)
    {
        string count = entries.Count == 1 ? "1 target" : $"{entries.Count} targets";
        string more = entries.Count > SeedNote.MaximumShown ? ", ..." : string.Empty;
        return $"{count} may still need it ({string.Join(", ", entries.Take(SeedNote.MaximumShown))}{more}).";
    }

    private List<string>? OpenEntries(out string? unknown)
    {
        unknown = null;
        if (Note.Open is { } listed)
        {
            return [.. listed.Where(name => !_closed.Contains(name)).Except(EndedEntries(), SecretNames.Comparer)];
        }

        if (history is null)
        {
            unknown = "the run did not write down which targets need it. Specify -ReportPath with the report of the run.";
            return null;
        }

        if (!history.IsOwn)
        {
            unknown = "the run did not write this report. Specify -ReportPath with the report of the run.";
            return null;
        }

        if (history.SkippedLines > 0)
        {
            int skipped = history.SkippedLines;
            string lines = skipped == 1 ? "1 incomplete line, and a target in it" : $"{skipped} incomplete lines, and a target in them";
            unknown = $"the report has {lines} may need the seed. Confirm each target of the run whose password is not stored; "
                + "when none needs the seed, remove it with Remove-Secret.";
            return null;
        }

        if (Note.Ended is null && Note.Origin != wait.Origin)
        {
            unknown = "the run is of another computer or account and may still be at work. When it is not, remove the seed with "
                + "Remove-Secret.";
            return null;
        }

        return
        [
            .. history.Targets
                .Where(static target => target.NeedsSeed)
                .Select(target => EntryOf(TargetOf(target.Last)))
                .Where(name => !_closed.Contains(name))
                .OrderBy(static name => name, StringComparer.Ordinal),
        ];
    }

    // The entries of targets that the run listed as open and that completed later, by its report. A report with incomplete lines does not
    // overrule the list, nor does a target whose last line there is Planned: its later lines are missing. Two targets may have one entry:
    // the run's template need not tell them apart, and two access keys may be of one account.
    private IEnumerable<string> EndedEntries()
    {
        if (history is null || history.SkippedLines > 0)
        {
            return [];
        }

        ILookup<bool, string> reported = history.Targets.ToLookup(
            static target => target.NeedsSeed || target is { ReplacedBy: null, Last.Status: ReportEntry.Planned },
            target => EntryOf(TargetOf(target.Last)));
        return reported[false].Except(reported[true], SecretNames.Comparer);
    }

    private string IncompleteReportText() => history?.SkippedLines > 0
        ? " The report has incomplete lines, so that what it has of these targets does not count."
        : string.Empty;

    private ConfirmedTarget? FindInReport(RunHistory report, ConfirmationRequest request, out string? problem)
    {
        RunTarget[] targets = [.. report.Targets];
        RunTarget[] found = [.. targets.Where(target => request.Matches(TargetOf(target.Last)))];
        OperationDescriptor? operation = found.Length == 1 ? ProviderCatalog.FindResource(found[0].Last.Resource) : null;
        problem = (targets.Length, found) switch
        {
            (0, _) => $"The report has no entry of the run {runId}.",
            (_, { Length: 0 }) => $"The run {runId} has no such target {request.Id}, by its report.{UserHint(targets, request)}",
            (_, { Length: > 1 }) => $"The run {runId} has several targets {request.Id}. Specify -Region or -Resource too.",
            _ when operation is null => $"The report names a resource that does not exist for {request.Id}.",
            (_, [{ ReplacedBy: { } later }]) =>
                $"The run {later} set another password of {request.Id} after the run {runId}, by the report.",
            (_, [{ Last: { Status: nameof(ChangeStatus.Succeeded), SecretName: { } stored } }]) =>
                $"The password of {request.Id} is stored already, as {stored}, by the report.",
            (_, [{ NeedsSeed: false }]) => $"The run {runId} did not change {request.Id}: it is {found[0].Last.Status}, by the report.",
            _ => null,
        };
        if (problem is not null)
        {
            return null;
        }

        SecretTarget target = TargetOf(found[0].Last);
        return new ConfirmedTarget(operation!, target, EntryOf(target), found[0].Last);
    }

    private ConfirmedTarget? FindInVault(ConfirmationRequest request, out string? problem)
    {
        OperationDescriptor[] resources = [.. ResourcesOf(request)];
        if (resources.Length != 1)
        {
            problem = resources.Length == 0
                ? $"{request.Id} is no target of the run {runId}, which changed {string.Join(", ", Note.Scopes)}."
                : $"{request.Id} may be of several resources. Specify -Resource as one of: "
                    + $"{string.Join(", ", resources.Select(static one => one.Resource))}.";
            return null;
        }

        OperationDescriptor operation = resources[0];
        SecretTarget target = new()
        {
            Provider = ProviderCatalog.ProviderOf(operation).Name,
            Resource = operation.Resource,
            Region = request.Region,
            InstanceId = request.InstanceId,
            UserName = request.UserName,
            Account = request.InstanceId is null ? Note.AccountOf(ProviderCatalog.ProviderOf(operation).Name, operation.Resource) : null,
        };
        SecretTarget[] known = [.. KnownTargets(target).Where(request.Matches)];
        problem = null;
        if (known.Length == 1)
        {
            return new ConfirmedTarget(operation, known[0], EntryOf(known[0]), Last: null);
        }

        if ((operation.TargetsUsers || Note.NamesAccount) && target.Account is null)
        {
            problem = $"Which account {request.Id} belongs to is in the run's report only. Specify -ReportPath.";
            return null;
        }

        if (request.Region is null && operation.NeedsRegion)
        {
            problem = $"Specify -Region for {request.Id}, as in the run, or -ReportPath with the report of the run.";
            return null;
        }

        return new ConfirmedTarget(operation, target, EntryOf(target), Last: null);
    }

    // The entries that the run listed or wrote as pending. The target of a name by a template is unknown.
    private IEnumerable<SecretTarget> KnownTargets(SecretTarget like) => store.Names($"{like.Provider}-{like.Resource}-")
        .Concat(Note.Open ?? [])
        .Select(static name => SecretNames.TryParse(name, out SecretEntry? entry) ? entry : null)
        .OfType<SecretEntry>()
        .Where(entry => entry.PendingRunId is null
            ? Note.Open?.Contains(entry.ToString(), SecretNames.Comparer) == true
            : string.Equals(entry.PendingRunId, runId, StringComparison.OrdinalIgnoreCase))
        .Select(static entry => entry.Target)
        .Distinct();

    private IEnumerable<OperationDescriptor> ResourcesOf(ConfirmationRequest request) => (
        request.Resource is not null ? [ProviderCatalog.FindResource(request.Resource)!]
            : request.InstanceId is null ? ProviderCatalog.UserResources : ProviderCatalog.FindResourcesOf(request.InstanceId))
        .Where(Note.Covers)
        .Where(operation => operation.TargetsUsers == request.InstanceId is null);

    private string EntryOf(SecretTarget target) => SecretNames.ForTargetOfRun(target, Note.Template, runId);

    private SecretTarget TargetOf(ReportEntry entry) => new()
    {
        Provider = entry.Provider,
        Resource = entry.Resource,
        Region = entry.Region,
        InstanceId = entry.InstanceId,
        UserName = entry.UserName,
        Account = Note.AccountOf(entry.Provider, entry.Resource) ?? entry.Account,
    };

    private static string UserHint(RunTarget[] targets, ConfirmationRequest request)
    {
        string[] users = [.. targets
            .Where(target => request.InstanceId is not null && target.Last.InstanceId == request.InstanceId)
            .Select(static target => target.Last.UserName ?? "none")
            .Distinct()];
        return users.Length == 0 ? string.Empty : $" Its -UserName in the run: {string.Join(", ", users)}.";
    }
}
