using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Routers;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Steps;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Rights;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Acting;

/// <summary>Gives Services back to their owners, in the reverse order of the enrolment.</summary>
/// <remarks>Routers keep listening until the cluster has stopped sending to them, and serve what is open until it ends.</remarks>
internal sealed class UnenrolServices(IKubernetesApi api, TimeProvider time, Patience patience)
{
    private const int MaxSteps = 12;

    /// <param name="namespace">Their namespace.</param>
    /// <param name="services">Their names; empty for all that have marks of an enrolment.</param>
    /// <param name="progress">Told of each step.</param>
    /// <param name="cancellationToken">Cancels between steps; the next run goes on.</param>
    public async Task<Result<IReadOnlyList<ServiceOutcome>>> ExecuteAsync(string @namespace, IReadOnlyList<string> services, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var found = await FindAsync(@namespace, services, cancellationToken);
        if (!found.IsSuccess)
        {
            return found.Failure;
        }

        var given = new List<ServiceOutcome>();
        foreach (var name in found.Value)
        {
            given.Add(await AdvanceAsync(@namespace, name, UnenrolmentStep.Release, progress, cancellationToken));
        }

        if (given.Any(outcome => outcome is { Kind: ServiceOutcomeKind.GivenBack }))
        {
            await SettleAsync(@namespace, given, progress, cancellationToken);
        }

        var outcomes = new List<ServiceOutcome>();
        foreach (var outcome in given)
        {
            outcomes.Add(outcome.Kind is ServiceOutcomeKind.GivenBack ? await AdvanceAsync(@namespace, outcome.Service, UnenrolmentStep.Done, progress, cancellationToken) : outcome);
        }

        return outcomes;
    }

    /// <summary>Names of Services that have anything of an enrolment.</summary>
    public async Task<Result<IReadOnlyList<string>>> MarkedAsync(string @namespace, CancellationToken cancellationToken)
    {
        var all = await api.ListAsync(ResourceKinds.Services, @namespace, ListOptions.All, cancellationToken);
        return all.IsSuccess ? Result<IReadOnlyList<string>>.Success([.. Marked(all.Value.Items)]) : all.Failure;
    }

    private static IEnumerable<string> Marked(IEnumerable<JsonObject> services) => services
        .Where(service => service.Labels().GetValueOrDefault(KnownNames.ManagedByLabel) != KnownNames.ManagedBy)
        .Where(service => NextStep.OfUnenrolment(service) != UnenrolmentStep.Done)
        .Select(service => service.Name())
        .Order(StringComparer.Ordinal);

    private async Task<Result<IReadOnlyList<string>>> FindAsync(string @namespace, IReadOnlyList<string> services, CancellationToken cancellationToken)
    {
        var all = await api.ListAsync(ResourceKinds.Services, @namespace, ListOptions.All, cancellationToken);
        if (!all.IsSuccess)
        {
            return all.Failure;
        }

        var there = all.Value.Items.Select(service => service.Name()).ToList();
        var problems = services.Where(name => !there.Contains(name)).Select(name => new SandboxFailure
        {
            Code = FailureCodes.ServiceNotFound,
            Category = FailureCategory.User,
            Message = $"There is no Service '{name}' in namespace '{@namespace}'.",
            Hint = NearestName.Find(name, there) is { } nearest ? $"Did you mean '{nearest}'?" : $"'kubectl -n {@namespace} get services -l {KnownNames.EnrolledLabel}' shows those that are enrolled.",
        }).ToList();
        MissingRight[] rights = [new(new AccessQuestion("patch", ResourceKinds.Services, @namespace), "to give Services back")];
        if (await new RightsCheck(api).ForAsync(rights, cancellationToken) is { } missing)
        {
            problems.Add(missing);
        }

        return SeveralFailures.Join(problems) is { } problem ? problem
            : Result<IReadOnlyList<string>>.Success(services.Count > 0 ? [.. services.Distinct()] : [.. Marked(all.Value.Items)]);
    }

