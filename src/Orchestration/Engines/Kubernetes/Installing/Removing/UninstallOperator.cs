using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Acting;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Routers;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Rights;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Removing;

/// <summary>
/// Removes an installation: sandboxes are ended or stop it, every Service is given back, requests through the routers
/// end, then everything goes in the reverse order. Repeating it finishes what was interrupted.
/// </summary>
internal sealed class UninstallOperator(IKubernetesApi api, TimeProvider time, Patience patience)
{
    public async Task<Result<UninstallReport>> ExecuteAsync(UninstallRequest request, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var found = await InstalledParts.ReadAsync(api, request.Namespace, cancellationToken);
        if (!found.IsSuccess)
        {
            return found.Failure;
        }

        var parts = found.Value;
        var problem = await new RightsCheck(api).ForAsync(Rights(request, parts), cancellationToken)
            ?? (request.Mode == RemovalMode.Careful && parts.Sandboxes.Count > 0 ? RemovalFailures.SandboxesRemain(parts.Sandboxes) : null)
            ?? await EndSandboxesAsync(parts, progress, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var given = await GiveBackAsync(parts, progress, cancellationToken);
        problem = given.Failure ?? await DrainAsync(request, parts, progress, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var removed = await RemoveAsync(parts, progress, cancellationToken);
        var report = removed.IsSuccess ? await new DefinitionRemoval(api, time, patience).ExecuteAsync(request, parts, progress, cancellationToken) : removed;
        return report.IsSuccess
            ? new UninstallReport([.. removed.Value!.Removed, .. report.Value.Removed], given.Value!, [.. removed.Value.Kept, .. report.Value.Kept]) // all succeeded
            : report.Failure;
    }

    private static List<MissingRight> Rights(UninstallRequest request, InstalledParts parts)
    {
        var rights = NeededRights.ToRemove([.. InstallManifests.Operator(parts.Spec), .. InstallManifests.Mcp(parts.Spec), .. parts.Namespaces.SelectMany(name => InstallManifests.Router(parts.Spec, name))]).ToList();
        rights.AddRange(parts.Namespaces.Select(name => new MissingRight(new AccessQuestion("patch", ResourceKinds.Services, name), "to give Services back")));
        if (request.Mode == RemovalMode.Force)
        {
            rights.AddRange(parts.Sandboxes.Select(item => item.Namespace()).Distinct().Select(name => new MissingRight(new AccessQuestion("delete", ResourceKinds.Sandboxes, name), "to delete the sandboxes")));
        }

        return rights;
    }

    private async Task<SandboxFailure?> EndSandboxesAsync(InstalledParts parts, IProgress<string> progress, CancellationToken cancellationToken)
    {
        foreach (var item in parts.Sandboxes)
        {
            progress.Report($"- {RemovalFailures.Name(item)}");
            var deleted = await api.DeleteAsync(ResourceKinds.Of(item)!, item.Namespace(), item.Name(), DeleteOptions.Usual, cancellationToken); // listed by its kind
            if (!deleted.IsSuccess)
            {
                return deleted.Failure;
            }
        }

        IReadOnlyList<JsonObject> left = [];
        SandboxFailure? failure = null;
        var gone = parts.Sandboxes.Count == 0 ? "" : await patience.UntilAsync(async () =>
        {
            var listed = await InstalledParts.SandboxesAsync(api, parts.Spec.Scope == InstallScope.Cluster ? null : parts.Spec.Namespace, cancellationToken);
            (left, failure) = (listed.Value ?? left, listed.Failure);
            return listed is { IsSuccess: true, Value.Count: 0 } ? "" : null;
        }, time, cancellationToken);
        return gone is not null ? null : failure ?? RemovalFailures.ObjectsRemain(left, "Nothing was removed, because these sandboxes did not end in time; does the operator run?");
    }

    private async Task<Result<IReadOnlyList<string>>> GiveBackAsync(InstalledParts parts, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var given = new List<string>();
        foreach (var name in parts.Namespaces)
        {
            var outcomes = await new UnenrolServices(api, time, patience).ExecuteAsync(name, [], progress, cancellationToken);
            if (!outcomes.IsSuccess)
            {
                return outcomes.Failure;
            }

            if (SeveralFailures.Join([.. outcomes.Value.Select(outcome => outcome.Failure).OfType<SandboxFailure>()]) is { } failure)
            {
                return failure;
            }

            given.AddRange(outcomes.Value.Where(outcome => outcome.Kind == ServiceOutcomeKind.GivenBack).Select(outcome => $"{name}/{outcome.Service}"));
        }

        return given;
    }

    /// <summary>Routers that cannot be asked are no reason to stay when it was said to force.</summary>
    private async Task<SandboxFailure?> DrainAsync(UninstallRequest request, InstalledParts parts, IProgress<string> progress, CancellationToken cancellationToken)
    {
        foreach (var name in request.Mode == RemovalMode.Force ? [] : parts.Namespaces)
        {
            var routers = new NamespaceRouters(api, name, time, patience);
            Result<int> open = 0;
            var ended = await (patience with { Limit = request.Drain }).UntilAsync(async () =>
            {
                var before = open.Value;
                open = await routers.InFlightAsync(cancellationToken);
                if (open.IsSuccess && open.Value != before)
                {
                    progress.Report($"routers of '{name}': {open.Value} requests are in flight");
                }

                return open is { IsSuccess: true, Value: 0 } ? "" : null;
            }, time, cancellationToken);
            if (ended is null)
            {
                return open.Failure ?? RemovalFailures.CarryTraffic(name, open.Value, request.Drain);
            }
        }

        return null;
    }

    private async Task<Result<UninstallReport>> RemoveAsync(InstalledParts parts, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var removal = new ObjectRemoval(api, time, patience, progress);
        var leftovers = new Leftovers(api, parts);
        var failure = await removal.RemoveAsync([.. parts.Namespaces.SelectMany(name => InstallManifests.Router(parts.Spec, name).Reverse())], cancellationToken)
            ?? await removal.RemoveAsync([.. InstallManifests.Mcp(parts.Spec).Reverse()], cancellationToken)
            ?? await removal.RemoveAsync([.. InstallManifests.Operator(parts.Spec).Reverse()], cancellationToken);
        var written = failure is null ? await leftovers.RemoveWrittenAsync(cancellationToken) : failure;
        if (!written.IsSuccess)
        {
            return written.Failure;
        }

        IReadOnlyList<JsonObject> left = [];
        var gone = await patience.UntilAsync(async () =>
        {
            var found = await leftovers.FindAsync(cancellationToken);
            (left, failure) = (found.Value ?? left, found.Failure);
            return found is { IsSuccess: true, Value.Count: 0 } ? "" : null;
        }, time, cancellationToken);
        return gone is null
            ? failure ?? RemovalFailures.ObjectsRemain(left)
            : new UninstallReport([.. removal.Removed, .. written.Value.Select(RemovalFailures.Name)], [], [.. leftovers.NotLookedAt.Select(kind => $"{kind}: not looked at, since the user may not list them")]);
    }
}
