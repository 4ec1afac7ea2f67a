namespace AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

/// <summary>Names that this program writes into a cluster; each is an interface to people and tools, so none is ever reused.</summary>
internal static class KnownNames
{
    public const string Group = "agentsandbox.dev";
    public const string Version = "v1alpha1";
    public const string ApiVersion = Group + "/" + Version;
    public const string SandboxKind = "RoutedSandbox";
    public const string GroupKind = "RouteGroup";

    public const string ManagedByLabel = "app.kubernetes.io/managed-by";
    public const string ManagedBy = "agent-sandbox";
    public const string NameLabel = "app.kubernetes.io/name";
    public const string SandboxLabel = Group + "/sandbox";
    public const string ServiceLabel = Group + "/service";
    public const string RevisionLabel = Group + "/revision";
    public const string ComponentLabel = Group + "/component";
    public const string OperatorComponent = "operator";
    public const string RouterComponent = "router";
    public const string McpComponent = "mcp";

    /// <summary>The ConfigMap of a plan run.</summary>
    public const string RunComponent = "plan-run";

    public const string ClonedFromAnnotation = Group + "/cloned-from";
    public const string FingerprintAnnotation = Group + "/baseline-fingerprint";
    /// <summary>What a fork was cloned from, so that its next revision can stay on it while the baseline moves.</summary>
    public const string TemplateAnnotation = Group + "/baseline-template";
    /// <summary>On the election Lease: the version of the operator that holds it.</summary>
    public const string VersionAnnotation = Group + "/version";

    /// <summary>The election Lease of an operator, in its namespace.</summary>
    public const string OperatorLease = ManagedBy + "-operator";

    public const string OwnerAnnotation = Group + "/owner";

    /// <summary>On a sandbox: when one of its users did something with it last.</summary>
    public const string ActivityAnnotation = Group + "/last-activity";

    /// <summary>On the ConfigMap of a plan run: when its runner was last heard of, by the API server's clock.</summary>
    public const string HeartbeatAnnotation = Group + "/heartbeat";

    /// <summary>On a fork's Deployment: the port of its pods behind each port of the Service.</summary>
    public const string ForkPortsAnnotation = Group + "/fork-ports";

    /// <summary>On a Service for which routers listen, with one of the three values below.</summary>
    public const string EnrolledLabel = Group + "/enrolled";

    /// <summary>Its traffic passes the routers.</summary>
    public const string EnrolledValue = "true";

    /// <summary>Routers open their listeners; its traffic does not pass them yet.</summary>
    public const string PreparingValue = "preparing";

    /// <summary>It has its originals again; routers keep their listeners for what still comes.</summary>
    public const string LeavingValue = "leaving";

    /// <summary>On an enrolled Service: the merge patch that undoes the enrolment, so that it holds both originals.</summary>
    public const string RestoreAnnotation = Group + "/restore";

    /// <summary>On an enrolled Service: the router's port and protocol of each of its ports.</summary>
    public const string PortsAnnotation = Group + "/ports";

    /// <summary>On an enrolled Service: how often the operator has put its enrolment back, and when.</summary>
    public const string RepairsAnnotation = Group + "/repairs";

    /// <summary>On an enrolled Service that was left to another writer: by whom, and the rule to add there.</summary>
    public const string ContestedAnnotation = Group + "/contested";

    public const string DefaultContainerAnnotation = "kubectl.kubernetes.io/default-container";
    public const string RestartedAtAnnotation = "kubectl.kubernetes.io/restartedAt";
    public const string LastAppliedAnnotation = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>True for names that only this program may write.</summary>
    public static bool IsOurs(string name) => name.StartsWith(Group + "/", StringComparison.Ordinal);
}
