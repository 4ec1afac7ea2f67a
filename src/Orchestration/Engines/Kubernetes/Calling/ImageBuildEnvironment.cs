namespace AgentSandbox.Orchestration.Engines.Kubernetes.Calling;

/// <summary>What an image build gets beyond the minimal environment: where its daemon and its registry's login are.</summary>
internal static class ImageBuildEnvironment
{
    private static readonly string[] s_names =
        ["KUBECONFIG", "DOCKER_HOST", "DOCKER_CONFIG", "DOCKER_CONTEXT", "DOCKER_CERT_PATH", "DOCKER_TLS_VERIFY", "DOCKER_BUILDKIT", "BUILDX_BUILDER", "CONTAINER_HOST", "KO_DOCKER_REPO", "MINIKUBE_ACTIVE_DOCKERD"];

    public static IReadOnlyDictionary<string, string> Of(IReadOnlyDictionary<string, string> minimal, IReadOnlyDictionary<string, string> outside)
    {
        var environment = new Dictionary<string, string>(minimal);
        foreach (var name in s_names)
        {
            if (outside.TryGetValue(name, out var value))
            {
                environment[name] = value;
            }
        }

        return environment;
    }
}
