using System;
using System.Globalization;
using System.Text.Json;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Operations.Reports;

/// <summary>
/// The state of one target at one time, as a report holds it: one JSON object on a line. The results that PowerShell shows are made from
/// it too. It has no property for a secret.
/// </summary>
internal sealed record ReportEntry
{
    /// <summary>The status of a target that was approved and not sent yet.</summary>
    public const string Planned = nameof(Planned);

    /// <summary>The status of a target whose request is about to be sent or was sent, and that has no result.</summary>
    public const string Sent = nameof(Sent);

    public required DateTimeOffset Time { get; init; }

    public required string RunId { get; init; }

    public required string Provider { get; init; }

    public required string Resource { get; init; }

    public string? InstanceId { get; init; }

    public string? UserName { get; init; }

    public string? Region { get; init; }

    public string? ProjectId { get; init; }

    /// <summary>The profile of the credential; null when neither the target nor the command specified one.</summary>
    public string? ProfileName { get; init; }

    public string? Account { get; init; }

    /// <summary>Planned, Sent or a result's status.</summary>
    public required string Status { get; init; }

    public string? RequestId { get; init; }

    public string? ErrorId { get; init; }

    public string? ErrorCode { get; init; }

    public string? Message { get; init; }

    public int Attempts { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public TimeSpan? Duration { get; init; }

    public bool? RestartRequired { get; init; }

    public int? RetryTimesLeft { get; init; }

    public int? LockTimeLeft { get; init; }

    public string? VaultName { get; init; }

    public string? SecretName { get; init; }

    /// <summary>
    /// Whether a planned target may have been sent: a later line of the report is incomplete. A report does not have this property.
    /// </summary>
    public bool MayBeSent { get; init; }

    /// <summary>Whether the target may have been changed although no success was seen.</summary>
    public bool IsUncertain => MayBeSent || Status is (Sent or nameof(ChangeStatus.Accepted) or nameof(ChangeStatus.Unknown));

    /// <summary>Whether the target may be sent again without doing anything twice.</summary>
    public bool IsResumable => !MayBeSent && Name is not null
        && (Status is Planned or nameof(ChangeStatus.Failed) or nameof(ChangeStatus.Cancelled));

    /// <summary>Whether the target failed before anything was sent.</summary>
    public bool IsUnsent => Status == nameof(ChangeStatus.Failed) && Attempts == 0;

    /// <summary>Whether sending it again cannot succeed: there is no such target.</summary>
    public bool WouldFailAgain => ErrorId is ErrorIds.TargetNotFound or ErrorIds.InvalidTarget or ErrorIds.DuplicateTarget;

    /// <summary>
    /// Whether a person has to do something about the target. An Accepted without an error is what a command that does not wait leaves,
    /// and the best that some providers report.
    /// </summary>
    public bool NeedsAttention => ErrorId is not null || Status is not (nameof(ChangeStatus.Succeeded) or nameof(ChangeStatus.Accepted));

    /// <summary>What the target is called: the instance, else the user, else the account.</summary>
    public string? Name => InstanceId ?? UserName ?? Account;

    /// <summary>
    /// Whether this entry says that the change which an earlier one left uncertain has failed: both have the same request id.
    /// </summary>
    public bool Ends(ReportEntry uncertain) =>
        Status == nameof(ChangeStatus.Failed) && RequestId is not null && RequestId == uncertain.RequestId;

    /// <summary>The entry of a target that has its result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="runId">The current run.</param>
    /// <param name="time">The time of the entry.</param>
    public static ReportEntry Of(TargetResult result, string runId, DateTimeOffset time) => new()
    {
        Time = time,
        RunId = result.RunId ?? runId,
        Provider = result.Provider,
        Resource = result.Resource,
        InstanceId = result.Target.InstanceId,
        UserName = result.Target.UserName,
        Region = result.Target.Region,
        ProjectId = result.Target.ProjectId,
        ProfileName = result.Target.ProfileName,
        Account = result.Account,
        Status = result.Status.ToString(),
        RequestId = result.RequestId,
        ErrorId = result.ErrorId,
        ErrorCode = result.ErrorCode,
        Message = result.Message,
        Attempts = result.Attempts,
        StartedAt = result.StartedAt,
        Duration = result.Duration,
        RestartRequired = result.RestartRequired,
        RetryTimesLeft = result.RetryTimesLeft,
        LockTimeLeft = result.LockTimeLeft,
    };

    /// <summary>Writes the entry as one JSON object; properties without a value are left out.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString(nameof(Time), Time.UtcDateTime);
        json.WriteString(nameof(RunId), RunId);
        json.WriteString(nameof(Status), Status);
        json.WriteString(nameof(Provider), Provider);
        json.WriteString(nameof(Resource), Resource);
        WriteText(json, nameof(InstanceId), InstanceId);
        WriteText(json, nameof(UserName), UserName);
        WriteText(json, nameof(Region), Region);
        WriteText(json, nameof(ProjectId), ProjectId);
        WriteText(json, nameof(ProfileName), ProfileName);
        WriteText(json, nameof(Account), Account);
        WriteText(json, nameof(RequestId), RequestId);
        WriteText(json, nameof(ErrorId), ErrorId);
        WriteText(json, nameof(ErrorCode), ErrorCode);
        WriteText(json, nameof(Message), Message);
        json.WriteNumber(nameof(Attempts), Attempts);
        if (StartedAt is { } started)
        {
            json.WriteString(nameof(StartedAt), started.UtcDateTime);
        }

        if (Duration is { } duration)
        {
            json.WriteString(nameof(Duration), duration.ToString("c", CultureInfo.InvariantCulture));
        }

        if (RestartRequired is { } restart)
        {
            json.WriteBoolean(nameof(RestartRequired), restart);
        }

        if (RetryTimesLeft is { } attempts)
        {
            json.WriteNumber(nameof(RetryTimesLeft), attempts);
        }

        if (LockTimeLeft is { } minutes)
        {
            json.WriteNumber(nameof(LockTimeLeft), minutes);
        }

        WriteText(json, nameof(VaultName), VaultName);
        WriteText(json, nameof(SecretName), SecretName);
        json.WriteEndObject();
    }

