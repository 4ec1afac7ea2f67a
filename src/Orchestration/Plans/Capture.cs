namespace AgentSandbox.Orchestration.Plans;

/// <summary>Keeps a value of a step's result for later steps: <c>${steps.ID.NAME}</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="From">A JSONPath into the step's output document.</param>
public sealed record Capture(string Name, string From);
