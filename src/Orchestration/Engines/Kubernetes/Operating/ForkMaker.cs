using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating;

/// <summary>Makes the objects of a revision, and takes them away.</summary>
internal sealed class ForkMaker(IKubernetesApi api, NamespaceCaches caches, BaselineTemplates templates)
{
    /// <summary>The Deployment of a revision as it is; null when there is none.</summary>
    public JsonObject? Find(SandboxId sandbox, string service, int revision) =>
        caches.Forks(sandbox.Value).FirstOrDefault(item => ForkLabels.Is(item, sandbox.Value, service, revision) && !Failures.PodFacts.IsEnding(item));

    /// <summary>Makes what is missing; what is there stays as it is, because a revision never changes.</summary>
    public async Task<Result<JsonObject>> EnsureAsync(JsonObject sandbox, ForkSpec fork, CancellationToken cancellationToken)
    {
        if (Find(new SandboxId(sandbox.Name()), fork.Service, fork.Revision) is { } there)
        {
            return there;
        }

        var built = Build(sandbox, fork);
        if (!built.IsSuccess)
        {
            return built.Failure;
        }

        foreach (var claim in built.Value.Claims)
        {
            var made = await api.CreateAsync(ResourceKinds.Claims, claim, cancellationToken);
            if (!made.IsSuccess && made.Failure.Code != FailureCodes.ObjectExists)
            {
                return CreationFailures.Explain(made.Failure, claim);
            }
        }

        var deployment = built.Value.Deployment;
        deployment.Ensure("metadata").Ensure("annotations")[KnownNames.ForkPortsAnnotation] = ForkLabels.Write(built.Value.Ports);
        var created = await api.CreateAsync(ResourceKinds.Deployments, deployment, cancellationToken);
        if (created is { IsSuccess: false, Failure.Code: FailureCodes.ObjectExists })
        {
            created = await api.GetAsync(ResourceKinds.Deployments, caches.Namespace, deployment.Name(), cancellationToken);
        }

        if (!created.IsSuccess)
        {
            return CreationFailures.Explain(created.Failure, deployment);
        }

        caches.Deployments.Observe(created.Value);
        return created.Value;
    }

    /// <summary>Deletes the objects that a filter meets, and returns when they and their pods are gone.</summary>
    public async Task RemoveAsync(SandboxId sandbox, Func<JsonObject, bool> isMeant, CancellationToken cancellationToken)
    {
        await DeleteAsync(ResourceKinds.Deployments, sandbox, isMeant, caches.Deployments.Observe, cancellationToken);
        await DeleteAsync(ResourceKinds.Claims, sandbox, isMeant, _ => { }, cancellationToken);
        await WaitUntilGoneAsync(sandbox, isMeant, cancellationToken);
    }

    /// <summary>The server is asked and not the cache: an object whose creation was never answered may not have come there yet.</summary>
    private async Task DeleteAsync(ResourceKind kind, SandboxId sandbox, Func<JsonObject, bool> isMeant, Action<JsonObject> observe, CancellationToken cancellationToken)
    {
        var ours = new ListOptions { LabelSelector = $"{KnownNames.ManagedByLabel}={KnownNames.ManagedBy},{KnownNames.SandboxLabel}={sandbox}" };
        var found = await api.ListAsync(kind, caches.Namespace, ours, cancellationToken);
        if (!found.IsSuccess)
        {
            throw new Storing.ClusterFailureException(found.Failure); // what was not seen may still be there
        }

        foreach (var item in found.Value.Items.Where(isMeant))
        {
            observe(item);
            Storing.ClusterFailure.ThrowUnlessGone(await api.DeleteAsync(kind, caches.Namespace, item.Name(), new DeleteOptions(Uid: item.Uid()), cancellationToken));
        }
    }

    /// <summary>Waits on the caches for as long as it takes: a sandbox whose pods have not ended is not gone.</summary>
    private async Task WaitUntilGoneAsync(SandboxId sandbox, Func<JsonObject, bool> isMeant, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = caches.WhenForkChanged(sandbox.Value);
            if (!caches.Forks(sandbox.Value).Any(isMeant) && !caches.PodsOf(sandbox.Value).Any(isMeant))
            {
                return;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private Result<ForkObjects> Build(JsonObject sandbox, ForkSpec fork)
    {
        var (template, _) = templates.Of(fork);
        return !template.IsSuccess ? template.Failure : ForkBuilder.Build(new CloneRequest
        {
            Sandbox = sandbox,
            Fork = fork,
            Baseline = BaselineDrifts.Choose(template.Value, Recorded(sandbox.Name(), fork), fork.Workload?.Rebase == true),
            Services = [.. caches.Services.Items],
            Selecting = [.. caches.Workloads.Where(workload => ForkLabels.Of(workload) is null)],
            NetworkPolicies = [.. caches.NetworkPolicies.Items],
        });
    }

    /// <summary>The template of the newest earlier revision, so that a fork stays on what it began with.</summary>
    private BaselineTemplate? Recorded(string sandbox, ForkSpec fork) => caches.Forks(sandbox)
        .Where(item => ForkLabels.Of(item) is { } labels && labels.Service == fork.Service && labels.Revision < fork.Revision)
        .OrderByDescending(item => ForkLabels.RevisionOf(item.Labels()))
        .Select(item => BaselineTemplate.FromAnnotation(item.Annotation(KnownNames.TemplateAnnotation)))
        .FirstOrDefault(recorded => recorded is not null);
}
