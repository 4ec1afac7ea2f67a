using System.Globalization;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Findings;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Gathering;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Routers;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Rights;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Acting;

/// <summary>Looks at Services, their surroundings, the operator and the user's rights, and says what enrolling would do. Changes nothing.</summary>
internal sealed class PlanEnrolment(IKubernetesApi api, TimeProvider time)
{
    public async Task<Result<EnrolmentProposal>> ExecuteAsync(EnrolmentRequest request, CancellationToken cancellationToken)
    {
        var facts = await new FactsReader(api, request.Namespace).ReadAsync(cancellationToken);
        if (!facts.IsSuccess)
        {
            return facts.Failure;
        }

        var problems = new List<SandboxFailure>(NotFound(request, facts.Value));
        problems.AddRange(UnknownPorts(request, facts.Value));
        var routers = await RoutersAsync(request, cancellationToken);
        if (!routers.IsSuccess)
        {
            problems.Add(routers.Failure);
        }

        var skipped = new List<(string, EnrolmentFinding)>();
        var plans = new List<EnrolmentPlan>();
        foreach (var plan in Names(request, facts.Value).Select(name => facts.Value.Of(name, request.Protocols)).OfType<EnrolmentFacts>().Select(EnrolmentPlanner.Plan))
        {
            if (request.Services.Count == 0 && plan.Findings.FirstOrDefault(finding => finding.Weight == FindingWeight.Refusal) is { } refusal)
            {
                skipped.Add((plan.Service, refusal));
                continue;
            }

            plans.Add(plan);
            problems.AddRange(EnrolmentPlanner.Refuse(plan, request.Accepted) is { } refused ? [refused] : []);
        }

        if (await new RightsCheck(api).ForAsync(Rights(request.Namespace, routers.Value ?? []), cancellationToken) is { } missing)
        {
            problems.Insert(0, missing);
        }

        return new EnrolmentProposal { Request = request, Facts = facts.Value, Plans = plans, Skipped = skipped, Routers = routers.Value ?? [], Problems = problems };
    }

    private static IEnumerable<string> Names(EnrolmentRequest request, NamespaceFacts facts) =>
        (request.Services.Count > 0 ? request.Services : facts.Services.Where(IsCandidate).Select(service => service.Name())).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Our own Services are nobody's baseline.</summary>
    private static bool IsCandidate(JsonObject service) => service.Labels().GetValueOrDefault(KnownNames.ManagedByLabel) != KnownNames.ManagedBy;

    private static IEnumerable<SandboxFailure> NotFound(EnrolmentRequest request, NamespaceFacts facts)
    {
        var there = facts.Services.Select(service => service.Name()).ToList();
        return request.Services.Where(name => !there.Contains(name)).Select(name => new SandboxFailure
        {
            Code = FailureCodes.ServiceNotFound,
            Category = FailureCategory.User,
            Message = $"There is no Service '{name}' in namespace '{request.Namespace}'.",
            Hint = NearestName.Find(name, there) is { } nearest ? $"Did you mean '{nearest}'?" : $"'kubectl -n {request.Namespace} get services' shows those that there are.",
        });
    }

    private static IEnumerable<SandboxFailure> UnknownPorts(EnrolmentRequest request, NamespaceFacts facts)
    {
        var known = Names(request, facts)
            .SelectMany(name => facts.Services.Where(service => service.Name() == name))
            .SelectMany(service => service.ObjectsAt("spec", "ports"))
            .Select(port => port.NumberAt("port"))
            .OfType<int>()
            .ToHashSet();
        return request.Protocols.Keys.Where(port => !known.Contains(port)).Select(port => new SandboxFailure
        {
            Code = FailureCodes.InvalidArguments,
            Category = FailureCategory.User,
            Message = $"None of the Services has a port {port.ToString(CultureInfo.InvariantCulture)}, for which a protocol was said.",
            Hint = $"Their ports are {string.Join(", ", known.Order())}; --protocol takes the port that clients use.",
        });
    }

    private async Task<Result<IReadOnlyList<ObjectChange>>> RoutersAsync(EnrolmentRequest request, CancellationToken cancellationToken)
    {
        var installations = new Installations(api);
        var installation = await installations.ForAsync(request.Namespace, request.OperatorNamespace, cancellationToken);
        var budget = installation.IsSuccess ? await installations.DisruptionBudgetVersionAsync(cancellationToken) : installation.Failure;
        if (!installation.IsSuccess || !budget.IsSuccess)
        {
            return installation.Failure ?? budget.Failure!; // one of them
        }

        var spec = installation.Value.ToSpec(budget.Value);
        spec = spec with { Image = request.Image ?? spec.Image, PullPolicy = request.PullPolicy ?? spec.PullPolicy };
        return await new NamespaceRouters(api, request.Namespace, time, new Patience()).LookAsync(spec, cancellationToken);
    }

    private static IReadOnlyList<MissingRight> Rights(string @namespace, IReadOnlyList<ObjectChange> routers) =>
    [
        new(new AccessQuestion("patch", ResourceKinds.Services, @namespace), "to point Services at the routers"),
        new(new AccessQuestion("create", ResourceKinds.Pods, @namespace, "portforward"), "to ask routers whether they listen"),
        new(new AccessQuestion("get", ResourceKinds.Endpoints, @namespace), "to see that the cluster follows"),
        .. routers.All(change => change.Kind == ObjectChangeKind.Unchanged) ? [] : NeededRights.ToApply(routers.Select(change => change.Item)),
    ];
}
