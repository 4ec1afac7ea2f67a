using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Findings;

/// <summary>What objects around a Service say about an enrolment: policies, meshes, monitors.</summary>
internal static class SurroundingFindings
{
    private static readonly string[] s_sidecars = ["istio-proxy", "linkerd-proxy"];
    private static readonly string[] s_authenticated = ["all-authenticated", "cluster-authenticated", "deny"];

    public static IEnumerable<EnrolmentFinding> Of(EnrolmentFacts facts) =>
        Policies(facts).Concat(Meshes(facts)).Concat(Mtls(facts)).Concat(MeshPolicies(facts)).Concat(Monitors(facts)).Concat(NotChecked(facts));

    /// <summary>A policy matters when it holds for the service's pods, for the routers, or lets clients out to the service's pods by name.</summary>
    private static IEnumerable<EnrolmentFinding> Policies(EnrolmentFacts facts)
    {
        foreach (var policy in facts.NetworkPolicies)
        {
            var types = policy.ListAt("spec", "policyTypes");
            var (ingress, egress) = types.Count == 0 ? (true, policy.At("spec", "egress") is not null) : (types.Contains("Ingress"), types.Contains("Egress"));
            var selector = LabelSelector.Of(policy.ObjectAt("spec", "podSelector") ?? []);
            var change = (ingress, egress) switch
            {
                (true, _) when facts.OwnPods.Any(pod => selector!.Matches(pod.Labels())) => "It says who may call the service's pods; the callers would all be routers.", // an object gives a selector
                _ when selector!.Matches(facts.RouterLabels) => "It holds for router pods too, and may keep them from being called or from calling the service.",
                (_, true) when LeadsToPods(policy, facts) => "It lets clients out to the service's pods; they would call routers.",
                _ => null,
            };
            if (change is not null)
            {
                yield return new EnrolmentFinding(FindingCodes.NetworkPolicy, FindingWeight.Acceptable, policy.Describe(), change);
            }
        }
    }

    private static bool LeadsToPods(JsonObject policy, EnrolmentFacts facts) =>
        policy.ObjectsAt("spec", "egress")
            .SelectMany(rule => rule.ObjectsAt("to"))
            .Select(peer => LabelSelector.Of(peer.ObjectAt("podSelector")))
            .OfType<LabelSelector>()
            .Any(peer => !peer.Matches(facts.RouterLabels) && facts.OwnPods.Any(pod => peer.Matches(pod.Labels())));

    private static IEnumerable<EnrolmentFinding> Meshes(EnrolmentFacts facts)
    {
        if (facts.NamespaceObject is { } space && InjectingMesh(space) is { } mesh)
        {
            yield return new EnrolmentFinding(FindingCodes.MeshInjection, FindingWeight.Acceptable, space.Describe(), $"{mesh} puts a proxy beside each pod of the namespace; its rules for this service would see the routers as callers, and retries, time-outs and metrics would count twice.");
        }
        else if (facts.OwnPods.FirstOrDefault(pod => MeshOf(pod) is not null) is { } pod)
        {
            yield return new EnrolmentFinding(FindingCodes.MeshInjection, FindingWeight.Acceptable, pod.Describe(), $"{MeshOf(pod)} has a proxy in the service's pods; its rules would see the routers as callers, without a proxy of their own.");
        }
    }

    private static string? InjectingMesh(JsonObject space) => space switch
    {
        _ when space.Labels().GetValueOrDefault("istio-injection") == "enabled" || space.Labels().ContainsKey("istio.io/rev") => "Istio",
        _ when space.Annotation("linkerd.io/inject") is "enabled" or "ingress" => "Linkerd",
        _ => null,
    };

    private static string? MeshOf(JsonObject pod) =>
        pod.ObjectsAt("spec", "containers").Concat(pod.ObjectsAt("spec", "initContainers")).Select(container => container.TextAt("name")).FirstOrDefault(name => s_sidecars.Contains(name)) switch
        {
            "istio-proxy" => "Istio",
            "linkerd-proxy" => "Linkerd",
            _ => null,
        };

