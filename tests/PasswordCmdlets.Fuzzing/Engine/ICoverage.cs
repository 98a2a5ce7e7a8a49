namespace PasswordCmdlets.Fuzzing.Engine;

/// <summary>The edges that executions take: pairs of consecutive branches.</summary>
internal interface ICoverage
{
    /// <summary>How many edges were taken so far.</summary>
    int Edges { get; }

    /// <summary>Begins an execution.</summary>
    void Begin();

    /// <summary>Ends it; whether it took an edge that none took before it, or one much more often.</summary>
    bool End();
}
