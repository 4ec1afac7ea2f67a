namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Findings;

/// <summary>The codes of findings; described in <c>docs/reference/kubernetes.md</c>.</summary>
internal static class FindingCodes
{
    public const string ExternalName = "external_name";
    public const string SelectorLess = "selector_less";
    public const string Headless = "headless";
    public const string NoPorts = "no_ports";
    public const string UdpPort = "udp_port";
    public const string OurOwn = "our_own";
    public const string OriginalsLost = "originals_lost";
    public const string MutualTls = "mutual_tls";
    public const string MeshInjection = "mesh_injection";
    public const string NetworkPolicy = "network_policy";
    public const string ServiceMonitor = "service_monitor";
    public const string SessionAffinity = "session_affinity";
    public const string NotReadyAddresses = "not_ready_addresses";
    public const string ExternalTrafficLocal = "external_traffic_local";
    public const string InternalTrafficLocal = "internal_traffic_local";
    public const string TopologyRouting = "topology_routing";
    public const string ProtocolAssumed = "protocol_assumed";
    public const string TargetPortUnknown = "target_port_unknown";
    public const string NoPods = "no_pods";
    public const string HostNetwork = "host_network";
    public const string TargetPortDiffers = "target_port_differs";
    public const string GitOpsManaged = "gitops_managed";
    public const string MeshPolicy = "mesh_policy";
    public const string NotChecked = "not_checked";
    public const string AlreadyEnrolled = "already_enrolled";

    /// <summary>Those that a person can accept.</summary>
    public static readonly IReadOnlySet<string> Acceptable = new HashSet<string>
    {
        MeshInjection, MeshPolicy, NetworkPolicy, ServiceMonitor, SessionAffinity, NotReadyAddresses, ExternalTrafficLocal, InternalTrafficLocal, TopologyRouting,
        ProtocolAssumed, TargetPortUnknown, NotChecked,
    };
}
