using System;

namespace PasswordCmdlets.Core.Credentials.Files;

/// <summary>A settings file violates its format. The message names a line and quotes nothing of it.</summary>
internal sealed class SettingsFormatException(string problem, long line) : Exception($"{problem} (line {line})");
