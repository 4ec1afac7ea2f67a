using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Gathering;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Routers;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Steps;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Acting;

/// <summary>Enrols Services without losing a request.</summary>
/// <remarks>
/// Each step is chosen from the Service as it is now, and each write depends on the version that was read: so what
/// somebody else changes meanwhile is planned anew, and what was interrupted goes on with the next run.
/// </remarks>
internal sealed class EnrolServices(IKubernetesApi api, TimeProvider time, Patience patience)
{
    private const int MaxSteps = 12;

    public async Task<Result<IReadOnlyList<ServiceOutcome>>> ExecuteAsync(EnrolmentProposal proposal, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (SeveralFailures.Join(proposal.Problems) is { } problem)
        {
            return problem;
        }

        var routers = new NamespaceRouters(api, proposal.Request.Namespace, time, patience);
        var applied = await routers.ApplyAsync(proposal.Routers, progress, cancellationToken);
        if (!applied.IsSuccess)
        {
            return applied.Failure;
        }

        // All listeners are opened first: so they are waited for together, and an operator for all namespaces sees that it is
        // needed in this one, without which no router becomes ready.
        var outcomes = new List<ServiceOutcome>();
        foreach (var plan in proposal.Plans)
        {
            var prepared = await AdvanceAsync(proposal, plan.Service, EnrolmentStep.Switch, routers, progress, cancellationToken);
            outcomes.AddRange(prepared.Failure is null ? [] : [prepared]);
        }

        var ready = await routers.WhenReadyAsync(progress, cancellationToken);
        if (!ready.IsSuccess)
        {
            await TakeBackAsync(proposal);
            return ready.Failure;
        }

        foreach (var plan in proposal.Plans.Where(plan => outcomes.All(outcome => outcome.Service != plan.Service)).ToList())
        {
            var outcome = await AdvanceAsync(proposal, plan.Service, EnrolmentStep.Done, routers, progress, cancellationToken);
            outcomes.Add(plan.Patch is not null || outcome.Failure is not null ? outcome : outcome with { Kind = ServiceOutcomeKind.Unchanged });
        }

        return outcomes;
    }

    /// <summary>Nothing half-done stays. That this fails too changes nothing for clients, and the next run finds the marks; so it ignores cancellation.</summary>
    private async Task TakeBackAsync(EnrolmentProposal proposal)
    {
        foreach (var plan in proposal.Plans)
        {
            var service = await api.GetAsync(ResourceKinds.Services, proposal.Request.Namespace, plan.Service, CancellationToken.None);
            if (service.IsSuccess && IsPreparing(service.Value))
            {
                await PatchAsync(service.Value, EnrolmentPatches.Release(service.Value), CancellationToken.None);
            }
        }
    }

    private static bool IsPreparing(JsonObject service) => service.Labels().GetValueOrDefault(KnownNames.EnrolledLabel) == KnownNames.PreparingValue;

    /// <summary>Does step after step until the next one is the given one.</summary>
    private async Task<ServiceOutcome> AdvanceAsync(
        EnrolmentProposal proposal, string name, EnrolmentStep until, NamespaceRouters routers, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var facts = new FactsReader(api, proposal.Request.Namespace);
        for (var i = 0; i < MaxSteps; i++)
        {
            var current = await facts.RefreshAsync(proposal.Facts, cancellationToken);
            if (!current.IsSuccess)
            {
                return Failed(name, current.Failure);
            }

            if (current.Value.Of(name, proposal.Request.Protocols) is not { } service)
            {
                return Failed(name, Gone(proposal.Request.Namespace, name));
            }

            var plan = EnrolmentPlanner.Plan(service);
            if (EnrolmentPlanner.Refuse(plan, proposal.Request.Accepted) is { } refused)
            {
                return Failed(name, refused);
            }

            var step = NextStep.OfEnrolment(service.Service, plan);
            if (step >= until)
            {
                return step == EnrolmentStep.Done ? await ConfirmAsync(proposal.Request.Namespace, plan, routers, progress, cancellationToken) : new ServiceOutcome(name, ServiceOutcomeKind.Unchanged);
            }

            var done = await DoAsync(step, service.Service, plan, routers, progress, cancellationToken);
            if (!done.IsSuccess && done.Failure.Code != FailureCodes.ObjectChanged)
            {
                return Failed(name, done.Failure);
            }
        }

        return Failed(name, Contested(proposal.Request.Namespace, name));
    }

