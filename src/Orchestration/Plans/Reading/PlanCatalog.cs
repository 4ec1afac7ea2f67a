using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Configuration.Reading;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Plans.Reading;

/// <summary>The plans of a tree: the <c>*.yaml</c> files of one folder.</summary>
/// <remarks>Stateless. Files are read each time, because an agent edits them between two calls.</remarks>
public static class PlanCatalog
{
    private const int MaxFiles = 500;
    private const int LongestName = 100;
    private static readonly string[] s_endings = [".yaml", ".yml"];

    /// <summary>Lists them by name, broken ones with their problems.</summary>
    /// <param name="treeDirectory">The working tree.</param>
    /// <param name="folder">The folder of the configuration, relative to the tree, such as <c>plans</c>.</param>
    /// <param name="knownServices">The services that exist; null to accept any name.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<IReadOnlyList<PlanSummary>> ListAsync(
        string treeDirectory, string folder, IReadOnlyCollection<string>? knownServices, CancellationToken cancellationToken)
    {
        var summaries = new List<PlanSummary>();
        foreach (var path in FilesIn(treeDirectory, folder))
        {
            var result = await ReadAsync(treeDirectory, path, knownServices, cancellationToken);
            summaries.Add(new PlanSummary
            {
                Name = Path.GetFileNameWithoutExtension(path),
                File = Relative(treeDirectory, path),
                Purpose = result.Plan?.Purpose,
                Parameters = result.Plan?.Parameters ?? [],
                Steps = result.Plan?.Steps.Count ?? 0,
                Problems = result.Problems,
            });
        }

        return summaries;
    }

    /// <summary>Reads one by its name; a missing one is told with the nearest name, a broken one with all its problems.</summary>
    /// <param name="treeDirectory">The working tree.</param>
    /// <param name="folder">The folder of the configuration, relative to the tree, such as <c>plans</c>.</param>
    /// <param name="name">The plan's name, with or without the ending of its file.</param>
    /// <param name="knownServices">The services that exist; null to accept any name.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<Result<Plan>> FindAsync(
        string treeDirectory, string folder, string name, IReadOnlyCollection<string>? knownServices, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        var files = FilesIn(treeDirectory, folder);

        // Names are looked up among what is there and never made into paths, so that none can lead out of the folder.
        var path = files.FirstOrDefault(file => Path.GetFileNameWithoutExtension(file) == name || Path.GetFileName(file) == name || Relative(treeDirectory, file) == name);
        if (path is null)
        {
            return NotFound(folder, name, [.. files.Select(file => Path.GetFileNameWithoutExtension(file))]);
        }

        var result = await ReadAsync(treeDirectory, path, knownServices, cancellationToken);
        return result.IsValid ? result.Plan : Invalid(Relative(treeDirectory, path), result);
    }

    /// <summary>The failure that tells all problems of a plan.</summary>
    /// <param name="file">The file, or the name of an inline plan.</param>
    /// <param name="result">What reading came to.</param>
    public static SandboxFailure Invalid(string file, PlanReadResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new()
        {
            Code = FailureCodes.PlanInvalid,
            Category = FailureCategory.User,
            Message = $"The plan \"{Texts.Shorten(file)}\" has {result.Problems.Count} problem{(result.Problems.Count == 1 ? "" : "s")}: {result.Problems.FirstOrDefault()?.Format(file)}.",
            Hint = "Correct what is listed, and call again.",
            Evidence = [.. result.Problems.Take(20).Select(problem => problem.Format(file))],
        };
    }

    private static async Task<PlanReadResult> ReadAsync(
        string treeDirectory, string path, IReadOnlyCollection<string>? knownServices, CancellationToken cancellationToken)
    {
        if (File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target && !IsBelow(treeDirectory, target.FullName))
        {
            return new PlanReadResult
            {
                Problems =
                [
                    new ConfigurationProblem
                    {
                        Code = PlanProblemCodes.InvalidPath,
                        Message = $"\"{Relative(treeDirectory, path)}\" is a link that leaves the tree.",
                        Fix = "put the file itself there",
                    },
                ],
            };
        }

        return await PlanReader.ReadFileAsync(path, knownServices, cancellationToken);
    }

    private static List<string> FilesIn(string treeDirectory, string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(treeDirectory);
        ArgumentNullException.ThrowIfNull(folder);
        var directory = Path.GetFullPath(Path.Combine(treeDirectory, folder));
        if (!IsBelow(treeDirectory, directory) || !Directory.Exists(directory))
        {
            return [];
        }

        try
        {
            return
            [
                .. Directory.EnumerateFiles(directory)
                    .Where(file => s_endings.Contains(Path.GetExtension(file)) && Path.GetFileName(file).Length <= LongestName)
                    .Order(StringComparer.Ordinal)
                    .DistinctBy(Path.GetFileNameWithoutExtension, StringComparer.Ordinal)
                    .Take(MaxFiles),
            ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsBelow(string treeDirectory, string path)
    {
        var relative = Path.GetRelativePath(Path.GetFullPath(treeDirectory), path);
        return relative != ".." && !relative.StartsWith($"..{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !Path.IsPathRooted(relative);
    }

    private static string Relative(string treeDirectory, string path)
        => Path.GetRelativePath(Path.GetFullPath(treeDirectory), path).Replace('\\', '/');

    private static SandboxFailure NotFound(string folder, string name, List<string> names) => new()
    {
        Code = FailureCodes.PlanNotFound,
        Category = FailureCategory.User,
        Message = $"There is no plan \"{Texts.Shorten(name)}\" in \"{folder}\".",
        Hint = NearestName.Find(name, names) is { } nearest ? $"Did you mean \"{nearest}\"?"
            : names.Count == 0 ? $"Write one as \"{folder}/NAME.yaml\", or give the plan inline."
            : $"Plans: {string.Join(", ", names.Take(20))}.",
    };
}
