using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Sandboxes.Workloads;

namespace AgentSandbox.Orchestration.UseCases.Deploying;

/// <summary>Makes of a call what is wanted for each service.</summary>
/// <remarks>
/// A deploy is the whole wish: what it does not say is as the baseline has it. A rebase moves a fork to the baseline as it
/// is now, so what the call does not say stays as the fork was deployed, its image too. Files are captured wherever there
/// is no image to stay with.
/// </remarks>
internal sealed class ForkWishes(ISandboxEngine engine)
{
    /// <summary>Captures where files are needed.</summary>
    /// <param name="request">The call.</param>
    /// <param name="record">The sandbox as it is.</param>
    /// <param name="cancellationToken">Cancels the capture.</param>
    public async Task<Result<IReadOnlyList<ForkWish>>> OfAsync(DeployForkRequest request, SandboxRecord record, CancellationToken cancellationToken)
    {
        if (request.Workload?.Image is { } image)
        {
            return await SelectAsync(request, record, OfImage(image), request.Services, cancellationToken);
        }

        var named = Named(request, record);
        var kept = named.Where(service => StaysWithItsImage(request, record, service)).ToList();
        if (kept.Count > 0 && kept.Count == named.Count)
        {
            return kept.ConvertAll(service => Wish(request, record, service, record.Spec.Forks[service].Source));
        }

        var source = await engine.CaptureAsync(new CaptureRequest(request.Caller.Owner.Tree, request.Ref), cancellationToken);
        if (!source.IsSuccess)
        {
            return source.Failure;
        }

        var captured = await SelectAsync(request, record, source.Value, [.. named.Except(kept)], cancellationToken);
        return captured.IsSuccess
            ? (List<ForkWish>)[.. captured.Value, .. kept.Select(service => Wish(request, record, service, record.Spec.Forks[service].Source))]
            : captured;
    }

    /// <summary>A rebase that names no service is for all forks of the sandbox; every other deploy for what the tree changes.</summary>
    private static IReadOnlyList<string> Named(DeployForkRequest request, SandboxRecord record) =>
        request is { Services: [], Workload.Rebase: true } ? [.. record.Spec.Forks.Keys.Order(StringComparer.Ordinal)] : [.. request.Services.Distinct(StringComparer.Ordinal)];

    private static bool StaysWithItsImage(DeployForkRequest request, SandboxRecord record, string service) =>
        request is { Workload.Rebase: true, Ref: null } && record.Spec.Forks.GetValueOrDefault(service)?.Source.Kind == SourceKind.Image;

    private async Task<Result<IReadOnlyList<ForkWish>>> SelectAsync(
        DeployForkRequest request, SandboxRecord record, ForkSource source, IReadOnlyList<string> services, CancellationToken cancellationToken)
    {
        var selected = await engine.SelectServicesAsync(source, services, cancellationToken);
        return selected.IsSuccess
            ? selected.Value.Select(service => Wish(request, record, service, source)).ToList()
            : selected.Failure;
    }

    private static ForkWish Wish(DeployForkRequest request, SandboxRecord record, string service, ForkSource source)
    {
        if (request.Workload is not { Rebase: true } asked || record.Spec.Forks.GetValueOrDefault(service) is not { } before)
        {
            return new ForkWish(service, source, request.Environment, request.Workload);
        }

        var stays = before.Workload ?? new ForkWorkloadSpec();
        return new ForkWish(service, source, request.Environment.Count > 0 ? request.Environment : before.Environment, stays with
        {
            Image = asked.Image ?? (source.Kind == SourceKind.Image ? stays.Image : null), // files become an image anew
            Command = asked.Command ?? stays.Command,
            Args = asked.Args ?? stays.Args,
            Replicas = asked.Replicas ?? stays.Replicas,
            Patch = asked.Patch ?? stays.Patch,
            Rebase = true,
        });
    }

    private static ForkSource OfImage(string image) => new() { Kind = SourceKind.Image, Tree = "", Hash = image, Ref = image };
}
