namespace PasswordCmdlets.Interleavings.Controlled;

/// <summary>A store of a controlled thread in the processor's store buffer: the thread sees it, the others do not.</summary>
internal abstract class DelayedStore
{
    /// <summary>Lets the others see it.</summary>
    public abstract void Complete();
}
