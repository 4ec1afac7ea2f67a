using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Credentials;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Kubeconfig;

/// <summary>All that is needed to talk to a cluster.</summary>
internal sealed record ClusterLogin(ClusterEndpoint Endpoint, ICredentialSource Credentials, Impersonation? Impersonation, string Namespace, string Description);
