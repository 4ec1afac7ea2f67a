using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Watching;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentSandbox.Bench.ClusterDeploy;

/// <summary>A namespace of the bench's own with the product installed, its images, and the programs that set it up.</summary>
internal sealed class Workspace : IAsyncDisposable
{
    private readonly string _kubectl;

    private Workspace(IKubernetesApi api, string root, string kubectl, string folder)
    {
        Api = api;
        Root = root;
        Tool = new Tool(root);
        _kubectl = kubectl;
        Folder = folder;
    }

    public IKubernetesApi Api { get; }

    /// <summary>The repository.</summary>
    public string Root { get; }

    public Tool Tool { get; }

    public string Namespace => Api.Namespace;

    /// <summary>A folder that goes with the bench.</summary>
    public string Folder { get; }

    public string BaselineImage { get; private set; } = "";

    /// <summary>The changed one; another digest.</summary>
    public string ChangedImage { get; private set; } = "";

    public static async Task<Workspace> CreateAsync(BenchOptions options)
    {
        var root = FindRoot();
        var cache = Path.Join(Environment.GetEnvironmentVariable("XDG_CACHE_HOME") ?? Path.Join(Environment.GetEnvironmentVariable("HOME"), ".cache"), "agent-sandbox", "test-cluster");
        if (Environment.GetEnvironmentVariable("KUBECONFIG") is null)
        {
            Environment.SetEnvironmentVariable("KUBECONFIG", Path.Join(cache, "state", "kubeconfig")); // for every program that is started here
        }

        var name = $"asb-bench-{Guid.NewGuid().ToString("N")[..8]}";
        var opened = KubernetesAccess.Open(new KubernetesAccessOptions { Environment = MinimalEnvironment.Whole(), Namespace = name });
        var api = opened.IsSuccess ? opened.Value : throw new InvalidOperationException($"{opened.Failure}");
        var folder = Directory.CreateTempSubdirectory("asb-bench-").FullName;
        var own = Path.Join(cache, "bin", "kubectl");
        var workspace = new Workspace(api, root, options.Kubectl ?? (OnPath("kubectl") ? "kubectl" : own), folder);
        try
        {
            await workspace.PrepareAsync(options);
            return workspace;
        }
        catch
        {
            await workspace.DisposeAsync();
            throw;
        }
    }

    public Task<string> KubectlAsync(params string[] arguments) => Tool.RunAsync(_kubectl, arguments);

    public Task<string> ApplyAsync(string manifests, string @namespace) => Tool.RunAsync(_kubectl, ["-n", @namespace, "apply", "-f", "-"], manifests);

    public async Task ProgramAsync(params string[] arguments) => await Tool.RunAsync("dotnet", [ProgramFile(), .. arguments, "-n", Namespace]);

    /// <summary>Waits, by a watch, until all these Deployments are available.</summary>
    public async Task WhenAvailableAsync(string @namespace, IReadOnlyCollection<string> names)
    {
        await using var cache = new ObjectCache(Api, ResourceKinds.Deployments, @namespace, ListOptions.All, TimeProvider.System, NullLogger<ObjectCache>.Instance);
        cache.Start();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (true)
        {
            var changed = cache.WhenChanged();
            if (names.All(name => cache.Find(@namespace, name) is { } item && Manifests.IsAvailable(item)))
            {
                return;
            }

            await changed.WaitAsync(limit.Token);
        }
    }

    public async Task<IReadOnlyList<JsonObject>> ListAsync(ResourceKind kind, string? @namespace, string? selector = null)
    {
        var listed = await Api.ListAsync(kind, @namespace, new ListOptions { LabelSelector = selector }, CancellationToken.None);
        return listed.IsSuccess ? listed.Value.Items : throw new InvalidOperationException($"{listed.Failure}");
    }

    public async Task WhenGoneAsync(string @namespace)
    {
        await using var cache = new ObjectCache(Api, ResourceKinds.Namespaces, null, ListOptions.All, TimeProvider.System, NullLogger<ObjectCache>.Instance);
        cache.Start();
        await cache.WhenCompleteAsync(CancellationToken.None);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (true)
        {
            var changed = cache.WhenChanged();
            if (cache.Find(null, @namespace) is null && !cache.Items.Any(item => item.Name() == @namespace))
            {
                return;
            }

            await changed.WaitAsync(limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DeleteAsync(ResourceKinds.Namespaces, null, Namespace, DeleteOptions.Usual, CancellationToken.None);
        Api.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task PrepareAsync(BenchOptions options)
    {
        var image = Path.Join(Root, "tests", "cluster", "image");
        BaselineImage = options.Service ?? await ServeAsync(image, "baseline");
        ChangedImage = options.Service ?? await ServeAsync(image, "changed");
        var product = options.Product ?? Last(await Tool.RunAsync(image, ["--name", "agent-sandbox/bench", "--folder", Path.GetDirectoryName(ProgramFile())!, "--user", "65532", "--", "/app/agent-sandbox"])); // it is in a folder
        await KubectlAsync("create", "namespace", Namespace);
        await ProgramAsync("install", "--apply", "--image", product, "--pull-policy", options.Product is null ? "Never" : "IfNotPresent");
    }

    private async Task<string> ServeAsync(string image, string content)
    {
        var files = Directory.CreateDirectory(Path.Join(Folder, content)).FullName;
        await File.WriteAllTextAsync(Path.Join(files, "index.html"), content);
        return Last(await Tool.RunAsync(image, ["--name", $"bench/{content}", "--base", "busybox", "--folder", files, "--", "/bin/busybox", "httpd", "-f", "-p", "8080", "-h", "/app"]));
    }

    private static string Last(string output) => output.Trim().Split('\n')[^1];

    private static string ProgramFile()
    {
        var bin = Path.GetFullPath(Path.Join(AppContext.BaseDirectory, "..", ".."));
        return Path.Join(bin, "McpServer", Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)), "agent-sandbox.dll");
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Join(folder, program)));

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Join(folder, "AgentSandbox.sln")))
        {
            folder = Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar)) ?? throw new InvalidOperationException("The bench is not in its repository.");
        }

        return folder;
    }
}
