using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Operations.Lockout;

/// <summary>What a provider counts wrong old passwords for.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Scope">Where the id means one thing only: the endpoint of a DCS instance, the access key of a RAM user.</param>
/// <param name="Id">The instance or the user.</param>
internal readonly record struct LockoutKey(string Provider, string Scope, string Id);
