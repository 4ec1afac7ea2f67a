namespace AgentSandbox.Orchestration.Engines;

/// <summary>Asks an engine to capture the files of a working tree or of a ref.</summary>
/// <param name="Tree">Absolute path of the working tree.</param>
/// <param name="Ref">A ref to take instead of the tree's files.</param>
public sealed record CaptureRequest(string Tree, string? Ref);
