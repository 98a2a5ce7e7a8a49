using System.Collections.Generic;

namespace PasswordCmdlets.Fuzzing.Engine;

/// <summary>What a run did and found.</summary>
/// <param name="Executions">How many inputs were read.</param>
/// <param name="Edges">How many edges were taken.</param>
/// <param name="Inputs">The inputs that took new edges, the seeds among them.</param>
/// <param name="Findings">The first input of each defect.</param>
internal sealed record FuzzReport(long Executions, int Edges, IReadOnlyList<byte[]> Inputs, IReadOnlyList<Finding> Findings);
