namespace AgentSandbox.Bench.ComparePatches;

/// <summary>One replacement in one file of a service.</summary>
/// <param name="File">Relative to the service's folder.</param>
/// <param name="Find">A text that stands there exactly once.</param>
/// <param name="Replace">What stands there afterwards.</param>
internal sealed record Edit(string File, string Find, string Replace);
