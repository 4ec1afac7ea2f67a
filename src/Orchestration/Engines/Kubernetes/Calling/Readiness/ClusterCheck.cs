using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Rights;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Calling.Readiness;

/// <summary>Looks for everything that keeps a user from using sandboxes in a namespace, and names it together, before anything is written.</summary>
internal sealed class ClusterCheck(IKubernetesApi api, string @namespace, TimeProvider time)
{
    /// <summary>Rights seldom change; one that was taken away meanwhile is named by the call that needs it.</summary>
    private static readonly TimeSpan s_rightsHold = TimeSpan.FromMinutes(5);

    private readonly OperatorLook _operator = new(api, @namespace);
    private readonly Dictionary<EngineUse, long> _granted = [];
    private readonly Lock _lock = new();

    /// <summary>What must be right before anything can be shown. Where the cluster does not answer, that is all that can be known.</summary>
    public async Task<SandboxFailure?> AtStartAsync(CancellationToken cancellationToken)
    {
        if ((await api.ReadAsync("/version", cancellationToken)).Failure is { } unreachable && unreachable.Code != FailureCodes.Forbidden)
        {
            return unreachable;
        }

        return Together(
        [
            await NamespaceAsync(cancellationToken),
            await DefinitionsAsync(cancellationToken),
            await RightsAsync(CallerRights.ToLook(@namespace), cancellationToken),
        ]);
    }

    /// <summary>What keeps a caller from this use now.</summary>
    public async Task<SandboxFailure?> ForUseAsync(EngineUse use, CancellationToken cancellationToken) => use switch
    {
        EngineUse.Change => Together([await GrantedAsync(use, CallerRights.ToChange(@namespace), cancellationToken), await OperatorAsync(EngineUse.Change, cancellationToken)]),
        EngineUse.Request => await GrantedAsync(use, CallerRights.ToRequest(@namespace), cancellationToken),
        _ => await OperatorAsync(use, cancellationToken),
    };

    /// <summary>Null when the namespace is there, or may not be looked at.</summary>
    public async Task<SandboxFailure?> NamespaceAsync(CancellationToken cancellationToken)
    {
        var found = await api.GetAsync(ResourceKinds.Namespaces, null, @namespace, cancellationToken);
        return found is { Failure.Code: FailureCodes.ObjectNotFound } ? new SandboxFailure
        {
            Code = FailureCodes.NamespaceMissing,
            Category = FailureCategory.User,
            Message = $"The cluster ({api.Description}) has no namespace '{@namespace}'.",
            Hint = $"Name the right one with 'kubectl config set-context --current --namespace NAME', then 'agent-sandbox host restart'; or create it with 'kubectl create namespace {@namespace}'.",
        }
        : null;
    }

    /// <summary>Null when the cluster knows our kinds.</summary>
    public async Task<SandboxFailure?> DefinitionsAsync(CancellationToken cancellationToken)
    {
        var served = await api.ReadAsync($"/apis/{KnownNames.ApiVersion}", cancellationToken);
        return served is { Failure.Code: FailureCodes.ObjectNotFound } ? new SandboxFailure
        {
            Code = FailureCodes.DefinitionsMissing,
            Category = FailureCategory.Environment,
            Message = $"The cluster ({api.Description}) has no RoutedSandbox resources: agent-sandbox is not installed there.",
            Hint = $"Install it with 'agent-sandbox install --apply --namespace {@namespace}', or check the context with 'kubectl config current-context'.",
        }
        : null;
    }

    /// <summary>All of these rights that the user lacks, in one failure.</summary>
    public async Task<SandboxFailure?> RightsAsync(IReadOnlyList<MissingRight> wanted, CancellationToken cancellationToken)
    {
        var failure = await new RightsCheck(api).ForAsync(wanted, cancellationToken);
        return failure is { Code: FailureCodes.Forbidden }
            ? failure with { Hint = $"Ask for them: the Role agent-sandbox-user of namespace '{@namespace}' has all; a RoleBinding gives it to you." }
            : failure;
    }

    /// <summary>The operator as it is seen, judged.</summary>
    public async Task<(OperatorSight? Sight, SandboxFailure? Failure)> OperatorAsync(CancellationToken cancellationToken)
    {
        var found = await _operator.FindAsync(cancellationToken);
        return found.IsSuccess ? (found.Value, Judge(found.Value)) : (null, found.Failure);
    }

    /// <summary>An operator that is not ready for a moment keeps nobody from wishing; whoever waits is told.</summary>
    private async Task<SandboxFailure?> OperatorAsync(EngineUse use, CancellationToken cancellationToken)
    {
        var (_, failure) = await OperatorAsync(cancellationToken);
        return failure?.Code switch
        {
            FailureCodes.OperatorMissing or FailureCodes.OperatorVersion => failure,
            FailureCodes.OperatorNotReady when use == EngineUse.Wait => failure,
            _ => null, // what may not be read is told by the rights; an API that does not answer, by the write itself
        };
    }

    private SandboxFailure? Judge(OperatorSight sight) => sight switch
    {
        { Ready: 0 } => new SandboxFailure
        {
            Code = FailureCodes.OperatorNotReady,
            Category = FailureCategory.Environment,
            Message = $"The operator in namespace '{sight.Namespace}' has no ready pod (0 of {sight.Wanted}). What was asked for waits for it; routes stay as they are.",
            Hint = $"Look at 'kubectl -n {sight.Namespace} get pods -l {KnownNames.ComponentLabel}={KnownNames.OperatorComponent}'.",
            Retryable = true,
            RetryAfter = TimeSpan.FromSeconds(5),
        },
        { Version: { } version } when !ProgramVersion.AreCompatible(version, ProgramVersion.Current) => new SandboxFailure
        {
            Code = FailureCodes.OperatorVersion,
            Category = FailureCategory.Environment,
            Message = $"The operator in namespace '{sight.Namespace}' is of version {version}, this program of {ProgramVersion.Current}; they do not go together. Nothing was done.",
            Hint = $"Install the operator of this version with 'agent-sandbox install --apply --namespace {sight.Namespace} --image …', or use the program of version {version}.",
        },
        _ => null,
    };

    private async Task<SandboxFailure?> GrantedAsync(EngineUse use, IReadOnlyList<MissingRight> wanted, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_granted.TryGetValue(use, out var since) && time.GetElapsedTime(since) < s_rightsHold)
            {
                return null;
            }
        }

        var failure = await RightsAsync(wanted, cancellationToken);
        if (failure is null)
        {
            lock (_lock)
            {
                _granted[use] = time.GetTimestamp();
            }
        }

        return failure?.Code == FailureCodes.Forbidden ? failure : null;
    }

    /// <summary>The first is the failure; the others stand in its lines.</summary>
    private static SandboxFailure? Together(IEnumerable<SandboxFailure?> failures) => failures.OfType<SandboxFailure>().ToList() switch
    {
        [] => null,
        [var only] => only,
        [var first, .. var others] => first with { Evidence = [.. first.Evidence, .. others.SelectMany(other => (string[])[$"{other.Code}: {other.Message} {other.Hint}", .. other.Evidence])] },
    };
}
