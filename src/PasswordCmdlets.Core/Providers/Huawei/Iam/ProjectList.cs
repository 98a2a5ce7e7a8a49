using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Providers.Huawei.Iam;

/// <summary>The projects of a list response.</summary>
/// <param name="Ids">Their ids by name; ids of enabled projects only.</param>
internal sealed record ProjectList(IReadOnlyList<KeyValuePair<string, string>> Ids);
