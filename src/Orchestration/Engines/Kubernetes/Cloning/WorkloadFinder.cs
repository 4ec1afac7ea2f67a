using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes.Workloads;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;

/// <summary>Finds the workload behind a Service by what the pods that it would make look like, so that one without pods is found too.</summary>
internal static class WorkloadFinder
{
    /// <summary>The workload that was named, or the only one whose pods the Service selects.</summary>
    /// <param name="service">The Service.</param>
    /// <param name="workloads">All workloads of the namespace, of every kind; forks among them are passed over.</param>
    /// <param name="pods">All pods, for those that belong to no workload.</param>
    /// <param name="named">What the fork says.</param>
    public static Result<JsonObject> Find(JsonObject service, IReadOnlyList<JsonObject> workloads, IReadOnlyList<JsonObject> pods, WorkloadReference? named)
    {
        if (named is not null)
        {
            return workloads.FirstOrDefault(workload => workload.Kind() == named.Kind && workload.Name() == named.Name) is { } found
                ? found
                : CloneFailures.WorkloadNotFound(service, $"'{named}' does not exist", "Correct 'workload', or leave it out.");
        }

        var selector = LabelSelector.OfMap(EnrolledService.OriginalSelector(service));
        var behind = selector is null ? [] : workloads
            .Where(workload => !workload.Labels().ContainsKey(KnownNames.SandboxLabel) && workload.Controller() is null)
            .Where(workload => selector.Matches(TemplateLabels(workload, workloads)))
            .ToList();
        var referenced = behind.Select(workload => ReferenceOf(workload, workloads)).OfType<JsonObject>().ToList();
        behind.RemoveAll(referenced.Contains); // a Rollout with a workloadRef stands for the Deployment that it names
        return (behind, selector is null ? null : pods.FirstOrDefault(pod => pod.Controller() is null && selector.Matches(pod.Labels()))) switch
        {
            ([var only], _) => only,
            ([], { } bare) => bare, // it is refused with its reason where its template is taken
            ([], _) => CloneFailures.WorkloadNotFound(service, selector is null ? "it has no selector" : "no workload makes pods that it selects", "Name one with 'workload', or fork another service."),
            _ => CloneFailures.WorkloadNotFound(service, $"{string.Join(" and ", behind.Select(workload => $"'{workload.Describe()}'").Order(StringComparer.Ordinal))} make pods that it selects", "Name one with 'workload'."),
        };
    }

    /// <summary>What a Rollout's <c>workloadRef</c> names; null when it names nothing, or what is not there.</summary>
    public static JsonObject? ReferenceOf(JsonObject workload, IReadOnlyList<JsonObject> workloads) =>
        workload.Kind() == "Rollout" && workload.TextAt("spec", "workloadRef", "name") is { } name
            ? workloads.FirstOrDefault(other => other.Kind() == workload.TextAt("spec", "workloadRef", "kind") && other.Name() == name)
            : null;

    private static IReadOnlyDictionary<string, string> TemplateLabels(JsonObject workload, IReadOnlyList<JsonObject> workloads) =>
        (ReferenceOf(workload, workloads) ?? workload).TextsAt("spec", "template", "metadata", "labels");
}
