namespace PasswordCmdlets.Fuzzing.Engine;

/// <summary>The branches that executions take.</summary>
internal interface ICoverage
{
    /// <summary>How many branches were taken so far, each after each other one counted on its own.</summary>
    int Edges { get; }

    /// <summary>Begins an execution.</summary>
    void Begin();

    /// <summary>Ends it; whether it took a branch that none took before it, or one much more often.</summary>
    bool End();
}
