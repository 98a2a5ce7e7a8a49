using System.Collections.Generic;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Operations;

/// <summary>A change as it goes into one call: one password for one or more targets of one region.</summary>
internal sealed record ChangeRequest(IReadOnlyList<TargetWork> Targets, SecretText Password)
{
    public PasswordTarget First => Targets[0].Target;
}