    /// <summary>Reads an entry from one line of a report; null when the line is not a whole entry.</summary>
    public static ReportEntry? Parse(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement json = document.RootElement;
            if (json.ValueKind != JsonValueKind.Object
                || Text(json, nameof(RunId)) is not { } runId
                || Text(json, nameof(Provider)) is not { } provider
                || Text(json, nameof(Resource)) is not { } resource
                || Text(json, nameof(Status)) is not { } status)
            {
                return null;
            }

            return new ReportEntry
            {
                Time = Moment(json, nameof(Time)) ?? default,
                RunId = runId,
                Provider = provider,
                Resource = resource,
                Status = status,
                InstanceId = Text(json, nameof(InstanceId)),
                UserName = Text(json, nameof(UserName)),
                Region = Text(json, nameof(Region)),
                ProjectId = Text(json, nameof(ProjectId)),
                ProfileName = Text(json, nameof(ProfileName)),
                Account = Text(json, nameof(Account)),
                RequestId = Text(json, nameof(RequestId)),
                ErrorId = Text(json, nameof(ErrorId)),
                ErrorCode = Text(json, nameof(ErrorCode)),
                Message = Text(json, nameof(Message)),
                Attempts = Number(json, nameof(Attempts)) ?? 0,
                StartedAt = Moment(json, nameof(StartedAt)),
                Duration = TimeSpan.TryParse(Text(json, nameof(Duration)), CultureInfo.InvariantCulture, out TimeSpan duration)
                    ? RecordedTime.Of(duration)
                    : null,
                RestartRequired = Flag(json, nameof(RestartRequired)),
                RetryTimesLeft = Number(json, nameof(RetryTimesLeft)),
                LockTimeLeft = Number(json, nameof(LockTimeLeft)),
                VaultName = Text(json, nameof(VaultName)),
                SecretName = Text(json, nameof(SecretName)),
            };
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // GetString throws InvalidOperationException for a string with half of a surrogate pair, which is valid JSON.
            return null;
        }
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool? Flag(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : null;

    private static int? Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number)
            ? number
            : null;

    private static DateTimeOffset? Moment(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value)
            && value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out DateTimeOffset moment)
            ? RecordedTime.Of(moment)
            : null;
}
