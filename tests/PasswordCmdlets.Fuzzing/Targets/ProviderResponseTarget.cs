using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Xml;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Completion;
using PasswordCmdlets.Core.Operations.Discovery;
using PasswordCmdlets.Core.Operations.Redaction;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers;
using PasswordCmdlets.Fuzzing.Engine;

namespace PasswordCmdlets.Fuzzing.Targets;

/// <summary>
/// The response to every call of one provider, read as the engine reads it. No exception leaves the reader; only a whole response is a
/// success; what is shown is on one line, short, and without the secret of the run.
/// </summary>
internal sealed class ProviderResponseTarget : FuzzTarget
{
    /// <summary>The secret of the run, which is in some seeds.</summary>
    public const string Secret = "Tr0ub4dor&3-xKcd";

    // Half of its letters and digits, and the two more that an id may share by chance.
    private const int LongestRun = 9;

    // A provider's text, and what the engine says of it.
    private const int LongestSentence = ShownText.LongestText + 600;

    private static readonly string[] s_runs = RunsOf(ShownText.LettersAndDigits(Secret));

    private readonly ProviderDescriptor _provider;
    private readonly ProviderSession _session;
    private readonly IReadOnlyList<ProviderCall> _calls;
    private readonly ReplyReader _reader;

    public ProviderResponseTarget(ProviderDescriptor provider)
    {
        _provider = provider;
        SecretText password = new(Secret.AsSpan());
        KnownSecrets secrets = new();
        secrets.Add(password);
        _reader = new ReplyReader(new Redactor(secrets));
        ProviderCalls calls = new(provider, password, secrets);
        (_session, _calls) = (calls.Session, calls.Calls);
    }

    public override string Name => _provider.Name.ToLowerInvariant() + "-response";

    /// <summary>How many calls it reads each input for.</summary>
    public int CallCount => _calls.Count;

    public override void Run(byte[] input)
    {
        WireResponse response = HttpInput.Read(input);
        foreach (ProviderCall call in _calls)
        {
            ProviderReply reply = _reader.ReadReply(_session, call.Call, response);
            Property.Holds(reply.Fault != Fault.None || IsWhole(response), "only a whole response is a success");
            Check(reply);
            foreach (ProviderReply one in reply.Targets?.Values ?? [])
            {
                Check(one);
            }

            switch (reply.Content)
            {
                case DescribedInstances described when call.Work is not null:
                    Check(described, call.Work);
                    break;
                case TargetPage page when call.Ids is not null:
                    Check(page, call.Ids);
                    break;
            }
        }
    }

    private static void Check(ProviderReply reply)
    {
        Property.Holds(reply.RetryAfter is not { } pause || (pause >= TimeSpan.Zero && pause <= RetryAfter.Longest), "a pause is limited");
        Property.Holds(reply is not { RetryTimesLeft: < 0 } and not { LockTimeLeft: < 0 }, "a count is not negative");
        ShownText.Check(reply.Code, ShownText.LongestField);
        ShownText.Check(reply.RequestId, ShownText.LongestField);
        Shown(reply.Code, reply.Message, reply.RequestId, reply.Advice, TargetOutcome.Sentence(reply));
    }

    // What the engine does with an instance, whatever it looks like.
    private static void Check(DescribedInstances described, Func<TargetWork> create)
    {
        foreach (DescribedInstance instance in described.Instances.Values)
        {
            Shown(instance.State, instance.OperationName, instance.OperationState, instance.OperationRequestId, instance.OperationError,
                instance.LockReason, instance.DenialCode, instance.DenialMessage);
            TargetWork work = create();
            ProviderOperation operation = work.Operation;
            work.Baseline = instance;
            work.RequestId = instance.OperationRequestId;
            CompletionState state = operation.CompletionOf(work, instance, TimeSpan.FromMinutes(1));
            Property.Holds(!operation.IsNewChange(instance, instance), "an instance is no change of itself");
            Shown(operation.Validate(work, described: true)?.Message, operation.WarningOf(work), operation.NoteOf(work),
                operation.DescribeSuccess(work), operation.DescribeAccepted(work), state.ToString(), $"{operation.WillRestart(work)}");
        }
    }

    private static void Check(TargetPage page, TargetIdRule ids)
    {
        Property.Holds(page.Targets.Count <= page.EntryCount, "a page has no more targets than entries");
        foreach (ListedTarget target in page.Targets.Where(target => ids.IsValid(target.Id)))
        {
            Shown(target.Name, target.ProviderState);
            Shown([.. target.Tags.SelectMany(static tag => new[] { tag.Key, tag.Value }), .. target.PrivateAddresses,
                .. target.PublicAddresses]);
            Property.Holds(target.Id.Length <= ShownText.LongestField && !target.Id.Any(UnsafeCharacters.Contains), "an id is printable");
        }
    }

    private static void Shown(params string?[] texts)
    {
        Property.Holds(!texts.Any(static text => text is not null && s_runs.Any(ShownText.LettersAndDigits(text).Contains)),
            "what is shown has no half of the secret");
        foreach (string? text in texts)
        {
            ShownText.Check(text, LongestSentence);
        }
    }

    private static string[] RunsOf(string secret) =>
        [.. Enumerable.Range(0, secret.Length - LongestRun + 1).Select(at => secret.Substring(at, LongestRun))];

    // A body that was cut off anywhere is neither.
    private static bool IsWhole(WireResponse response)
    {
        try
        {
            using JsonDocument? json = JsonResponse.TryParse(response);
            if (json is not null || response.Body.IsEmpty)
            {
                return true;
            }

            XmlDocument xml = new() { XmlResolver = null };
            using XmlReader reader = XmlReader.Create(
                new System.IO.MemoryStream(response.Body.ToArray()), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            xml.Load(reader);
            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }
}
