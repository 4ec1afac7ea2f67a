using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Gathering;

/// <summary>Gathers what findings are made from.</summary>
/// <remarks>A kind that the cluster does not have speaks against nothing; one that the user may not read is a finding of its own.</remarks>
internal sealed class FactsReader(IKubernetesApi api, string @namespace)
{
    /// <summary>Where Istio's rules for the whole mesh are, unless its own configuration says otherwise.</summary>
    private const string MeshNamespace = "istio-system";

    private readonly Dictionary<string, string> _unchecked = [];

    /// <summary>Everything.</summary>
    public async Task<Result<NamespaceFacts>> ReadAsync(CancellationToken cancellationToken)
    {
        _unchecked.Clear();
        var services = await api.ListAsync(ResourceKinds.Services, @namespace, ListOptions.All, cancellationToken);
        var pods = services.IsSuccess ? await api.ListAsync(ResourceKinds.Pods, @namespace, ListOptions.All, cancellationToken) : services;
        if (!pods.IsSuccess)
        {
            return pods.Failure;
        }

        var surroundings = await SurroundingsAsync(cancellationToken);
        return surroundings.IsSuccess
            ? new NamespaceFacts { Services = services.Value!.Items, Pods = pods.Value.Items, Surroundings = surroundings.Value } // pods were read after it
            : surroundings.Failure;
    }

    /// <summary>What changes while an enrolment goes on; the rest is taken over.</summary>
    public async Task<Result<NamespaceFacts>> RefreshAsync(NamespaceFacts facts, CancellationToken cancellationToken)
    {
        var services = await api.ListAsync(ResourceKinds.Services, @namespace, ListOptions.All, cancellationToken);
        return services.IsSuccess ? facts with { Services = services.Value.Items } : services.Failure;
    }

    private async Task<Result<EnrolmentFacts>> SurroundingsAsync(CancellationToken cancellationToken)
    {
        SandboxFailure? failure = null;
        var space = await api.GetAsync(ResourceKinds.Namespaces, null, @namespace, cancellationToken);
        if (!space.IsSuccess)
        {
            failure = Note($"namespaces/{@namespace}", space.Failure);
        }

        async Task<IReadOnlyList<JsonObject>> Take(Task<Result<IReadOnlyList<JsonObject>>> listing)
        {
            var items = await listing;
            failure ??= items.Failure;
            return items.Value ?? [];
        }

        var policies = await Take(ListAsync(ResourceKinds.NetworkPolicies, [@namespace], cancellationToken));
        var kinds = await OptionalKinds.ReadAsync(api, cancellationToken);
        if (!kinds.IsSuccess)
        {
            failure ??= Note("kinds of meshes and monitors", kinds.Failure);
        }

        Task<IReadOnlyList<JsonObject>> Optional(string group, string plural, params string?[] places) =>
            kinds.IsSuccess ? Take(OptionalAsync(kinds.Value, group, plural, places, cancellationToken)) : Task.FromResult<IReadOnlyList<JsonObject>>([]);

        var facts = new EnrolmentFacts
        {
            Service = [],
            NamespaceObject = space.Value,
            NetworkPolicies = policies,
            ServiceMonitors = await Optional("monitoring.coreos.com", "servicemonitors", [null]),
            PeerAuthentications = await Optional("security.istio.io", "peerauthentications", @namespace, MeshNamespace),
            DestinationRules = await Optional("networking.istio.io", "destinationrules", [null]),
            MeshPolicies =
            [
                .. await Optional("security.istio.io", "authorizationpolicies", @namespace),
                .. await Optional("policy.linkerd.io", "servers", @namespace),
            ],
            Unchecked = new Dictionary<string, string>(_unchecked),
        };
        return failure is null ? facts : failure;
    }

    private async Task<Result<IReadOnlyList<JsonObject>>> OptionalAsync(OptionalKinds kinds, string group, string plural, string?[] places, CancellationToken cancellationToken)
    {
        var kind = await kinds.FindAsync(group, plural, cancellationToken);
        return kind switch
        {
            { IsSuccess: false } => Note($"{plural}.{group}", kind.Failure) is { } failure ? failure : Result<IReadOnlyList<JsonObject>>.Success([]),
            { Value: null } => Result<IReadOnlyList<JsonObject>>.Success([]),
            _ => await ListAsync(kind.Value, places, cancellationToken),
        };
    }

    /// <summary>Of the places, or of all namespaces where that is null; where that is not allowed, of this namespace, which is said.</summary>
    private async Task<Result<IReadOnlyList<JsonObject>>> ListAsync(ResourceKind kind, IReadOnlyList<string?> places, CancellationToken cancellationToken)
    {
        var items = new List<JsonObject>();
        foreach (var place in places.Distinct())
        {
            var listed = await api.ListAsync(kind, place, ListOptions.All, cancellationToken);
            if (listed.IsSuccess)
            {
                items.AddRange(listed.Value.Items);
                continue;
            }

            if (Note(place is null ? $"{kind} of other namespaces" : $"{kind} in '{place}'", listed.Failure) is { } failure)
            {
                return failure;
            }

            if (place is null && !places.Contains(@namespace))
            {
                var own = await ListAsync(kind, [@namespace], cancellationToken);
                items.AddRange(own.Value ?? []);
                if (!own.IsSuccess)
                {
                    return own.Failure;
                }
            }
        }

        return items;
    }

    /// <summary>Remembers what may not be read; anything else is a failure.</summary>
    private SandboxFailure? Note(string what, SandboxFailure failure)
    {
        switch (failure.Code)
        {
            case FailureCodes.Forbidden:
                _unchecked[what] = failure.Message;
                return null;
            case FailureCodes.ObjectNotFound:
                return null;
            default:
                return failure;
        }
    }
}
