using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Events;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources.Quotas;
using AgentSandbox.Orchestration.Engines.Kubernetes.Storing;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating;

/// <summary>Completes a status with what routers have confirmed and with what the forks were cloned from.</summary>
internal sealed class OperatorFacts(NamespaceCaches caches, BaselineTemplates templates, OwnerQuota quota, Action<ObjectEvent> record) : IStatusFacts
{
    /// <summary>Set before the first status is written.</summary>
    public Func<JsonObject, bool?> IsRouted { get; set; } = _ => null;

    public StatusFacts Complete(JsonObject resource, StatusFacts facts) => facts with
    {
        Record = facts.Record is null ? null : facts.Record with { Refusal = quota.Refuse(resource) },
        IsRouted = IsRouted(resource),
        HopToken = facts.Record is null ? null : HopTokens.Of(resource) ?? RandomNumberGenerator.GetHexString(32, lowercase: true),
        Baselines = facts.Record is null ? facts.Baselines : facts.Record.Spec.Forks.Values
            .Select(fork => (Fork: fork, Deployment: Newest(resource.Name(), fork.Service)))
            .Where(pair => pair.Deployment is not null)
            .ToDictionary(pair => pair.Fork.Service, pair => BaselineOf(pair.Fork, pair.Deployment!), StringComparer.Ordinal), // filtered above
    };

    public void Written(JsonObject resource, JsonObject? before)
    {
        foreach (var happened in SandboxEvents.Of(resource, before, resource.ObjectAt("status") ?? []))
        {
            record(happened);
        }
    }

    private JsonObject? Newest(string sandbox, string service) => caches.Forks(sandbox)
        .Where(item => ForkLabels.Of(item)?.Service == service)
        .MaxBy(item => ForkLabels.RevisionOf(item.Labels()));

    private (string, string, BaselineDrift) BaselineOf(Sandboxes.ForkSpec fork, JsonObject deployment)
    {
        var recorded = deployment.Annotation(KnownNames.FingerprintAnnotation);
        return (deployment.Annotation(KnownNames.ClonedFromAnnotation) ?? "", recorded ?? "", BaselineDrifts.Decide(recorded, templates.Of(fork).Fingerprint));
    }
}
