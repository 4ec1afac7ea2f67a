namespace AgentSandbox.Bench.Mutate;

/// <summary>One small change to a source file that a test should notice.</summary>
/// <param name="File">The file, relative to the sources' folder.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="What">What was changed.</param>
/// <param name="Before">The line as it is.</param>
/// <param name="After">The line with the change.</param>
internal sealed record Mutant(string File, int Line, string What, string Before, string After)
{
    public override string ToString() => $"{File}:{Line} {What}: {After.Trim()}";
}
