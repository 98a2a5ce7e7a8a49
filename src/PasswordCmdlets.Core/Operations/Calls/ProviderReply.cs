using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Operations.Discovery;
using PasswordCmdlets.Core.Operations.Redaction;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>A provider's response as its reader understands it.</summary>
internal sealed record ProviderReply
{
    public required Fault Fault { get; init; }

    public string? RequestId { get; init; }

    /// <summary>The provider's own error code.</summary>
    public string? Code { get; init; }

    /// <summary>Whether the code is one of our own tables, so that it says nothing of the request.</summary>
    public bool CodeIsListed { get; init; }

    /// <summary>The provider's own message. Untrusted until <see cref="Redact"/>.</summary>
    public string? Message { get; init; }

    /// <summary>What to do about it, in our words.</summary>
    public string? Advice { get; init; }

    /// <summary>How long the provider asks to pause.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Remaining attempts of the old password (DCS).</summary>
    public int? RetryTimesLeft { get; init; }

    /// <summary>Minutes until a lock ends (DCS).</summary>
    public int? LockTimeLeft { get; init; }

    /// <summary>
    /// The reply about each target of a batch by its id, where the provider accepted some and rejected others; null where this reply is
    /// about all.
    /// </summary>
    public IReadOnlyDictionary<string, ProviderReply>? Targets { get; init; }

    /// <summary>What a read call returned, in the operation's own terms.</summary>
    public object? Content { get; init; }

    /// <summary>Whether it is a success that has nothing of the provider besides the request id.</summary>
    public bool HasNoText => this is { Fault: Fault.None, Code: null, Message: null, Advice: null, Targets: null, Content: null };

    /// <summary>The same with all that may not be shown withheld.</summary>
    /// <param name="redactor">Decides what may be shown.</param>
    /// <param name="names">The ids and other names that the request specified.</param>
    public ProviderReply Redact(Redactor redactor, IReadOnlyList<string> names)
    {
        string? requestId = redactor.Id(RequestId);
        string? message = Message is null || Fault.IsAboutPassword()
            ? null
            : redactor.Text(Message, requestId is null ? names : [.. names, requestId]);
        bool isWithheld = message is null && !string.IsNullOrEmpty(Message);
        return this with
        {
            Code = CodeIsListed ? Code : redactor.Field(Code),
            RequestId = requestId,
            Message = message,
            Advice = Advice ?? (isWithheld ? Fault.InsteadOfMessage() : null),
            Targets = Targets?.ToDictionary(static pair => pair.Key, pair => pair.Value.Redact(redactor, names), StringComparer.Ordinal),
            Content = Content switch
            {
                DescribedInstances described => described.Redact(redactor, names),
                TargetPage page => page.Redact(redactor),
                _ => Content,
            },
        };
    }
}
