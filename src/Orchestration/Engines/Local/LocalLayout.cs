using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Processes;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines.Local;

/// <summary>Where the local engine keeps what, and how it marks its processes.</summary>
/// <remarks>
/// State is in the repository's git directory. Trees to build in are not: many tools ignore, or refuse to work in, paths
/// below <c>.git</c>. They are in the user's cache, in a directory that belongs to this repository alone.
/// </remarks>
internal sealed class LocalLayout
{
    private const string ProductName = "agent-sandbox";

    public LocalLayout(RepositoryLocation location, string? workRoot)
    {
        Location = location;
        Work = Path.Join(workRoot ?? DefaultWorkRoot(), location.Id);
        Mark = ProcessMark.Of(location.Id);
    }

    public RepositoryLocation Location { get; }

    public string Work { get; }

    public ProcessMark Mark { get; }

    public string Journal => Path.Join(Location.StateDirectory, "journal");

    public string BaselineTree => Path.Join(Work, "baseline", "tree");

    public string Sandboxes => Path.Join(Work, "sandboxes");

    public string Captures => Path.Join(Work, "captures");

    public string BaselineLogs(string service) => Path.Join(Work, "baseline", "logs", service);

    public ProcessMark BaselineMark(string service) => ProcessMark.Of(Location.Id, "baseline", service);

    public string Sandbox(SandboxId sandbox) => Path.Join(Sandboxes, sandbox.Value);

    public string Fork(SandboxId sandbox, string service) => Path.Join(Sandbox(sandbox), service);

    public string Revision(SandboxId sandbox, string service, int revision) => Path.Join(Fork(sandbox, service), $"r{revision}");

    public string RevisionTree(SandboxId sandbox, string service, int revision) => Path.Join(Revision(sandbox, service, revision), "tree");

    public string RevisionLogs(SandboxId sandbox, string service, int revision) => Path.Join(Revision(sandbox, service, revision), "logs");

    public string Recordings(SandboxId? sandbox) => sandbox is { } id ? Path.Join(Sandbox(id), ".recordings") : Path.Join(Work, "recordings"); // no service is named so

    /// <summary>Written when a revision is built, so that a restart does not build it again.</summary>
    public string BuiltMarker(SandboxId sandbox, string service, int revision) => Path.Join(Revision(sandbox, service, revision), "built");

    public ProcessMark SandboxMark(SandboxId sandbox) => ProcessMark.Of(Location.Id, "fork", sandbox.Value);

    public ProcessMark RevisionMark(SandboxId sandbox, string service, int revision) =>
        ProcessMark.Of(Location.Id, "fork", sandbox.Value, service, $"r{revision}");

    public static string BuildLog(string logs) => Path.Join(logs, "build", "output.log");

    public static string RunLog(string logs) => Path.Join(logs, "run", "output.log");

    private static string DefaultWorkRoot()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return 0 switch
        {
            _ when OperatingSystem.IsWindows() => Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), ProductName),
            _ when OperatingSystem.IsMacOS() => Path.Join(home, "Library", "Caches", ProductName),
            _ when Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache => Path.Join(cache, ProductName),
            _ => Path.Join(home, ".cache", ProductName),
        };
    }
}
