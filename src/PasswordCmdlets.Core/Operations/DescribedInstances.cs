using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Operations.Redaction;

namespace PasswordCmdlets.Core.Operations;

/// <summary>Many instances as one look shows them; ids that are not in it do not exist.</summary>
/// <param name="Instances">The instances by id.</param>
internal sealed record DescribedInstances(IReadOnlyDictionary<string, DescribedInstance> Instances)
{
    /// <summary>The instances that were asked for, with all that may not be shown withheld.</summary>
    public DescribedInstances Redact(Redactor redactor, IReadOnlyList<string> names)
    {
        Dictionary<string, DescribedInstance> redacted = new(StringComparer.Ordinal);
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
