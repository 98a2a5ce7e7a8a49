namespace PasswordCmdlets.Fuzzing.Targets;

/// <summary>The formats of the settings files of the providers' tools.</summary>
internal enum CredentialFormat
{
    Json,
    Ini,
    Yaml,
}
