namespace AgentSandbox.Orchestration.Recording.Planning;

/// <summary>One page of a recording.</summary>
/// <param name="Service">The service.</param>
/// <param name="Path">Path and query.</param>
/// <param name="Status">What it answered.</param>
internal sealed record RecordedGet(string Service, string Path, int Status);
