using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.UnitTests.Configuration;
using AgentSandbox.Router;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Enrolment;

public sealed class EnrolmentPlannerTests
{
    private const string Folder = "Enrolment/Cases";

    private const string Base = """
        service: { kind: Service, metadata: { name: orders, namespace: shop, resourceVersion: "9", labels: { app: orders } }, spec: { type: ClusterIP, clusterIP: 10.0.0.9, sessionAffinity: None, selector: { app: orders }, ports: [{ name: http, protocol: TCP, port: 80, targetPort: 8080 }] } }
        pods: [{ kind: Pod, metadata: { name: orders-1, namespace: shop, labels: { app: orders, tier: back } }, spec: { containers: [{ name: a, ports: [{ name: web, containerPort: 8080 }] }] } }]
        """;

    public static TheoryData<string> Cases => GoldenCases.In(Folder);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Input_BecomesTheExpectedPlan(string name)
    {
        var facts = Facts(GoldenCases.Input(Folder, name));
        var plan = EnrolmentPlanner.Plan(facts);

        GoldenCases.Verify(Folder, name, new JsonObject
        {
            ["changes"] = plan.Changes.ToJson(),
            ["ports"] = new JsonArray([.. plan.Ports.Select(port => new JsonObject { ["port"] = port.Port, ["router"] = port.RouterPort, ["target"] = port.Target.DeepClone(), ["protocol"] = port.ProtocolName })]),
            ["findings"] = plan.Findings.Select(finding => $"{finding.Weight} {finding}").ToJson(),
            ["patch"] = plan.Patch?.DeepClone(),
            ["unenrol"] = EnrolmentPatches.Unenrol(facts.Service),
            ["refusal"] = EnrolmentPlanner.Refuse(plan, new HashSet<string>())?.ToString(),
        });
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Enrolment_IsIdempotentAndIsUndone(string name)
    {
        var facts = Facts(GoldenCases.Input(Folder, name));
        var plan = EnrolmentPlanner.Plan(facts);
        if (plan.Patch is null || plan.Blocking(plan.Findings.Select(finding => finding.Code).ToHashSet()).Count > 0)
        {
            return;
        }

        var enrolled = JsonMerge.Patch(facts.Service, plan.Patch);
        var again = EnrolmentPlanner.Plan(facts with { Service = enrolled });
        var undone = JsonMerge.Patch(enrolled, EnrolmentPatches.Unenrol(enrolled));
        var undoneByHand = JsonMerge.Patch(enrolled, (JsonObject)JsonNode.Parse(enrolled.Annotation(KnownNames.RestoreAnnotation)!)!); // written by the patch

        again.Patch.Should().BeNull("it is enrolled");
        Spec(undone).Should().Be(Spec(undoneByHand));
        EnrolledService.IsMarked(undone).Should().BeFalse();
        undone["spec"]!["selector"]!.ToJsonString().Should().Be(EnrolledService.OriginalSelector(facts.Service).ToJson().ToJsonString()); // they have selectors
        undone.ObjectsAt("spec", "ports").Select(port => port["targetPort"]!.ToJsonString()).Should().Equal(EnrolledService.OriginalPorts(facts.Service).Select(port => port["targetPort"]!.ToJsonString()));
    }

    [Theory]
    [InlineData("{}", "")]
    [InlineData("{ service: { spec: { type: ExternalName, externalName: a.example, selector: null } } }", "Refusal external_name")]
    [InlineData("{ service: { spec: { clusterIP: None } } }", "Refusal headless")]
    [InlineData("{ service: { spec: { selector: null } } }", "Refusal selector_less")]
    [InlineData("{ service: { spec: { ports: [] } } }", "Refusal no_ports")]
    [InlineData("{ service: { spec: { ports: [{ name: http, port: 80, targetPort: 8080 }, { name: dns, protocol: UDP, port: 53, targetPort: 53 }] } } }", "Refusal udp_port")]
    [InlineData("{ service: { spec: { selector: { agentsandbox.dev/component: router } } } }", "Refusal originals_lost")]
    [InlineData("{ service: { metadata: { labels: { app.kubernetes.io/managed-by: agent-sandbox } }, spec: { selector: { agentsandbox.dev/component: router } } } }", "Refusal our_own")]
    [InlineData("{ service: { spec: { sessionAffinity: ClientIP } } }", "Acceptable session_affinity")]
    [InlineData("{ service: { spec: { publishNotReadyAddresses: true } } }", "Acceptable not_ready_addresses")]
    [InlineData("{ service: { spec: { type: LoadBalancer, externalTrafficPolicy: Local } } }", "Acceptable external_traffic_local")]
    [InlineData("{ service: { spec: { type: NodePort, externalTrafficPolicy: Cluster } } }", "")]
    [InlineData("{ service: { spec: { internalTrafficPolicy: Local } } }", "Acceptable internal_traffic_local")]
    [InlineData("{ service: { spec: { topologyKeys: [kubernetes.io/hostname, '*'] } } }", "Acceptable topology_routing")]
    [InlineData("{ service: { spec: { topologyKeys: ['*'] } } }", "")]
    [InlineData("{ service: { metadata: { annotations: { service.kubernetes.io/topology-mode: Auto } } } }", "Acceptable topology_routing")]
    [InlineData("{ service: { spec: { trafficDistribution: PreferClose } } }", "Acceptable topology_routing")]
    [InlineData("{ service: { spec: { ports: [{ port: 7777, targetPort: 7777 }] } } }", "Acceptable protocol_assumed")]
    [InlineData("{ service: { spec: { ports: [{ port: 7777, targetPort: 7777 }] } }, protocols: { '7777': H2c } }", "")]
    [InlineData("{ service: { spec: { ports: [{ port: 80, targetPort: web }] } } }", "")]
    [InlineData("{ service: { spec: { ports: [{ port: 80, targetPort: none }] } } }", "Acceptable target_port_unknown")]
    [InlineData("{ pods: [] }", "Information no_pods")]
    [InlineData("{ pods: [{ metadata: { labels: { app: orders } }, spec: { hostNetwork: true } }] }", "Information host_network")]
    [InlineData("{ service: { metadata: { annotations: { argocd.argoproj.io/tracking-id: x } } } }", "Information gitops_managed")]
    [InlineData("{ service: { metadata: { labels: { kustomize.toolkit.fluxcd.io/name: shop } } } }", "Information gitops_managed")]
    [InlineData("{ networkPolicies: [{ kind: NetworkPolicy, spec: { podSelector: { matchLabels: { app: orders } }, ingress: [{}] } }] }", "Acceptable network_policy")]
    [InlineData("{ networkPolicies: [{ kind: NetworkPolicy, spec: { podSelector: {} } }] }", "Acceptable network_policy")]
    [InlineData("{ networkPolicies: [{ kind: NetworkPolicy, spec: { podSelector: { matchLabels: { app: orders } }, policyTypes: [Egress] } }] }", "")]
    [InlineData("{ networkPolicies: [{ kind: NetworkPolicy, spec: { podSelector: { matchLabels: { app: web } }, policyTypes: [Egress], egress: [{ to: [{ podSelector: { matchLabels: { tier: back } } }] }] } }] }", "Acceptable network_policy")]
    [InlineData("{ networkPolicies: [{ kind: NetworkPolicy, spec: { podSelector: { matchLabels: { app: web } }, policyTypes: [Ingress] } }] }", "")]
    [InlineData("{ namespace: { kind: Namespace, metadata: { name: shop, labels: { istio-injection: enabled } } } }", "Acceptable mesh_injection")]
    [InlineData("{ namespace: { kind: Namespace, metadata: { name: shop, annotations: { linkerd.io/inject: enabled } } } }", "Acceptable mesh_injection")]
    [InlineData("{ namespace: { kind: Namespace, metadata: { name: shop, labels: { istio-injection: disabled } } } }", "")]
    [InlineData("{ pods: [{ metadata: { labels: { app: orders } }, spec: { containers: [{ name: linkerd-proxy }] } }] }", "Acceptable mesh_injection")]
    [InlineData("{ peerAuthentications: [{ kind: PeerAuthentication, metadata: { namespace: istio-system }, spec: { mtls: { mode: STRICT } } }] }", "Refusal mutual_tls")]
    [InlineData("{ peerAuthentications: [{ kind: PeerAuthentication, metadata: { namespace: shop }, spec: { mtls: { mode: PERMISSIVE } } }] }", "")]
    [InlineData("{ peerAuthentications: [{ kind: PeerAuthentication, metadata: { namespace: shop }, spec: { selector: { matchLabels: { app: web } }, mtls: { mode: STRICT } } }] }", "")]
    [InlineData("{ destinationRules: [{ kind: DestinationRule, spec: { host: orders.shop.svc.cluster.local, trafficPolicy: { tls: { mode: ISTIO_MUTUAL } } } }] }", "Refusal mutual_tls")]
    [InlineData("{ destinationRules: [{ kind: DestinationRule, spec: { host: orders-2, trafficPolicy: { tls: { mode: ISTIO_MUTUAL } } } }] }", "")]
    [InlineData("{ namespace: { kind: Namespace, metadata: { annotations: { config.linkerd.io/default-inbound-policy: all-authenticated } } } }", "Refusal mutual_tls")]
    [InlineData("{ serviceMonitors: [{ kind: ServiceMonitor, metadata: { namespace: shop }, spec: { selector: { matchLabels: { app: orders } } } }] }", "Acceptable service_monitor")]
    [InlineData("{ serviceMonitors: [{ kind: ServiceMonitor, metadata: { namespace: monitoring }, spec: { selector: { matchLabels: { app: orders } } } }] }", "")]
    [InlineData("{ serviceMonitors: [{ kind: ServiceMonitor, metadata: { namespace: monitoring }, spec: { namespaceSelector: { any: true }, selector: {} } }] }", "Acceptable service_monitor")]
    [InlineData("{ meshPolicies: [{ kind: Server, spec: { podSelector: { matchLabels: { app: orders } } } }] }", "Acceptable mesh_policy")]
    [InlineData("{ meshPolicies: [{ kind: AuthorizationPolicy, spec: { action: ALLOW } }] }", "Acceptable mesh_policy")]
    [InlineData("{ meshPolicies: [{ kind: AuthorizationPolicy, spec: { selector: { matchLabels: { app: web } } } }] }", "")]
    [InlineData("{ unchecked: { networkpolicies.networking.k8s.io: 'You may not.' } }", "Acceptable not_checked")]
    public void Surroundings_AreFound(string change, string expected)
    {
        var plan = EnrolmentPlanner.Plan(Facts(GoldenCases.Over(GoldenCases.Yaml(Base), GoldenCases.Yaml(change))));

        string.Join(", ", plan.Findings.Select(finding => $"{finding.Weight} {finding.Code}")).Should().Be(expected);
    }

    [Fact]
    public void Refusal_SaysWhatCanBeAccepted()
    {
        var plan = EnrolmentPlanner.Plan(Facts(GoldenCases.Over(GoldenCases.Yaml(Base), GoldenCases.Yaml("{ service: { spec: { sessionAffinity: ClientIP } } }"))));

        EnrolmentPlanner.Refuse(plan, new HashSet<string>())!.Hint.Should().Contain("--accept session_affinity"); // refused
        EnrolmentPlanner.Refuse(plan, new HashSet<string> { "session_affinity" }).Should().BeNull();
    }

    [Fact]
    public void AcceptableCodes_AreThoseOfTheReference() =>
        System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(RepositoryFiles.PathOf("docs/reference/kubernetes.md")), @"^\| (.*) \| acceptable \|", System.Text.RegularExpressions.RegexOptions.Multiline)
            .SelectMany(row => row.Groups[1].Value.Split(", "))
            .Select(code => code.Trim('`'))
            .Should().BeEquivalentTo(AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Findings.FindingCodes.Acceptable);

