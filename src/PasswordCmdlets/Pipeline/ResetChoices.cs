using System;
using System.Collections.Generic;
using System.Management.Automation;
using PasswordCmdlets.Core;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Tencent;
using PasswordCmdlets.Core.Providers.Zenlayer;

namespace PasswordCmdlets.Pipeline;

/// <summary>What one command wants of the resets it makes.</summary>
internal sealed record ResetChoices(SecretText? Password, string OperatingSystem, bool Force, Action<string> Warn);
