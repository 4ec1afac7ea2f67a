using AgentSandbox.Orchestration.Configuration.Yaml;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Kubeconfig;

/// <summary>One kubeconfig as it is written.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Root">Its mapping.</param>
internal sealed record KubeconfigFile(string Path, YamlValue Root)
{
    /// <summary>A path that the file names; relative ones are relative to it.</summary>
    public string Resolve(string path) => System.IO.Path.GetFullPath(path, System.IO.Path.GetDirectoryName(Path) ?? "/");
}
