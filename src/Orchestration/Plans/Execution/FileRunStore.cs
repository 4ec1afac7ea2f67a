using System.Text.Json;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Plans.Execution;

/// <summary>Runs as files below the sandbox's own directory, so that they go with it.</summary>
/// <param name="directoryOf">The directory of a sandbox.</param>
internal sealed class FileRunStore(Func<SandboxId, string> directoryOf) : IRunStore
{
    /// <summary>Runs that are kept of one sandbox.</summary>
    public const int MaxRuns = 20;

    private const string RunFile = "run.json";

    private readonly Lock _gate = new();

    public void Create(RunRecord run, IReadOnlyCollection<string> underWay)
    {
        var runs = Runs(new SandboxId(run.Sandbox));
        lock (_gate)
        {
            PrivateDirectory.Ensure(Path.Join(runs, run.Id));
            Write(Path.Join(runs, run.Id), run);
            foreach (var old in Directory.GetDirectories(runs).Order(StringComparer.Ordinal).SkipLast(MaxRuns).Where(old => !underWay.Contains(Path.GetFileName(old))).ToList())
            {
                Directory.Delete(old, recursive: true);
            }
        }
    }

    public void Save(RunRecord run)
    {
        var directory = Path.Join(Runs(new SandboxId(run.Sandbox)), run.Id);
        lock (_gate)
        {
            if (Directory.Exists(directory))
            {
                Write(directory, run);
            }
        }
    }

    public RunRecord? Find(SandboxId sandbox, string id) => IsId(id) ? Read(Path.Join(Runs(sandbox), id)) : null;

    public IReadOnlyList<RunRecord> List(SandboxId sandbox) => Directory.Exists(Runs(sandbox))
        ? [.. Directory.GetDirectories(Runs(sandbox)).OrderDescending(StringComparer.Ordinal).Select(Read).OfType<RunRecord>()]
        : [];

    /// <summary>True for what can be a run's id; other texts could lead elsewhere.</summary>
    public static bool IsId(string id) => id.Length > 0 && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    Task<Result<Done>> IRunStore.CreateAsync(RunRecord run, IReadOnlyCollection<string> underWay, CancellationToken cancellationToken)
    {
        Create(run, underWay);
        return Task.FromResult<Result<Done>>(default(Done));
    }

    Task<Result<KeptRun>> IRunStore.FindAsync(SandboxId sandbox, string id, CancellationToken cancellationToken) => Task.FromResult<Result<KeptRun>>(
        Find(sandbox, id) is { } run ? Kept(run) : RunFailures.NotFound(sandbox, id, [.. List(sandbox).Select(known => known.Id).Take(5)]));

    Task<Result<IReadOnlyList<KeptRun>>> IRunStore.ListAsync(SandboxId sandbox, CancellationToken cancellationToken) =>
        Task.FromResult(Result<IReadOnlyList<KeptRun>>.Success([.. List(sandbox).Select(Kept)]));

    /// <summary>Only this program writes here: what it does not run itself, and has no end, lost its runner.</summary>
    public static KeptRun Kept(RunRecord run) => new(run, run.EndedAt is null ? "runner lost, since the host that ran it was killed or crashed" : null);

    public string ArtifactDirectory(SandboxId sandbox, string id)
    {
        var run = Path.Join(Runs(sandbox), id);
        var directory = Path.Join(run, "artifacts");
        lock (_gate)
        {
            if (Directory.Exists(run))
            {
                PrivateDirectory.Ensure(directory);
            }
        }

        return directory;
    }

    private string Runs(SandboxId sandbox) => Path.Join(directoryOf(sandbox), ".runs"); // no service is named so

    private static void Write(string directory, RunRecord run)
    {
        var file = Path.Join(directory, RunFile);
        try
        {
            File.WriteAllBytes(file + ".new", JsonSerializer.SerializeToUtf8Bytes(run, RunJson.Default.RunRecord));
            File.Move(file + ".new", file, overwrite: true);
        }
        catch (DirectoryNotFoundException)
        {
            // The sandbox went meanwhile, and its runs with it.
        }
    }

    private static RunRecord? Read(string directory)
    {
        try
        {
            var file = Path.Join(directory, RunFile);
            return File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllBytes(file), RunJson.Default.RunRecord) : null;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }
}
