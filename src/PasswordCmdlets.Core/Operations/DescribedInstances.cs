using System;
using System.Collections.Generic;
using System.Threading;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Operations;

/// <summary>Many instances as one look shows them; ids that are not in it do not exist.</summary>
/// <param name="Instances">The instances by id.</param>
internal sealed record DescribedInstances(IReadOnlyDictionary<string, DescribedInstance> Instances)
{
    /// <summary>The same with the provider's words made safe to show.</summary>
    public DescribedInstances Clean(IReadOnlyList<SecretText> secrets)
    {
        Dictionary<string, DescribedInstance> clean = new(Instances.Count, StringComparer.Ordinal);
        foreach ((string id, DescribedInstance view) in Instances)
        {
            clean[id] = view.Clean(secrets);
        }

        return new DescribedInstances(clean);
    }
}
