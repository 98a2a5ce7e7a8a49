namespace PasswordCmdlets.Interleavings.Scheduling;

/// <summary>The owner of an object's lock in a schedule.</summary>
internal sealed class ControlledLock
{
    public ControlledThread? Owner { get; set; }

    public int Depth { get; set; }
}
