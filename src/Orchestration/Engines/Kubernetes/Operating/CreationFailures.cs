using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating;

/// <summary>What it means for a fork that the cluster did not take one of its objects.</summary>
internal static class CreationFailures
{
    public static SandboxFailure Explain(SandboxFailure failure, JsonObject item) => failure.Code switch
    {
        FailureCodes.Forbidden or FailureCodes.ClusterRefused when failure.Message.Contains("exceeded quota", StringComparison.OrdinalIgnoreCase) => failure with
        {
            Code = FailureCodes.QuotaExceeded,
            Category = FailureCategory.Environment,
            Hint = $"Free something in the namespace '{item.Namespace()}', or ask for a larger quota: 'kubectl -n {item.Namespace()} describe quota'.",
        },
        FailureCodes.Forbidden or FailureCodes.ClusterRefused when IsAdmission(failure.Message) => failure with
        {
            Code = FailureCodes.AdmissionRefused,
            Category = FailureCategory.Environment,
            Hint = "The message says which policy it is. Deploy with a 'patch' that satisfies it.",
        },
        FailureCodes.ClusterRefused => failure with
        {
            Code = FailureCodes.PatchInvalid,
            Hint = $"The cluster did not take the {item.Kind()} of the fork; correct image, env, resources or patch.",
        },
        _ => failure,
    };

    private static bool IsAdmission(string message) =>
        message.Contains("admission webhook", StringComparison.OrdinalIgnoreCase)
        || message.Contains("denied the request", StringComparison.OrdinalIgnoreCase)
        || message.Contains("pod security", StringComparison.OrdinalIgnoreCase);
}
