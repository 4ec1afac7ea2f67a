using System.Text.Json;
using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Processes;
using AgentSandbox.Orchestration.Processes.Commands;

namespace AgentSandbox.TestKit.Product;

/// <summary>The program on a repository of a test's own: its host is ended, and its files go, with the test.</summary>
public sealed class ProductHost : IAsyncDisposable
{
    private readonly ProcessTable _processes = new(TimeProvider.System);
    private readonly CommandRunner _runner = new(TimeProvider.System);

    public ProductHost(TestRepository repository) => Repository = repository;

    public TestRepository Repository { get; }

    /// <summary>What a client gives the program on top of its own environment.</summary>
    public IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?> { ["XDG_CACHE_HOME"] = Repository.WorkRoot };

    /// <summary>What commands get beyond the minimal environment, such as KUBECONFIG.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    public string StateDirectory => Path.Join(Repository.Root, ".git", "agent-sandbox");

    public JsonElement Record => JsonDocument.Parse(File.ReadAllText(Path.Join(StateDirectory, "host.json"))).RootElement;

    public int Pid => Record.GetProperty("pid").GetInt32();

    public Uri Endpoint => new($"http://127.0.0.1:{Record.GetProperty("port").GetInt32()}/mcp");

    public string Token => File.ReadAllText(Path.Join(StateDirectory, "host.token")).Trim();

    public static async Task<ProductHost> CreateAsync(string? configuration = null) => new(await TestRepository.CreateAsync(configuration));

    /// <summary>Runs one command of the program to its end.</summary>
    public async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var environment = new Dictionary<string, string>(MinimalEnvironment.FromCurrent()) { ["XDG_CACHE_HOME"] = Repository.WorkRoot };
        foreach (var (name, value) in Variables)
        {
            environment[name] = value;
        }

        var result = await _runner.RunAsync(
            new CommandSpec
            {
                FileName = "dotnet",
                Arguments = [ProductFiles.Assembly, .. arguments],
                WorkingDirectory = Repository.Root,
                Environment = environment,
                Timeout = TestTimeouts.Default,
            },
            CancellationToken.None);
        return (result.ExitCode, result.OutputText, result.ErrorText);
    }

    /// <summary>The processes of baseline and forks, as "pid mark".</summary>
    public async Task<IReadOnlyList<string>> ProcessesAsync()
    {
        var location = await RepositoryLocation.FindAsync(new GitClient(_runner, TimeProvider.System), Repository.Root, CancellationToken.None);
        return [.. _processes.Find(ProcessMark.Of(location.Value!.Id)).Select(process => $"{process.Identity.Pid} {process.Mark}")];
    }

    public bool IsAlive(int pid) => _processes.Identify(pid) is not null;

    public async ValueTask DisposeAsync()
    {
        var (exitCode, output, error) = await RunAsync("host", "stop", "--json");
        if (exitCode != 0 && !$"{output}{error}".Contains("No host of this repository runs", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"The host was not stopped: {output}{error}");
        }

        Repository.Dispose();
    }
}
