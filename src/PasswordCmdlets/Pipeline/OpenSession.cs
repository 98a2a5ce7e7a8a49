using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using PasswordCmdlets.Core;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Pipeline;

/// <summary>A session and the credential it was opened with.</summary>
internal sealed record OpenSession(ProviderSession Session, CloudCredential Credential);
