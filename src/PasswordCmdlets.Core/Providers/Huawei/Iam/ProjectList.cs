using System.Collections.Generic;

namespace PasswordCmdlets.Core.Providers.Huawei.Iam;

/// <summary>The projects of a list response.</summary>
/// <param name="Ids">Their ids by name; ids of enabled projects only.</param>
internal sealed record ProjectList(IReadOnlyList<KeyValuePair<string, string>> Ids);
