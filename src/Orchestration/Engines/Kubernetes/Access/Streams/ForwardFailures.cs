using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Streams;

/// <summary>Words what a node says about a forwarded connection.</summary>
internal static class ForwardFailures
{
    private const int MaxWords = 300;

    public static SandboxFailure From(ApiRequest request, int port, string words)
    {
        var line = string.Concat(words.Select(character => char.IsControl(character) ? ' ' : character)).Trim();
        var isRefused = line.Contains("connection refused", StringComparison.OrdinalIgnoreCase);
        line = line.Length <= MaxWords ? line : line[..MaxWords] + "…";
        return new SandboxFailure
        {
            Code = FailureCodes.ClusterUnreachable,
            Category = FailureCategory.Environment,
            Message = isRefused
                ? $"Nothing listens on port {port} of the pod \"{request.Name}\" in namespace \"{request.Namespace}\"."
                : $"The node does not lead to port {port} of the pod \"{request.Name}\" in namespace \"{request.Namespace}\": {line}.",
            Hint = "Check that the pod runs and listens on this port.",
            Evidence = [line],
            Retryable = true,
        };
    }
}
