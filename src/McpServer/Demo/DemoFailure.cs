namespace AgentSandbox.McpServer.Demo;

/// <summary>A step did not prove what it claims.</summary>
internal sealed class DemoFailure(string claim, string expected, string observed, IReadOnlyList<string>? evidence = null)
    : Exception($"{claim}: expected {expected}, observed {observed}.")
{
    public string Claim { get; } = claim;

    public string Expected => expected;

    public string Observed => observed;

    public IReadOnlyList<string> Evidence => evidence ?? [];
}
