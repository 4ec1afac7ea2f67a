using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Processes;
using AgentSandbox.Orchestration.Processes.Commands;

namespace AgentSandbox.McpServer.Demo;

/// <summary>The fresh directory of one demo: the shop's repository, the working tree of the branch, and all that is built from them.</summary>
internal sealed class DemoPlace
{
    public const string Branch = "cheaper-fees";
    private const string CacheVariable = "XDG_CACHE_HOME";
    private readonly CommandRunner _runner;
    private string? _kubeconfig;

    private DemoPlace(string root, TimeProvider time)
    {
        Root = root;
        _runner = new CommandRunner(time);
    }

    public string Root { get; }

    public string Shop => Path.Join(Root, "shop");

    public string Tree => Path.Join(Root, Branch);

    public string FeePolicy => Path.Join(Tree, "Payments", "FeePolicy.cs");

    /// <summary>The sample as it lies beside the program.</summary>
    public static string Sample => Path.Join(AppContext.BaseDirectory, "samples", "Shop");

    /// <summary>The commit of trunk, once it is planted.</summary>
    public string Commit { get; private set; } = "";

    /// <summary>Keeps what is built in here, so that deleting the directory deletes everything.</summary>
    public IReadOnlyDictionary<string, string?> Environment => _kubeconfig is null
        ? new Dictionary<string, string?> { [CacheVariable] = Cache }
        : new Dictionary<string, string?> { [CacheVariable] = Cache, ["KUBECONFIG"] = _kubeconfig };

    public string Cache => Path.Join(Root, "cache");

    public static DemoPlace Create(TimeProvider time) => new(Directory.CreateTempSubdirectory("agent-sandbox-demo-").FullName, time);

    /// <summary>Copies the sample, and makes it a repository with one commit on trunk.</summary>
    /// <param name="configure">Makes of the sample's configuration that of the demo.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<string> PlantAsync(Func<string, string> configure, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Sample))
        {
            throw new DemoFailure("The shop is planted", $"the sample in '{Sample}'", "there is no such directory; build the program again");
        }

        Copy(Sample, Shop);
        var configuration = Path.Join(Shop, SandboxConfiguration.FileName);
        await File.WriteAllTextAsync(configuration, configure(await File.ReadAllTextAsync(configuration, cancellationToken)), cancellationToken);
        await GitAsync(Shop, ["init", "--quiet", "--initial-branch", "main"], cancellationToken);
        await GitAsync(Shop, ["add", "--all"], cancellationToken);
        await GitAsync(Shop, ["commit", "--quiet", "--message", "The shop as it is in production"], cancellationToken);
        Commit = await GitAsync(Shop, ["rev-parse", "HEAD"], cancellationToken);
        return Commit;
    }

    /// <summary>A copy of the sample in which things can be built, apart from trunk and branch.</summary>
    public string CopyShop(string name)
    {
        var copy = Path.Join(Root, name);
        Copy(Sample, copy);
        return copy;
    }

    /// <summary>Writes a kubeconfig that counts before the user's own, for everything that the demo starts.</summary>
    public void UseKubeconfig(string text, IReadOnlyList<string> others)
    {
        var file = Path.Join(Root, "kubeconfig");
        File.WriteAllText(file, text);
        _kubeconfig = string.Join(Path.PathSeparator, [file, .. others]);
    }

    public Task BranchAsync(CancellationToken cancellationToken) =>
        GitAsync(Shop, ["worktree", "add", "--quiet", "-b", Branch, Tree], cancellationToken);

    /// <summary>Replaces a text that must be in a file; returns the changed lines as a diff.</summary>
    public async Task<IReadOnlyList<string>> EditAsync(string from, string to, CancellationToken cancellationToken)
    {
        var text = await File.ReadAllTextAsync(FeePolicy, cancellationToken);
        if (!text.Contains(from, StringComparison.Ordinal))
        {
            throw new DemoFailure("The fee policy is edited", $"'{from}' in {FeePolicy}", "the file says something else", text.Split('\n'));
        }

        await File.WriteAllTextAsync(FeePolicy, text.Replace(from, to, StringComparison.Ordinal), cancellationToken);
        var diff = await GitAsync(Tree, ["diff", "--unified=0", "--no-color"], cancellationToken);
        return [.. diff.Split('\n').Where(line => line.Length > 1 && line[0] is '+' or '-' && !line.StartsWith("+++", StringComparison.Ordinal) && !line.StartsWith("---", StringComparison.Ordinal))];
    }

    public async Task<string> GitAsync(string directory, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var result = await _runner.RunAsync(
            new CommandSpec
            {
                FileName = "git",

                // The user's own name, signing key and hooks have no part in this.
                Arguments =
                [
                    "-c", "user.name=Demo", "-c", "user.email=demo@example.invalid", "-c", "commit.gpgsign=false", "-c", "core.hooksPath=/dev/null",
                    .. arguments,
                ],
                WorkingDirectory = directory,
                Environment = MinimalEnvironment.FromCurrent(),
            },
            cancellationToken);
        return result.Success
            ? result.OutputText.Trim()
            : throw new DemoFailure(
                $"git {arguments[0]}", "exit code 0", result.StartFailure?.Message ?? $"exit code {result.ExitCode}", result.ErrorText.Trim().Split('\n'));
    }

    /// <summary>Deletes everything; git makes some of its files read-only.</summary>
    public void Remove()
    {
        foreach (var file in Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).IsReadOnly))
        {
            File.SetAttributes(file, FileAttributes.Normal);
        }

        Directory.Delete(Root, recursive: true);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Join(to, Path.GetFileName(file)));
        }

        foreach (var directory in Directory.EnumerateDirectories(from).Where(directory => Path.GetFileName(directory) is not ("bin" or "obj")))
        {
            Copy(directory, Path.Join(to, Path.GetFileName(directory)));
        }
    }
}
