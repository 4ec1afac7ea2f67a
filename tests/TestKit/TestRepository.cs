using AgentSandbox.Orchestration.Processes;
using AgentSandbox.Orchestration.Processes.Commands;

namespace AgentSandbox.TestKit;

/// <summary>
/// A real git repository with three services that call each other: <c>one → two → three</c>. Each answers the content
/// of its <c>version.txt</c>, so that an edit of that file is a change of the service.
/// </summary>
public sealed class TestRepository : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly CommandRunner _runner = new(TimeProvider.System);

    private TestRepository()
    {
    }

    public string Root => _directory.Join("repository");

    public string WorkRoot => _directory.Join("work");

    /// <summary>The configuration that <see cref="CreateAsync"/> commits.</summary>
    public static string DefaultConfiguration { get; } = Configuration(Service("one", "two"), Service("two", "three"), Service("three", null));

    public static string Configuration(params string[] services) => $"version: 1\ntrunk: main\nservices:\n{string.Join("\n", services)}\n";

    public static string Service(string name, string? next, string extra = "")
    {
        var calls = next is null ? "" : $", NEXT_URL: \"${{services.{next}.url}}\"";
        return $$"""
              {{name}}:
                source: {{name}}
                run: ["dotnet", "{{TestServices.Assembly}}"]
                env: { SERVICE_NAME: {{name}}{{calls}} }
                health: { http: /healthz, timeout: 60s, interval: 50ms }
            {{extra}}
            """;
    }

    public static async Task<TestRepository> CreateAsync(string? configuration = null, bool git = true)
    {
        var repository = new TestRepository();
        foreach (var service in new[] { "one", "two", "three" })
        {
            repository.Write($"{service}/version.txt", "v1");
        }

        repository.Write("agent-sandbox.yaml", configuration ?? DefaultConfiguration);
        if (git)
        {
            await repository.GitAsync("init", "-q", "-b", "main");
            await repository.CommitAllAsync("first");
        }

        return repository;
    }

    public void Write(string path, string content, string? tree = null)
    {
        var full = Path.Join(tree ?? Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }

    public void Remove(string path) => File.Delete(Path.Join(Root, path));

    public async Task<string> AddWorktreeAsync(string branch)
    {
        var path = _directory.Join("trees", branch);
        await GitAsync("worktree", "add", "-q", "-b", branch, path);
        return path;
    }

    public async Task CommitAllAsync(string message)
    {
        await GitAsync("add", "-A");
        await GitAsync("-c", "user.name=Test", "-c", "user.email=test@example.invalid", "commit", "-q", "-m", message);
    }

    public async Task<string> GitAsync(params string[] arguments)
    {
        Directory.CreateDirectory(Root);
        var result = await _runner.RunAsync(
            new CommandSpec
            {
                FileName = "git",
                Arguments = arguments,
                WorkingDirectory = Root,
                Environment = MinimalEnvironment.FromCurrent(),
            },
            CancellationToken.None);
        return result.Success ? result.OutputText : throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {result.ErrorText}");
    }

    public void Dispose() => _directory.Dispose();
}
