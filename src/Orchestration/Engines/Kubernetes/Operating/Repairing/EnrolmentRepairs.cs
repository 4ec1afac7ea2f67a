using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Contests;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Findings;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Events;
using AgentSandbox.Orchestration.Engines.Kubernetes.Storing;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Repairing;

/// <summary>Puts enrolments back that somebody else undid, three times within an hour, and then leaves them and says so.</summary>
/// <remarks>
/// Only Services that are marked as enrolled: one on its way there, or back, is somebody's work, and the restoring line that
/// is documented takes the mark off with the rest. Each patch depends on the version that it was decided for.
/// </remarks>
internal sealed class EnrolmentRepairs(IKubernetesApi api, NamespaceCaches caches, Action<ObjectEvent> record, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, string> _originals = new(StringComparer.Ordinal);

    /// <summary>Looks at a Service, and does what is decided about it.</summary>
    /// <exception cref="ClusterFailureException">The cluster did not take it.</exception>
    public async Task ReviewAsync(string name, CancellationToken cancellationToken)
    {
        if (caches.Services.Find(caches.Namespace, name) is not { } seen || !IsEnrolled(seen) || !IsNews(seen))
        {
            return;
        }

        // Read anew: the cache does not keep who wrote which field, and may be behind.
        var found = await api.GetAsync(ResourceKinds.Services, caches.Namespace, name, cancellationToken);
        if (!found.IsSuccess)
        {
            ThrowUnless(found.Failure, FailureCodes.ObjectNotFound);
            return;
        }

        if (IsEnrolled(found.Value) && Decide(found.Value) is { } repair)
        {
            var patched = await api.PatchAsync(ResourceKinds.Services, caches.Namespace, name, new ObjectPatch(PatchKind.Merge, repair.Patch), cancellationToken);
            if (!patched.IsSuccess)
            {
                // Another version is there already, and will be seen.
                ThrowUnless(patched.Failure, FailureCodes.ObjectChanged, FailureCodes.ObjectNotFound);
                return;
            }

            caches.Services.Observe(patched.Value);
            if (repair.Event is { } happened)
            {
                record(happened);
            }
        }
    }

    private static bool IsEnrolled(JsonObject service) =>
        service.Labels().GetValueOrDefault(KnownNames.EnrolledLabel) == KnownNames.EnrolledValue && service.TextAt("metadata", "deletionTimestamp") is null;

    /// <summary>False for what is as it should be and for what was left; the originals of the first are remembered.</summary>
    private bool IsNews(JsonObject service)
    {
        var state = RepairDecision.Observe(service);
        if (state == EnrolmentState.Enrolled && service.Annotation(KnownNames.RestoreAnnotation) is { } originals)
        {
            _originals[service.Uid()] = originals;
        }

        return (state == EnrolmentState.Enrolled) == (RepairNotes.Contest(service) is not null);
    }

    private Repair? Decide(JsonObject service)
    {
        var history = RepairNotes.Read(service);
        var decision = RepairDecision.Decide(RepairDecision.Observe(service), history, time.GetUtcNow());
        return decision.Action switch
        {
            RepairAction.None when history.IsLeft => Over(service, decision.Next),
            RepairAction.Leave when !history.IsLeft => Leave(service, decision.Next, RepairDecision.Contested(service)),
            RepairAction.Repair => Again(service, decision.Next),
            RepairAction.RestoreOriginals => Restore(service, decision.Next),
            _ => null,
        };
    }

    private Repair Again(JsonObject service, RepairHistory next)
    {
        var plan = EnrolmentPlanner.Plan(new EnrolmentFacts { Service = service, Services = [.. caches.Services.Items] });
        var refused = plan.Findings.Where(finding => finding.Weight == FindingWeight.Refusal).ToList();
        if (refused.Count > 0)
        {
            return Leave(service, next with { IsLeft = true }, NotRepairable(service, refused[0]));
        }

        var patch = EnrolmentPatches.Enrol(service, plan.Ports);
        Note(patch, next, null);
        var writer = CompetingWriter.Of(service);
        var words = next.Repairs == RepairNotes.Read(service).Repairs
            ? "Its ports were changed; the new ones lead to the routers too."
            : $"{(writer.Manager is null ? "Somebody" : $"'{writer.Manager}'")} pointed it at its own pods again, and it was pointed back at the routers, for time {next.Repairs} of {RepairDecision.MaxRepairs} within an hour. {writer.Advice}";
        return new Repair(patch, new ObjectEvent(service, ObjectEventKind.Warning, EventReasons.EnrolmentRepaired, words));
    }

    private Repair Restore(JsonObject service, RepairHistory next)
    {
        if (!_originals.TryGetValue(service.Uid(), out var originals))
        {
            return Leave(service, next with { IsLeft = true }, OriginalsLost(service));
        }

        var patch = Guarded(service);
        Note(patch, next, null);
        patch.Ensure("metadata").Ensure("annotations")[KnownNames.RestoreAnnotation] = originals;
        return new Repair(patch, new ObjectEvent(service, ObjectEventKind.Warning, EventReasons.EnrolmentRepaired, $"The annotation '{KnownNames.RestoreAnnotation}', which holds what it was before, was removed by somebody and was put back."));
    }

    private static Repair Leave(JsonObject service, RepairHistory next, SandboxFailure why)
    {
        var patch = Guarded(service);
        Note(patch, next, $"{why.Message} {why.Hint}");
        return new Repair(patch, new ObjectEvent(service, ObjectEventKind.Warning, EventReasons.EnrolmentContested, $"{why.Code}: {why.Message} {why.Hint}"));
    }

    private static Repair Over(JsonObject service, RepairHistory next)
    {
        var patch = Guarded(service);
        Note(patch, next, null);
        return new Repair(patch, new ObjectEvent(service, ObjectEventKind.Normal, EventReasons.EnrolmentRestored, "It points at the routers again."));
    }

    private static JsonObject Guarded(JsonObject service) => new()
    {
        ["metadata"] = new JsonObject { ["resourceVersion"] = service.TextAt("metadata", "resourceVersion"), ["annotations"] = new JsonObject() },
    };

    private static void Note(JsonObject patch, RepairHistory next, string? contest)
    {
        var annotations = patch.Ensure("metadata").Ensure("annotations");
        foreach (var (name, value) in RepairNotes.Write(next, contest))
        {
            annotations[name] = value?.DeepClone();
        }
    }

    private static void ThrowUnless(SandboxFailure failure, params ReadOnlySpan<string> expected)
    {
        if (!expected.Contains(failure.Code))
        {
            throw new ClusterFailureException(failure);
        }
    }

    private static SandboxFailure NotRepairable(JsonObject service, EnrolmentFinding finding) => new()
    {
        Code = FailureCodes.EnrolmentContested,
        Category = FailureCategory.Environment,
        Message = $"The Service '{service.Name()}' is not routed: it was changed into one that cannot be enrolled. {finding}",
        Hint = $"Un-enrol it with 'agent-sandbox unenroll {service.Name()} -n {service.Namespace()}', or change it back.",
    };

    private static SandboxFailure OriginalsLost(JsonObject service) => new()
    {
        Code = FailureCodes.EnrolmentContested,
        Category = FailureCategory.Environment,
        Message = $"The Service '{service.Name()}' points at the routers, and the annotation '{KnownNames.RestoreAnnotation}' that held its selector was removed before this operator had seen it.",
        Hint = "Apply its own manifest again.",
    };

    private sealed record Repair(JsonObject Patch, ObjectEvent? Event);
}
