namespace AgentSandbox.Orchestration.Configuration.Keys;

/// <summary>What a value may look like. The reader and the JSON Schema both follow from it.</summary>
internal abstract record Shape;
