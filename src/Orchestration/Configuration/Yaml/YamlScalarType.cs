namespace AgentSandbox.Orchestration.Configuration.Yaml;

/// <summary>The types of YAML's core schema; flags, because a key may accept several.</summary>
[Flags]
internal enum YamlScalarType
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Integer = 4,
    Float = 8,
    String = 16,
}
