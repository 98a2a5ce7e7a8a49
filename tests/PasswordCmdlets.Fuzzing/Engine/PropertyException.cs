using System;

namespace PasswordCmdlets.Fuzzing.Engine;

/// <summary>A property of a reader does not hold.</summary>
internal sealed class PropertyException(string property) : Exception($"Not true: {property}.");
