using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Configuration.Differences;
using AgentSandbox.Orchestration.Configuration.Services;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Snapshots;

namespace AgentSandbox.Orchestration.Engines.Local;

/// <summary>Captures trees and says what is in them.</summary>
internal sealed class LocalSources(ISnapshotter snapshots, IGitClient git, LocalConfigurations configurations, LocalLayout layout, Func<LocalTrunk> trunk)
{
    public async Task<Result<ForkSource>> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken)
    {
        if (request.Ref is { } reference)
        {
            var taken = await snapshots.TakeRefAsync(await HeadOfTreeAsync(request.Tree, reference, cancellationToken), cancellationToken);
            return taken.Succeeded ? Source(request, taken.Value) : LocalFailures.Git(taken.Failure);
        }

        if (!Directory.Exists(request.Tree))
        {
            return LocalFailures.Git(new GitFailure { Problem = GitProblem.DirectoryMissing, Subject = request.Tree, Observed = "The directory does not exist." });
        }

        var configuration = await OfTreeAsync(request.Tree, cancellationToken);
        if (!configuration.IsSuccess)
        {
            return configuration.Failure;
        }

        var snapshot = await snapshots.TakeAsync(request.Tree, Includes(configuration.Value), cancellationToken);
        if (!snapshot.Succeeded)
        {
            return LocalFailures.Git(snapshot.Failure);
        }

        return snapshot.Value.Kind == SnapshotKind.Directory
            ? await KeepDirectoryAsync(request, snapshot.Value, cancellationToken)
            : Source(request, snapshot.Value);
    }

    public async Task<bool?> IsStaleAsync(ForkSource source, CancellationToken cancellationToken)
    {
        if (source.Kind == SourceKind.Ref || !Directory.Exists(source.Tree))
        {
            return null;
        }

        var configuration = await OfTreeAsync(source.Tree, cancellationToken);
        if (!configuration.IsSuccess)
        {
            return true; // the configuration was readable when the tree was captured
        }

        var hash = await snapshots.ComputeHashAsync(source.Tree, Includes(configuration.Value), cancellationToken);
        return !hash.Succeeded ? null
            : hash.Value != source.Hash && await MattersAsync(source.Hash, hash.Value, configuration.Value, cancellationToken);
    }

    /// <summary>Whether a file changed of which a service could be built. Writing a plan for a fork must not make it stale.</summary>
    private async Task<bool> MattersAsync(string captured, string now, SandboxConfiguration configuration, CancellationToken cancellationToken)
    {
        if (!layout.Location.IsGit)
        {
            return true; // a hash alone does not say which files differ
        }

        var repository = await git.OpenAsync(configurations.AnyTree(), cancellationToken);
        var changed = repository.Succeeded ? await repository.Value.DiffNamesAsync(captured, now, cancellationToken) : null;
        return changed is not { Succeeded: true } || changed.Value.Any(file => !VerificationFiles.Contain(file, configuration));
    }

    /// <summary>The configuration that belongs to the captured files.</summary>
    public async Task<Result<SandboxConfiguration>> ConfigurationOfAsync(ForkSource source, CancellationToken cancellationToken)
    {
        if (!layout.Location.IsGit)
        {
            return await configurations.OfDirectoryAsync(Capture(source), cancellationToken);
        }

        var configuration = await configurations.OfTreeAsync(source.Hash, cancellationToken);
        return configuration switch
        {
            { IsSuccess: false } => configuration.Failure,
            { Value: { } found } => found,
            _ => trunk().Configuration, // an ignored or not yet written file
        };
    }

    public async Task<Result<IReadOnlyList<string>>> SelectAsync(ForkSource source, IReadOnlyList<string> services, CancellationToken cancellationToken)
    {
        var configuration = await ConfigurationOfAsync(source, cancellationToken);
        if (!configuration.IsSuccess)
        {
            return configuration.Failure;
        }

        var known = configuration.Value.Services;
        foreach (var service in services)
        {
            if (Problem(service, known) is { } problem)
            {
                return problem;
            }
        }

        return services.Count > 0
            ? Result<IReadOnlyList<string>>.Success([.. services.Distinct(StringComparer.Ordinal)])
            : await ChangedServicesAsync(source, configuration.Value, cancellationToken);
    }

    public async Task<IReadOnlyList<string>> DescribeDifferenceAsync(ForkSource source, CancellationToken cancellationToken)
    {
        if (layout.Location.IsGit && trunk().Note is null && await configurations.OfTreeAsync(source.Hash, cancellationToken) is { IsSuccess: true, Value: null })
        {
            return [$"the branch has no {SandboxConfiguration.FileName}; trunk's is used"];
        }

        var configuration = await ConfigurationOfAsync(source, cancellationToken);
        var difference = configuration.IsSuccess ? ConfigurationDifference.Between(trunk().Configuration, configuration.Value) : null;
        return difference is null or { IsEmpty: true } ? [] : difference.ToString().Split('\n');
    }

    public async Task<Result<Done>> MaterializeAsync(ForkSource source, string directory, CancellationToken cancellationToken)
    {
        var snapshot = new Snapshot
        {
            TreeHash = source.Hash,
            Kind = layout.Location.IsGit ? SnapshotKind.Git : SnapshotKind.Directory,
            SourceDirectory = layout.Location.IsGit ? source.Tree : Capture(source),
            FileCount = 0,
        };
        var written = await snapshots.MaterializeAsync(snapshot, directory, cancellationToken);
        return written.Succeeded ? default(Done) : LocalFailures.Git(written.Failure);
    }

    /// <summary>Frees what no live fork was captured from.</summary>
    public async Task PruneAsync(IReadOnlyCollection<string> liveHashes, CancellationToken cancellationToken)
    {
        await snapshots.PruneObjectsAsync(liveHashes, cancellationToken);
        if (!Directory.Exists(layout.Captures))
        {
            return;
        }

        foreach (var capture in Directory.EnumerateDirectories(layout.Captures).Where(path => !liveHashes.Contains(Path.GetFileName(path))).ToList())
        {
            TreeRemoval.Delete(capture);
        }
    }

    private static ForkSource Source(CaptureRequest request, Snapshot snapshot) => new()
    {
        Kind = request.Ref is null ? SourceKind.Tree : SourceKind.Ref,
        Tree = request.Tree,
        Hash = snapshot.TreeHash,
        Ref = request.Ref,
        Commit = snapshot.Commit,
        Branch = snapshot.Branch,
    };

    /// <summary>HEAD means that of the caller's tree, not that of the main one.</summary>
    private async Task<string> HeadOfTreeAsync(string tree, string reference, CancellationToken cancellationToken) =>
        reference == "HEAD" && await git.OpenAsync(tree, cancellationToken) is { Succeeded: true, Value.HeadCommit: { } head } ? head : reference;

    /// <summary>Without git nothing holds the content of a hash, so the files themselves are kept.</summary>
    private async Task<Result<ForkSource>> KeepDirectoryAsync(CaptureRequest request, Snapshot snapshot, CancellationToken cancellationToken)
    {
        var fresh = Path.Join(layout.Captures, $".{Guid.NewGuid():n}");
        try
        {
            var written = await snapshots.MaterializeAsync(snapshot, fresh, cancellationToken);
            if (!written.Succeeded)
            {
                return LocalFailures.Git(written.Failure);
            }

            var source = Source(request, written.Value);
            if (!Directory.Exists(Capture(source)))
            {
                Directory.Move(fresh, Capture(source));
            }

            return source;
        }
        finally
        {
            TreeRemoval.Delete(fresh);
        }
    }

    private string Capture(ForkSource source) => Path.Join(layout.Captures, source.Hash);

    /// <summary>The configuration of a tree as it is now; trunk's where it has none.</summary>
    private async Task<Result<SandboxConfiguration>> OfTreeAsync(string tree, CancellationToken cancellationToken)
    {
        var configuration = await configurations.OfDirectoryAsync(tree, cancellationToken);
        return !configuration.IsSuccess && !File.Exists(Path.Join(tree, SandboxConfiguration.FileName)) ? trunk().Configuration : configuration;
    }

    private static List<string> Includes(SandboxConfiguration configuration) =>
        [.. configuration.Services.Values.SelectMany(service => service.Include).Distinct(StringComparer.Ordinal)];

    private static SandboxFailure? Problem(string service, IReadOnlyDictionary<string, ServiceConfiguration> known) => known.GetValueOrDefault(service) switch
    {
        null => UseCases.SandboxFailures.ServiceNotFound(service, known.Keys),
        { Kind: ServiceKind.External } => LocalFailures.NotForkable(service, "somebody else runs it at a URL"),
        { Kind: ServiceKind.Tcp } => LocalFailures.NotForkable(service, "it is a TCP dependency that is passed through unrouted"),
        { Protocol: ServiceProtocol.Tcp } => LocalFailures.NotForkable(service, "it speaks TCP, in which requests carry no key"),
        _ => null,
    };

    private async Task<Result<IReadOnlyList<string>>> ChangedServicesAsync(ForkSource source, SandboxConfiguration configuration, CancellationToken cancellationToken)
    {
        if (trunk().Commit is not { } commit)
        {
            return LocalFailures.ServicesNeeded();
        }

        var repository = await git.OpenAsync(configurations.AnyTree(), cancellationToken);
        if (!repository.Succeeded)
        {
            return LocalFailures.Git(repository.Failure);
        }

        var changed = await repository.Value.DiffNamesAsync(commit, source.Hash, cancellationToken);
        if (!changed.Succeeded)
        {
            return LocalFailures.Git(changed.Failure);
        }

        var services = configuration.Services.Values
            .Where(service => Problem(service.Name, configuration.Services) is null)
            .Where(service => changed.Value.Any(file => IsBelow(file, service.Source)))
            .Select(service => service.Name)
            .Order(StringComparer.Ordinal)
            .ToList();
        return services.Count > 0 ? Result<IReadOnlyList<string>>.Success(services) : LocalFailures.NothingChanged(source.Tree);
    }

    private static bool IsBelow(string file, string? folder) =>
        folder is null or "." or "" || file.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);
}
