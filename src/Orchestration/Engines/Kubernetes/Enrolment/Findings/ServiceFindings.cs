using System.Globalization;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Contests;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Findings;

/// <summary>What the Service itself and its pods say about an enrolment.</summary>
internal static class ServiceFindings
{
    private static readonly string[] s_topologyAnnotations = ["service.kubernetes.io/topology-mode", "service.kubernetes.io/topology-aware-hints"];

    public static IEnumerable<EnrolmentFinding> Of(EnrolmentFacts facts, IReadOnlyList<RoutedPort> ports)
    {
        var service = facts.Service;
        return OfKind(facts)
            .Concat(service.ObjectsAt("spec", "ports").Select(port => OfProtocol(service, port, ports, facts)).OfType<EnrolmentFinding>())
            .Concat(OfTraffic(service))
            .Concat(OfPods(facts, ports));
    }

    private static IEnumerable<EnrolmentFinding> OfKind(EnrolmentFacts facts)
    {
        var service = facts.Service;
        var selector = EnrolledService.OriginalSelector(service);
        var kind = service switch
        {
            _ when service.TextAt("spec", "type") == "ExternalName" => Refusal(FindingCodes.ExternalName, service, $"It is a name for '{service.TextAt("spec", "externalName")}' in DNS; no traffic passes the cluster's own balancing."),
            _ when service.TextAt("spec", "clusterIP") == "None" => Refusal(FindingCodes.Headless, service, "It is headless: clients find the pods themselves through DNS, and would find the routers in their place."),
            _ when EnrolledService.SelectsRouters(service) && !EnrolledService.IsMarked(service) && service.Labels().GetValueOrDefault(KnownNames.ManagedByLabel) == KnownNames.ManagedBy => Refusal(FindingCodes.OurOwn, service, "It is the Service of the routers themselves."),
            _ when EnrolledService.SelectsRouters(service) && selector.Count == 0 => Refusal(FindingCodes.OriginalsLost, service, $"It points at the routers and the annotation '{KnownNames.RestoreAnnotation}' that held its selector is gone; apply its manifest again first."),
            _ when selector.Count == 0 => Refusal(FindingCodes.SelectorLess, service, "It has no selector: its endpoints are written by somebody else, who would write them on."),
            _ when !service.ObjectsAt("spec", "ports").Any() => Refusal(FindingCodes.NoPorts, service, "It has no ports."),
            _ => null,
        };
        if (kind is not null)
        {
            yield return kind;
        }

        if (EnrolledService.IsMarked(service))
        {
            yield return new EnrolmentFinding(FindingCodes.AlreadyEnrolled, FindingWeight.Information, service.Describe(), "It is enrolled; enrolling it again changes only what was put back or added since.");
        }

        if (CompetingWriter.Of(service) is { Tool: not ManagingTool.Person } writer)
        {
            yield return new EnrolmentFinding(FindingCodes.GitOpsManaged, FindingWeight.Information, service.Describe(), $"{writer.Tool} manages it and may put the selector back. {writer.Advice}");
        }
    }

    private static EnrolmentFinding? OfProtocol(JsonObject service, JsonObject port, IReadOnlyList<RoutedPort> ports, EnrolmentFacts facts) => port switch
    {
        _ when port.TextAt("protocol") is "UDP" or "SCTP" => Refusal(FindingCodes.UdpPort, service, $"Port {Number(port)} is {port.TextAt("protocol")}, which the routers do not pass, and a Service has one selector for all of its ports."),
        _ when ports.FirstOrDefault(routed => routed.Port == port.NumberAt("port")) is { } routed
            && !facts.Protocols.ContainsKey(routed.Port)
            && !EnrolledService.Allocated(service).ContainsKey(routed.Port)
            && PortProtocol.Of(port, null).IsAssumed =>
            Acceptable(FindingCodes.ProtocolAssumed, service, $"Nothing says what port {Number(port)} speaks; it would be passed through as TCP, so that no request on it is routed. Set appProtocol, name the port 'http-…', or say --protocol {Number(port)}=http."),
        _ => null,
    };

