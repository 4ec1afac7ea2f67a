namespace AgentSandbox.Orchestration.Plans.Steps.Commands;

/// <summary>A test that failed.</summary>
/// <param name="Name">Its class and name.</param>
/// <param name="Message">The beginning of what it said.</param>
internal sealed record FailedTest(string Name, string Message);
