using System;
using System.Linq;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Fuzzing.Engine;

namespace PasswordCmdlets.Fuzzing.Targets;

/// <summary>
/// The names of entries in a vault: one that is read, two targets that are written, and a template. A name is short and has letters,
/// digits and hyphens only; what was written is read again; two targets have two names; only the documented exception leaves.
/// </summary>
internal sealed class SecretNameTarget : FuzzTarget
{
    private const int FieldCount = 6;

    public override string Name => "secret-name";

    public override void Run(byte[] input)
    {
        string[] lines = InputParts.Lines(input, 2 + (2 * FieldCount));
        if (SecretNames.TryParse(lines[0], out SecretEntry? entry))
        {
            Property.Holds(SecretNames.Comparer.Equals(entry.ToString(), lines[0]), "an entry that is read has the same name");
        }

        SecretTarget first = TargetOf(lines.AsSpan(2, FieldCount));
        SecretTarget second = TargetOf(lines.AsSpan(2 + FieldCount, FieldCount));
        string? one = NameOf(() => SecretNames.ForTarget(first));
        string? other = NameOf(() => SecretNames.ForTarget(second));
        _ = NameOf(() => SecretNames.Expand(lines[1], first, "20261127120000abcdef"));
        _ = one is null ? null : NameOf(() => SecretNames.ForPending(one, "20261127120000abcdef"));
        Property.Holds(one is null || other is null || !SecretNames.Comparer.Equals(one, other) || Normal(first) == Normal(second),
            "two targets have two names");
        if (one is not null && SecretNames.TryParse(one, out SecretEntry? read))
        {
            Property.Holds(read.PendingRunId is null && Normal(read.Target) == Normal(first), "a target is the same when it is read again");
        }
    }

    private static SecretTarget TargetOf(ReadOnlySpan<string> fields) => new()
    {
        Provider = fields[0],
        Resource = fields[1],
        Region = fields[2],
        InstanceId = fields[3],
        UserName = fields[4],
        Account = fields[5],
    };

    private static string? NameOf(Func<string> create)
    {
        try
        {
            string name = create();
            Property.Holds(name.Length <= SecretNames.MaximumLength && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-'),
                "a name is short and has letters, digits and hyphens only");
            return name;
        }
        catch (ArgumentException problem) when (problem.GetType() == typeof(ArgumentException))
        {
            return null;
        }
    }

    // Provider, resource and region have no case, an empty text is none, and the account counts without an instance alone.
    private static SecretTarget Normal(SecretTarget target) => target with
    {
        Provider = target.Provider.ToLowerInvariant(),
        Resource = target.Resource.ToLowerInvariant(),
        Region = string.IsNullOrEmpty(target.Region) ? "global" : target.Region.ToLowerInvariant(),
        InstanceId = string.IsNullOrEmpty(target.InstanceId) ? target.Account : target.InstanceId,
        UserName = string.IsNullOrEmpty(target.UserName) ? null : target.UserName,
        Account = null,
    };
}