    private static IEnumerable<EnrolmentFinding> OfTraffic(JsonObject service)
    {
        var external = service.TextAt("spec", "type") is "LoadBalancer" or "NodePort";
        EnrolmentFinding?[] found =
        [
            service.TextAt("spec", "sessionAffinity") == "ClientIP"
                ? Acceptable(FindingCodes.SessionAffinity, service, "Clients stay with one pod now; routers choose a pod per request.") : null,
            service.FlagAt("spec", "publishNotReadyAddresses")
                ? Acceptable(FindingCodes.NotReadyAddresses, service, "Pods get traffic before they are ready now; routers send none to a pod that is not ready.") : null,
            external && service.TextAt("spec", "externalTrafficPolicy") == "Local"
                ? Acceptable(FindingCodes.ExternalTrafficLocal, service, "Traffic from outside enters on nodes with a pod of it now, and keeps its source address; it would enter on nodes with a router, and pods would see the router's address.") : null,
            service.TextAt("spec", "internalTrafficPolicy") == "Local"
                ? Acceptable(FindingCodes.InternalTrafficLocal, service, "Clients reach only pods on their own node now; they would reach only routers there, and there is not one on every node.") : null,
            UsesTopology(service)
                ? Acceptable(FindingCodes.TopologyRouting, service, "Traffic stays in its zone or on its node where possible now; routers do not look at that.") : null,
        ];
        return found.OfType<EnrolmentFinding>();
    }

    private static IEnumerable<EnrolmentFinding> OfPods(EnrolmentFacts facts, IReadOnlyList<RoutedPort> ports)
    {
        var pods = facts.OwnPods.ToList();
        if (pods.Count == 0 && EnrolledService.OriginalSelector(facts.Service).Count > 0)
        {
            yield return new EnrolmentFinding(FindingCodes.NoPods, FindingWeight.Information, facts.Service.Describe(), "No pod has the labels that it selects; the routers answer 503 until one does.");
            yield break;
        }

        if (pods.FirstOrDefault(pod => pod.FlagAt("spec", "hostNetwork")) is { } host)
        {
            yield return new EnrolmentFinding(FindingCodes.HostNetwork, FindingWeight.Information, host.Describe(), "Its pods use the network of their nodes; routers reach them at the node's address, as the Service does.");
        }

        foreach (var port in ports.Where(port => port.Target.TextAt() is not null))
        {
            var numbers = pods.Select(pod => ContainerChoice.Resolve(pod, port.Target)).ToList();
            var known = numbers.OfType<int>().Distinct().Order().ToList();
            if (known.Count == 0)
            {
                yield return Acceptable(FindingCodes.TargetPortUnknown, facts.Service, $"No pod has a port named '{port.Target}', so that port {port.Port.ToString(CultureInfo.InvariantCulture)} leads nowhere now; the routers would answer 503.");
            }
            else if (known.Count > 1)
            {
                yield return new EnrolmentFinding(FindingCodes.TargetPortDiffers, FindingWeight.Information, facts.Service.Describe(), $"The port named '{port.Target}' is {string.Join(" or ", known)}, depending on the pod; routers look at each pod's own.");
            }
        }
    }

    private static bool UsesTopology(JsonObject service) =>
        service.ListAt("spec", "topologyKeys").Any(key => key != "*")
        || service.TextAt("spec", "trafficDistribution") is not null
        || s_topologyAnnotations.Any(name => service.Annotation(name) is { } mode && !mode.Equals("disabled", StringComparison.OrdinalIgnoreCase));

    private static string Number(JsonObject port) => port.NumberAt("port")?.ToString(CultureInfo.InvariantCulture) ?? "?";

    private static EnrolmentFinding Refusal(string code, JsonObject item, string change) => new(code, FindingWeight.Refusal, item.Describe(), change);

    private static EnrolmentFinding Acceptable(string code, JsonObject item, string change) => new(code, FindingWeight.Acceptable, item.Describe(), change);
}
