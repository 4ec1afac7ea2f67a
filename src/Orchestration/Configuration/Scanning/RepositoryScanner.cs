using AgentSandbox.Orchestration.Configuration.Scanning.Projects;

namespace AgentSandbox.Orchestration.Configuration.Scanning;

/// <summary>Looks at a repository and drafts its <c>agent-sandbox.yaml</c>.</summary>
/// <remarks>
/// Reads files only: nothing of the repository is run, no link is followed, and the numbers of files and bytes
/// are bounded. Values of variables are never copied, because they are often secrets.
/// </remarks>
public static class RepositoryScanner
{
    private const int MaxServices = 60;

    /// <summary>Scans the repository at <paramref name="root"/>.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static ConfigurationDraft Scan(string root, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        if (!Directory.Exists(root))
        {
            throw new DirectoryNotFoundException($"There is no folder \"{root}\".");
        }

        var tree = RepositoryTree.List(root, cancellationToken);
        var draft = new DraftBuilder(tree);
        Action<DraftBuilder>[] scans =
        [
            DotNetProjects.Scan,
            NodePackages.Scan,
            PythonProjects.Scan,
            GoModules.Scan,
            Procfiles.Scan,
            ComposeFiles.Scan,
        ];
        foreach (var scan in scans)
        {
            cancellationToken.ThrowIfCancellationRequested();
            scan(draft);
        }

        var trunk = GitTrunk.Find(tree.Root);
        return new ConfigurationDraft
        {
            Yaml = Accepted(draft, trunk, ServicesOf(draft)),
            Findings = draft.Findings,
        };
    }

    // Names, paths and commands come from the repository and may be such that the reader refuses them. The
    // draft must pass the reader, so that what does not is left out and told.
    private static string Accepted(DraftBuilder draft, string? trunk, IReadOnlyList<DraftService> services)
    {
        var text = DraftWriter.Write(trunk, services);
        var problems = ConfigurationReader.Read(text).Problems;
        if (problems.Count == 0)
        {
            return text;
        }

        var refused = services.Where(service => problems.Any(problem => IsAt(problem, service.Name))).ToList();
        foreach (var service in refused)
        {
            var problem = problems.First(problem => IsAt(problem, service.Name));
            draft.Note(service.Origin, $"The service \"{service.Name}\" was left out: {problem.Message}");
        }

        var kept = services.Except(refused).ToList();
        return refused.Count > 0 && kept.Count > 0 ? Accepted(draft, trunk, WithoutMissing(kept))
            : Accepted(draft, trunk: null, [Example()]);
    }

    private static bool IsAt(ConfigurationProblem problem, string service)
        => problem.Path == $"services.{service}" || problem.Path.StartsWith($"services.{service}.", StringComparison.Ordinal);

    private static IReadOnlyList<DraftService> ServicesOf(DraftBuilder draft)
    {
        if (draft.Tree.IsCut)
        {
            draft.Note(".", "The repository is larger than the scan looks at; services may be missing.");
        }

        if (draft.Services.Count > MaxServices)
        {
            draft.Note(".", $"{draft.Services.Count} services were found; the draft holds the first {MaxServices}.");
        }

        var services = draft.Services.Take(MaxServices).ToList();
        return services.Count > 0 ? WithoutMissing(services) : [Example()];
    }

    private static IReadOnlyList<DraftService> WithoutMissing(IReadOnlyList<DraftService> services)
    {
        var names = services.Select(service => service.Name).ToHashSet(StringComparer.Ordinal);
        return [.. services.Select(service => service with
        {
            DependsOn = [.. service.DependsOn.Where(name => name != service.Name && names.Contains(name)).Distinct()],
        })];
    }

    private static DraftService Example() => new()
    {
        Name = "app",
        Origin = "an example, since nothing was recognised",
        Source = ".",
        Run = "./run-me --port ${port}",
        Checks = ["replace this by the command that starts your service; it must listen on ${port} of 127.0.0.1"],
    };
}