    /// <summary>Without a proxy the routers speak plain text, which a strict peer refuses; nobody can accept that.</summary>
    private static IEnumerable<EnrolmentFinding> Mtls(EnrolmentFacts facts)
    {
        var pods = facts.OwnPods.ToList();
        foreach (var peer in facts.PeerAuthentications.Where(peer => IsStrict(peer) && Selects(peer, facts, pods)))
        {
            yield return new EnrolmentFinding(FindingCodes.MutualTls, FindingWeight.Refusal, peer.Describe(), "It demands mutual TLS of every caller; routers are not in the mesh and would be refused.");
        }

        foreach (var rule in facts.DestinationRules.Where(rule => rule.TextAt("spec", "trafficPolicy", "tls", "mode") is "ISTIO_MUTUAL" or "MUTUAL" && IsFor(rule.TextAt("spec", "host"), facts.Service)))
        {
            yield return new EnrolmentFinding(FindingCodes.MutualTls, FindingWeight.Refusal, rule.Describe(), "It makes clients speak mutual TLS to this service; routers would not understand them.");
        }

        JsonObject[] policed = facts.NamespaceObject is { } space ? [space, .. pods] : [.. pods];
        if (policed.FirstOrDefault(item => s_authenticated.Contains(item.Annotation("config.linkerd.io/default-inbound-policy"))) is { } strict)
        {
            yield return new EnrolmentFinding(FindingCodes.MutualTls, FindingWeight.Refusal, strict.Describe(), $"Linkerd's default inbound policy is '{strict.Annotation("config.linkerd.io/default-inbound-policy")}': routers are not in the mesh and would be refused.");
        }
    }

    private static bool IsStrict(JsonObject peer) =>
        peer.TextAt("spec", "mtls", "mode") == "STRICT" || (peer.ObjectAt("spec", "portLevelMtls") ?? []).Any(port => port.Value.TextAt("mode") == "STRICT");

    private static bool Selects(JsonObject peer, EnrolmentFacts facts, IReadOnlyList<JsonObject> pods)
    {
        var selector = LabelSelector.OfMap(peer.TextsAt("spec", "selector", "matchLabels"));
        return selector is null || (peer.Namespace() == facts.Service.Namespace() && pods.Any(pod => selector.Matches(pod.Labels())));
    }

    private static bool IsFor(string? host, JsonObject service)
    {
        var name = $"{service.Name()}.{service.Namespace()}.svc.cluster.local";
        return host is not null
            && (host == service.Name()
                || host == name
                || (host.StartsWith(service.Name() + ".", StringComparison.Ordinal) && name.StartsWith(host + ".", StringComparison.Ordinal))
                || (host.StartsWith("*.", StringComparison.Ordinal) && name.EndsWith(host[1..], StringComparison.Ordinal)));
    }

    /// <summary>Whether routers are let in depends on rules that are not read here.</summary>
    private static IEnumerable<EnrolmentFinding> MeshPolicies(EnrolmentFacts facts)
    {
        var pods = facts.OwnPods.ToList();
        return facts.MeshPolicies
            .Where(policy => LabelSelector.Of(policy.ObjectAt("spec", "podSelector") ?? policy.ObjectAt("spec", "selector") ?? []) is { } selector && pods.Any(pod => selector.Matches(pod.Labels())))
            .Select(policy => new EnrolmentFinding(FindingCodes.MeshPolicy, FindingWeight.Acceptable, policy.Describe(), "It says which identities of the mesh may call the service's pods; all callers would be routers, which have none."));
    }

    private static IEnumerable<EnrolmentFinding> NotChecked(EnrolmentFacts facts) => facts.Unchecked
        .OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .Select(pair => new EnrolmentFinding(FindingCodes.NotChecked, FindingWeight.Acceptable, pair.Key, $"It could not be checked whether one of these speaks against the enrolment: {pair.Value}"));

    private static IEnumerable<EnrolmentFinding> Monitors(EnrolmentFacts facts) => facts.ServiceMonitors
        .Where(monitor => LabelSelector.Of(monitor.ObjectAt("spec", "selector"))?.Matches(facts.Service.Labels()) == true && SeesNamespace(monitor, facts.Service.Namespace()))
        .Select(monitor => new EnrolmentFinding(FindingCodes.ServiceMonitor, FindingWeight.Acceptable, monitor.Describe(), "It scrapes the endpoints of this Service; those would be the routers, so that a pod's metrics come by chance and under a wrong name. A PodMonitor is not affected."));

    private static bool SeesNamespace(JsonObject monitor, string name) =>
        monitor.FlagAt("spec", "namespaceSelector", "any")
        || (monitor.ListAt("spec", "namespaceSelector", "matchNames") is { Count: > 0 } names ? names.Contains(name) : monitor.Namespace() == name);
}
