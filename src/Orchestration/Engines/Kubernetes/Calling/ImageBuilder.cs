using AgentSandbox.Orchestration.Configuration.Services;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Local;
using AgentSandbox.Orchestration.Engines.Local.Runs;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Calling;

/// <summary>Makes an image of captured files with the service's <c>image.build</c>, on this machine.</summary>
/// <remarks>
/// The command is given a name that no other content has. When its last line of output is a reference with a digest, that
/// is what is deployed; else the name.
/// </remarks>
internal sealed class ImageBuilder(LocalSources sources, ServiceRunner runner, ServiceScopes scopes, LocalLayout layout)
{
    private const int HashLength = 12;

    /// <summary>Builds, and returns the image to deploy.</summary>
    /// <param name="sandbox">For whom.</param>
    /// <param name="fork">What is wanted; its source names the files.</param>
    /// <param name="progress">Told of each step.</param>
    /// <param name="cancellationToken">Ends the build's process tree.</param>
    public async Task<Result<string>> BuildAsync(SandboxId sandbox, ForkSpec fork, IProgress<ForkProgress> progress, CancellationToken cancellationToken)
    {
        var configuration = await sources.ConfigurationOfAsync(fork.Source, cancellationToken);
        if (!configuration.IsSuccess)
        {
            return configuration.Failure;
        }

        if (!configuration.Value.Services.TryGetValue(fork.Service, out var service) || service.ImageBuild is null)
        {
            return NoImage(fork.Service);
        }

        var image = $"{fork.Service}:{fork.Source.Hash[..Math.Min(HashLength, fork.Source.Hash.Length)]}";
        var plan = new RunPlan
        {
            Service = service with { Build = service.ImageBuild },
            Title = $"the image of revision {fork.Revision} of '{fork.Service}'",
            Role = ProcessRole.Build,
            Tree = layout.RevisionTree(sandbox, fork.Service, fork.Revision),
            Logs = layout.RevisionLogs(sandbox, fork.Service, fork.Revision),
            Mark = layout.RevisionMark(sandbox, fork.Service, fork.Revision),
            Scope = scopes.For(configuration.Value, sandbox) with { Image = image },
            ExtraEnvironment = new Dictionary<string, string>(),
            BuildTimeout = configuration.Value.Limits.BuildTimeout,
        };
        progress.Report(new ForkProgress(ForkPhase.Building, "writing its files"));
        TreeRemoval.Delete(plan.Tree);
        PrivateDirectory.Ensure(Path.GetDirectoryName(plan.Tree)!); // the path is absolute
        try
        {
            var written = await sources.MaterializeAsync(fork.Source, plan.Tree, cancellationToken);
            var built = written.IsSuccess ? await runner.BuildAsync(plan, activity => progress.Report(PhaseOf(activity)), cancellationToken) : written;
            return built.IsSuccess ? ReferenceOf(plan) ?? image : built.Failure;
        }
        finally
        {
            TreeRemoval.Delete(plan.Tree); // the image has all of it; the log stays
        }
    }

    private static ForkProgress PhaseOf(string activity) =>
        new(activity == "building" ? ForkPhase.Building : ForkPhase.Queued, activity == "building" ? "building its image" : activity);

    private static string? ReferenceOf(RunPlan plan) =>
        LogReader.LastLines(LocalLayout.BuildLog(plan.Logs), 1, 4096) is [var last] ? ImageReference.In(last) : null;

    private static SandboxFailure NoImage(string service) => new()
    {
        Code = FailureCodes.ServiceNotForkable,
        Category = FailureCategory.User,
        Message = $"Nothing says how an edited tree becomes an image of '{service}'.",
        Hint = $"Add 'image: {{ build: \"docker build -t ${{image}} .\" }}' to the service '{service}' in agent-sandbox.yaml.",
    };
}
