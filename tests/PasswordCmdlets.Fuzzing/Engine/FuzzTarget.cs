using System.Collections.Generic;

namespace PasswordCmdlets.Fuzzing.Engine;

/// <summary>A reader of bytes from outside, and what has to be true of it for every input.</summary>
internal abstract class FuzzTarget
{
    /// <summary>The name, which is also that of its seeds.</summary>
    public abstract string Name { get; }

    /// <summary>The inputs to begin with.</summary>
    public virtual IReadOnlyList<byte[]> Seeds => SeedFile.Read(Name);

    /// <summary>Reads an input; any exception is a finding.</summary>
    public abstract void Run(byte[] input);
}
