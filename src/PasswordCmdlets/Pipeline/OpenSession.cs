using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Pipeline;

/// <summary>A session and the credential it was opened with.</summary>
internal sealed record OpenSession(ProviderSession Session, CloudCredential Credential);
