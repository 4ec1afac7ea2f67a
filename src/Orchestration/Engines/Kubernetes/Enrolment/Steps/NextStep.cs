using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Steps;

/// <summary>Decides the next step from a Service as it is.</summary>
internal static class NextStep
{
    public static EnrolmentStep OfEnrolment(JsonObject service, EnrolmentPlan plan) => service switch
    {
        _ when plan.Patch is null && IsMarkedAs(service, KnownNames.EnrolledValue) => EnrolmentStep.Done,
        _ when HasPorts(service, plan.Ports) => EnrolmentStep.Switch,
        _ => EnrolmentStep.Prepare,
    };

    public static UnenrolmentStep OfUnenrolment(JsonObject service) => service switch
    {
        _ when EnrolledService.SelectsRouters(service) || EnrolledService.IsMarked(service) || HasRoutedTarget(service) => UnenrolmentStep.GiveBack,
        _ when service.Labels().ContainsKey(KnownNames.EnrolledLabel) || service.Annotation(KnownNames.PortsAnnotation) is not null => UnenrolmentStep.Release,
        _ => UnenrolmentStep.Done,
    };

    /// <summary>True when routers were told of exactly these ports.</summary>
    private static bool HasPorts(JsonObject service, IReadOnlyList<RoutedPort> ports)
    {
        var written = EnrolledService.Allocated(service);
        return service.Labels().ContainsKey(KnownNames.EnrolledLabel)
            && !IsMarkedAs(service, KnownNames.LeavingValue)
            && written.Count == ports.Count
            && ports.All(port => written.TryGetValue(port.Port, out var there)
                && there.RouterPort == port.RouterPort
                && there.Protocol == port.Protocol
                && JsonNode.DeepEquals(there.Target, port.Target));
    }

    private static bool HasRoutedTarget(JsonObject service)
    {
        var ports = EnrolledService.Allocated(service);
        return service.ObjectsAt("spec", "ports").Any(port => ports.TryGetValue(port.NumberAt("port") ?? 0, out var routed) && port.NumberAt("targetPort") == routed.RouterPort);
    }

    private static bool IsMarkedAs(JsonObject service, string value) => service.Labels().GetValueOrDefault(KnownNames.EnrolledLabel) == value;
}