    private async Task<Result<Done>> DoAsync(EnrolmentStep step, JsonObject service, EnrolmentPlan plan, NamespaceRouters routers, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (step == EnrolmentStep.Prepare)
        {
            progress.Report($"{plan.Service}: routers are told of its ports");
            return await PatchAsync(service, EnrolmentPatches.Prepare(service, plan.Ports), cancellationToken);
        }

        progress.Report($"{plan.Service}: waits for routers to listen");
        var listening = await routers.WhenListeningAsync(plan.Service, plan.Ports, cancellationToken);
        if (listening.IsSuccess)
        {
            progress.Report($"{plan.Service}: is pointed at the routers");
            return await PatchAsync(service, plan.Patch!, cancellationToken); // there is something to do
        }

        if (IsPreparing(service))
        {
            await PatchAsync(service, EnrolmentPatches.Release(service), CancellationToken.None);
        }

        return listening.Failure;
    }

    /// <summary>The switch is done when the cluster sends the traffic to routers, which its controllers do some time after the patch.</summary>
    private async Task<ServiceOutcome> ConfirmAsync(string @namespace, EnrolmentPlan plan, NamespaceRouters routers, IProgress<string> progress, CancellationToken cancellationToken)
    {
        SandboxFailure? last = null;
        var seen = await patience.UntilAsync<object>(async () =>
        {
            var endpoints = await api.GetAsync(ResourceKinds.Endpoints, @namespace, plan.Service, cancellationToken);
            var pods = await routers.PodsAsync(cancellationToken);
            last = endpoints.Failure ?? pods.Failure;
            return last is null && ServiceEndpoints.LeadToRouters(endpoints.Value!, pods.Value!, plan.Ports) ? plan : null; // both were read
        }, time, cancellationToken);
        if (seen is null)
        {
            return Failed(plan.Service, last ?? Unconfirmed(@namespace, plan.Service));
        }

        progress.Report($"{plan.Service}: enrolled");
        return new ServiceOutcome(plan.Service, ServiceOutcomeKind.Enrolled);
    }

    private async Task<Result<Done>> PatchAsync(JsonObject service, JsonObject patch, CancellationToken cancellationToken)
    {
        var patched = await api.PatchAsync(ResourceKinds.Services, service.Namespace(), service.Name(), new ObjectPatch(PatchKind.Merge, patch), cancellationToken);
        return patched.IsSuccess ? default(Done) : patched.Failure;
    }

    private static ServiceOutcome Failed(string service, SandboxFailure failure) => new(service, ServiceOutcomeKind.Failed, failure);

    private static SandboxFailure Gone(string @namespace, string name) => new()
    {
        Code = FailureCodes.ServiceNotFound,
        Category = FailureCategory.User,
        Message = $"The Service '{name}' of namespace '{@namespace}' was deleted meanwhile.",
        Hint = "Enrol the others without it.",
    };

    private static SandboxFailure Contested(string @namespace, string name) => new()
    {
        Code = FailureCodes.ObjectChanged,
        Category = FailureCategory.Environment,
        Message = $"The Service '{name}' of namespace '{@namespace}' was changed by somebody else again and again while it was enrolled.",
        Hint = $"'kubectl -n {@namespace} get service {name} -o yaml --show-managed-fields' shows by whom; run the same command again.",
        Retryable = true,
    };

    private static SandboxFailure Unconfirmed(string @namespace, string name) => new()
    {
        Code = FailureCodes.EnrolmentUnconfirmed,
        Category = FailureCategory.Environment,
        Message = $"The Service '{name}' points at the routers, but the cluster does not send its traffic there yet.",
        Hint = $"Look at 'kubectl -n {@namespace} get endpoints {name}', then run the same command again.",
        Retryable = true,
    };
}
