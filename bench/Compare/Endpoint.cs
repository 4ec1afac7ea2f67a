namespace AgentSandbox.Bench.Compare;

/// <summary>An endpoint of Shop with answers that it really gave, between which orders were placed.</summary>
internal sealed record Endpoint(string Name, IReadOnlyList<Answer> Recorded);