    private async Task<ServiceOutcome> AdvanceAsync(string @namespace, string name, UnenrolmentStep until, IProgress<string> progress, CancellationToken cancellationToken)
    {
        for (var i = 0; i < MaxSteps; i++)
        {
            var service = await api.GetAsync(ResourceKinds.Services, @namespace, name, cancellationToken);
            if (!service.IsSuccess)
            {
                return new ServiceOutcome(name, ServiceOutcomeKind.Failed, service.Failure);
            }

            var step = NextStep.OfUnenrolment(service.Value);
            if (step >= until)
            {
                return new ServiceOutcome(name, step == UnenrolmentStep.Done && until != UnenrolmentStep.Done ? ServiceOutcomeKind.Unchanged : ServiceOutcomeKind.GivenBack);
            }

            if (step == UnenrolmentStep.GiveBack && EnrolledService.SelectsRouters(service.Value) && EnrolledService.OriginalSelector(service.Value).Count == 0)
            {
                return new ServiceOutcome(name, ServiceOutcomeKind.Failed, OriginalsLost(@namespace, name));
            }

            progress.Report(step == UnenrolmentStep.GiveBack ? $"{name}: is pointed at its own pods" : $"{name}: given back");
            var patch = step == UnenrolmentStep.GiveBack ? EnrolmentPatches.GiveBack(service.Value) : EnrolmentPatches.Release(service.Value);
            var patched = await api.PatchAsync(ResourceKinds.Services, @namespace, name, new ObjectPatch(PatchKind.Merge, patch), cancellationToken);
            if (!patched.IsSuccess && patched.Failure.Code != FailureCodes.ObjectChanged)
            {
                return new ServiceOutcome(name, ServiceOutcomeKind.Failed, patched.Failure);
            }
        }

        return new ServiceOutcome(name, ServiceOutcomeKind.Failed, Contested(@namespace, name));
    }

    /// <summary>
    /// Endpoints tell when the control plane has followed; nodes follow it a little later, and nothing tells when. What
    /// happens after the limit is safe all the same: routers close no connection that is open.
    /// </summary>
    private async Task SettleAsync(string @namespace, IReadOnlyList<ServiceOutcome> given, IProgress<string> progress, CancellationToken cancellationToken)
    {
        progress.Report("waits until the cluster sends nothing more to the routers");
        var routers = new NamespaceRouters(api, @namespace, time, patience);
        foreach (var outcome in given.Where(outcome => outcome.Kind == ServiceOutcomeKind.GivenBack))
        {
            await patience.UntilAsync<object>(async () =>
            {
                var endpoints = await api.GetAsync(ResourceKinds.Endpoints, @namespace, outcome.Service, cancellationToken);
                var pods = await routers.PodsAsync(cancellationToken);
                return !endpoints.IsSuccess || !pods.IsSuccess || ServiceEndpoints.LeaveRouters(endpoints.Value, pods.Value) ? outcome : null;
            }, time, cancellationToken);
        }

        await Task.Delay(patience.Settling, time, cancellationToken);
    }

    private static SandboxFailure OriginalsLost(string @namespace, string name) => new()
    {
        Code = FailureCodes.EnrolmentRefused,
        Category = FailureCategory.Environment,
        Message = $"The Service '{name}' of namespace '{@namespace}' points at the routers, and the annotation '{KnownNames.RestoreAnnotation}' that held its selector is gone.",
        Hint = $"Apply its own manifest again, then run the same command again.",
    };

    private static SandboxFailure Contested(string @namespace, string name) => new()
    {
        Code = FailureCodes.ObjectChanged,
        Category = FailureCategory.Environment,
        Message = $"The Service '{name}' of namespace '{@namespace}' was changed by somebody else again and again while it was given back.",
        Hint = $"'kubectl -n {@namespace} get service {name} -o yaml --show-managed-fields' shows by whom; run the same command again.",
        Retryable = true,
    };
}
