using System.Collections.Generic;
using System.Linq;

namespace PasswordCmdlets.Core.Credentials.Files;

/// <summary>The ways a look into a settings file may end.</summary>
internal enum ProfileLookupKind
{
    /// <summary>There is no such file, or it is switched off.</summary>
    NoFile,

    /// <summary>The file cannot be read or understood.</summary>
    Unreadable,

    /// <summary>The file has no profile of that name.</summary>
    NoProfile,

    /// <summary>The profile is of a kind that is not supported, or incomplete.</summary>
    Unusable,

    /// <summary>The profile holds a credential.</summary>
    Found,

    /// <summary>The profile says to ask the metadata service.</summary>
    InstanceRole,
}
