namespace AgentSandbox.Orchestration.Configuration.Yaml;

/// <summary>One key of a mapping with its value.</summary>
internal sealed record YamlEntry(YamlValue Key, YamlValue Value)
{
    public string Name => Key.Text;
}
