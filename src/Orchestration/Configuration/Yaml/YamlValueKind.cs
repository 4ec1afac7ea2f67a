namespace AgentSandbox.Orchestration.Configuration.Yaml;

internal enum YamlValueKind
{
    Scalar,
    Sequence,
    Mapping,
}
