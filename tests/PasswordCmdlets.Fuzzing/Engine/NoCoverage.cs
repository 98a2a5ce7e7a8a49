namespace PasswordCmdlets.Fuzzing.Engine;

/// <summary>For an assembly that is not instrumented: only the seeds are mutated.</summary>
internal sealed class NoCoverage : ICoverage
{
    public int Edges => 0;

    public void Begin()
    {
    }

    public bool End() => false;
}
