using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Operations.Redaction;

namespace PasswordCmdlets.Core.Operations;

/// <summary>The instances that one describe call shows; ids that are not among them do not exist.</summary>
/// <param name="Instances">The instances by id.</param>
internal sealed record DescribedInstances(IReadOnlyDictionary<string, DescribedInstance> Instances)
{
    /// <summary>The instances that were asked for, with all that may not be shown withheld.</summary>
    public DescribedInstances Redact(Redactor redactor, IReadOnlyList<string> names)
    {
        Dictionary<string, DescribedInstance> redacted = new(Math.Min(names.Count, Instances.Count), StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (Instances.TryGetValue(name, out DescribedInstance? instance))
            {
                redacted[name] = instance.Redact(redactor, names);
            }
        }

        return new DescribedInstances(redacted);
    }
}
