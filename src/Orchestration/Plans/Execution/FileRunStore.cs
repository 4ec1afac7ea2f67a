using System.Text.Json;
using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Plans.Execution;

/// <summary>Runs as files below the sandbox's own directory, so that they go with it.</summary>
/// <param name="directoryOf">The directory of a sandbox.</param>
internal sealed class FileRunStore(Func<SandboxId, string> directoryOf) : IRunStore
{
    private const int MaxRuns = 20;
    private const string RunFile = "run.json";

    private readonly Lock _gate = new();

    public void Save(RunRecord run)
    {
        var sandbox = new SandboxId(run.Sandbox);
        lock (_gate)
        {
            if (!Directory.Exists(directoryOf(sandbox)) && run.EndedAt is not null)
            {
                return; // the sandbox is gone, and a late end must not bring its directory back
            }

            var directory = Path.Join(Runs(sandbox), run.Id);
            PrivateDirectory.Ensure(directory);
            var file = Path.Join(directory, RunFile);
            File.WriteAllBytes(file + ".new", JsonSerializer.SerializeToUtf8Bytes(run, RunJson.Default.RunRecord));
            File.Move(file + ".new", file, overwrite: true);
            foreach (var old in Directory.GetDirectories(Runs(sandbox)).Order(StringComparer.Ordinal).SkipLast(MaxRuns))
            {
                Directory.Delete(old, recursive: true);
            }
        }
    }

    public RunRecord? Find(SandboxId sandbox, string id) =>
        id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? Read(Path.Join(Runs(sandbox), id)) : null;

    public IReadOnlyList<RunRecord> List(SandboxId sandbox) => Directory.Exists(Runs(sandbox))
        ? [.. Directory.GetDirectories(Runs(sandbox)).OrderDescending(StringComparer.Ordinal).Select(Read).OfType<RunRecord>()]
        : [];

    public string ArtifactDirectory(SandboxId sandbox, string id)
    {
        var directory = Path.Join(Runs(sandbox), id, "artifacts");
        PrivateDirectory.Ensure(directory);
        return directory;
    }

    private string Runs(SandboxId sandbox) => Path.Join(directoryOf(sandbox), ".runs"); // no service is named so

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