    [Fact]
    public void RestoreCommand_NamesTheAnnotationAsKubectlReadsIt() =>
        EnrolmentPatches.RestoreCommand("shop", "orders").Should().Be(
            "kubectl -n shop patch service orders --type merge -p \"$(kubectl -n shop get service orders -o jsonpath='{.metadata.annotations.agentsandbox\\.dev/restore}')\"");

    private static EnrolmentFacts Facts(JsonObject input) => new()
    {
        Service = input.ObjectAt("service")!, // each case has one
        NamespaceObject = input.ObjectAt("namespace"),
        Pods = [.. input.ObjectsAt("pods")],
        Services = [.. input.ObjectsAt("services")],
        NetworkPolicies = [.. input.ObjectsAt("networkPolicies")],
        ServiceMonitors = [.. input.ObjectsAt("serviceMonitors")],
        PeerAuthentications = [.. input.ObjectsAt("peerAuthentications")],
        DestinationRules = [.. input.ObjectsAt("destinationRules")],
        MeshPolicies = [.. input.ObjectsAt("meshPolicies")],
        Unchecked = input.TextsAt("unchecked"),
        Protocols = input.TextsAt("protocols").ToDictionary(pair => int.Parse(pair.Key, System.Globalization.CultureInfo.InvariantCulture), pair => Enum.Parse<ServiceProtocol>(pair.Value)),
    };

    private static string Spec(JsonObject service) => service["spec"]!.ToJsonString(); // a Service has one
}
