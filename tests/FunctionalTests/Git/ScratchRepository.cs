using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Processes.Commands;
using AgentSandbox.Orchestration.Snapshots;

namespace AgentSandbox.FunctionalTests.Git;

/// <summary>A directory that is deleted after the test, usually with a real repository in it.</summary>
internal sealed class ScratchRepository : IDisposable
{
    private static readonly CommandRunner s_runner = new(TimeProvider.System);

    private ScratchRepository()
    {
        Base = Directory.CreateTempSubdirectory("git-tests-").FullName;
        Root = Path.Join(Base, "repo");
        Directory.CreateDirectory(Root);
    }

    public string Base { get; }

    public string Root { get; }

    public string Outside => Path.Join(Base, "outside");

    public GitClient Client { get; } = new(s_runner, TimeProvider.System);

    public static ScratchRepository WithoutGit() => new();

    public static async Task<ScratchRepository> CreateEmptyAsync()
    {
        var repository = new ScratchRepository();
        await repository.GitAsync("init", "--quiet", "--initial-branch=main");
        return repository;
    }

    public static async Task<ScratchRepository> CreateAsync()
    {
        var repository = await CreateEmptyAsync();
        repository.Write("readme.txt", "one");
        repository.Write("src/app.txt", "app");
        repository.Write(".gitignore", "*.log\n/secrets/\n");
        await repository.CommitAsync("first");
        return repository;
    }

    public static async Task<string> RunAsync(string directory, params string[] arguments)
    {
        var result = await s_runner.RunAsync(
            new CommandSpec
            {
                FileName = "git",
                Arguments = arguments,
                WorkingDirectory = directory,
                Environment = new Dictionary<string, string>
                {
                    ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "",
                    ["HOME"] = directory,
                    ["GIT_AUTHOR_NAME"] = "t",
                    ["GIT_AUTHOR_EMAIL"] = "t@example.com",
                    ["GIT_COMMITTER_NAME"] = "t",
                    ["GIT_COMMITTER_EMAIL"] = "t@example.com",
                },
            },
            CancellationToken.None);
        result.Success.Should().BeTrue("git {0} in {1} should work: {2}", string.Join(' ', arguments), directory, result.ErrorText);
        return result.OutputText.TrimEnd('\n');
    }

    public Task<string> GitAsync(params string[] arguments) => RunAsync(Root, arguments);

    public async Task<string> CommitAsync(string message)
    {
        await GitAsync("add", "--all");
        await GitAsync("commit", "--quiet", "--allow-empty", "-m", message);
        return await GitAsync("rev-parse", "HEAD");
    }

    public string Write(string path, string content)
    {
        var full = Path.Join(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        return full;
    }

    public async Task<IGitRepository> OpenAsync(string? directory = null)
    {
        var opened = await Client.OpenAsync(directory ?? Root, CancellationToken.None);
        opened.Failure.Should().BeNull();
        return opened.Value!;
    }

    public async Task<RepositoryLocation> LocateAsync(string? directory = null)
    {
        var found = await RepositoryLocation.FindAsync(Client, directory ?? Root, CancellationToken.None);
        found.Failure.Should().BeNull();
        return found.Value!;
    }

    public async Task<Snapshotter> SnapshotterAsync() => new(Client, await LocateAsync(), TimeProvider.System);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Base, recursive: true);
        }
        catch (UnauthorizedAccessException)
        {
            // A directory that a test made unreadable; the temporary directory is cleaned by the system.
        }
    }
}
