using System.Security.Cryptography;
using AgentSandbox.McpServer.Bridge;
using AgentSandbox.McpServer.CommandLine;
using AgentSandbox.McpServer.Demo.Chapters;
using AgentSandbox.McpServer.Demo.Cluster.Chapters;
using AgentSandbox.McpServer.Demo.Stages;
using AgentSandbox.McpServer.Demo.Telling;
using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Configuration.Services;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Kubeconfig;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Processes;

namespace AgentSandbox.McpServer.Demo.Cluster;

/// <summary>A namespace of a cluster: the shop as pods is the baseline, and operator and routers are installed for the demo alone.</summary>
internal sealed class ClusterStage : IDemoStage
{
    private const string ContextName = "agent-sandbox-demo";

    private readonly CommandContext _context;
    private readonly ClusterDemoOptions _options;
    private readonly NamedContext _login;
    private readonly ImageBuild _build;
    private readonly IKubernetesApi _api;
    private readonly DemoNamespace _space;
    private DemoProgram? _program;
    private DemoInstallation? _installation;

    private ClusterStage(CommandContext context, ClusterDemoOptions options, NamedContext login, ImageBuild build, IKubernetesApi api)
    {
        _context = context;
        _options = options;
        _login = login;
        _build = build;
        _api = api;
        _space = new DemoNamespace(api, options.Namespace ?? $"agent-sandbox-demo-{RandomNumberGenerator.GetHexString(6, lowercase: true)}", context.Time);
    }

    /// <summary>Finds the cluster and the way for images into it, or everything that is wrong; nothing is changed.</summary>
    public static Result<IDemoStage> Open(CommandContext context, ClusterDemoOptions options)
    {
        var login = NamedContext.Read(new KubernetesAccessOptions { KubeconfigPath = options.Cluster.Kubeconfig, Context = options.Cluster.Context });
        if (!login.IsSuccess)
        {
            return login.Failure;
        }

        var environment = MinimalEnvironment.Whole();
        var build = Cluster.ImageBuild.Choose(
            options.ImageBuild, login.Value.Name, program => ProgramPath.Resolve(program, WorkingDirectory.Current, environment, out _) is null, Path.Join(DemoPlace.Sample, "Dockerfile"));
        var api = build.IsSuccess ? context.Clusters(options.Cluster) : build.Failure;
        return build.IsSuccess && api.IsSuccess
            ? new ClusterStage(context, options, login.Value, build.Value, api.Value)
            : api.Failure!; // the one or the other
    }

    public string Configure(string sample) => _build.Configure(sample);

    public async Task PrepareAsync(Story story, DemoPlace place, CancellationToken cancellationToken)
    {
        _program = new DemoProgram(_context.Executable, place, _context.Time);
        story.Chapter("The shop in a cluster");
        await NamespaceAsync(story, place, cancellationToken);
        var services = await ServicesAsync(place, cancellationToken);
        var images = new ShopImages(_build, _program, place);
        var ofServices = await images.OfServicesAsync(story, place.Commit, services, cancellationToken);
        var product = _options.Image ?? await images.OfProductAsync(story, cancellationToken);
        await DeployAsync(story, services, ofServices, cancellationToken);

        var installation = new DemoInstallation(_api, _space, _program, _context.Time);
        _installation = installation;
        await installation.RememberAsync(cancellationToken);
        await new InstallChapter(installation, product, [.. services.Select(service => service.Name)]).TellAsync(story, cancellationToken);
    }

    public IReadOnlyList<IChapter> Chapters(bool keep)
    {
        var installation = _installation ?? throw new InvalidOperationException("The stage has not been prepared.");
        IChapter[] last = keep
            ? [new KeepInClusterChapter(_context.Executable, _space.Name, _space.IsOurs)]
            : [new DeletionChapter(), new SandboxGoneChapter(installation), new NothingLeftChapter(), new UninstallChapter(installation)];
        return [new ConnectChapter(), new BaselineChapter(), new ForkChapter(), new BrokenBuildChapter(), new LogsChapter(), new CrashChapter(), .. last];
    }

    public async Task EndAsync(Story story)
    {
        if (!_space.IsUsed)
        {
            return;
        }

        // The user's token may have fired already; what was made in the cluster must go all the same.
        const string Claim = "What the demo made in the cluster is removed";
        story.Say($"Removing what is in the namespace {_space.Name} …");
        try
        {
            await (_installation?.UninstallAsync(Claim, ["--force", "--drain", "0"], CancellationToken.None) ?? Task.CompletedTask);
            await _space.RemoveAsync(Claim, CancellationToken.None);
        }
        catch (DemoFailure failure)
        {
            story.Fail(failure);
            story.Say($"Left in the cluster: the namespace {_space.Name}. Remove it with 'agent-sandbox uninstall --force -n {_space.Name}', then 'kubectl delete namespace {_space.Name}'.");
        }
    }

    public void Dispose() => _api.Dispose();

    private async Task NamespaceAsync(Story story, DemoPlace place, CancellationToken cancellationToken)
    {
        const string Claim = "The demo has a namespace of its own";
        await story.ProveAsync(
            Claim,
            async _ =>
            {
                await _space.CreateAsync(Claim, cancellationToken);
                place.UseKubeconfig(_login.InNamespace(ContextName, _space.Name), _login.Files);
                return _space.Name;
            },
            name => $"{name} of {_api.Description}");
    }

    private static async Task<IReadOnlyList<ServiceConfiguration>> ServicesAsync(DemoPlace place, CancellationToken cancellationToken)
    {
        var read = await ConfigurationReader.ReadFileAsync(Path.Join(place.Shop, SandboxConfiguration.FileName), Environment.GetEnvironmentVariable, cancellationToken);
        return read.IsValid
            ? [.. read.Configuration.Services.Values]
            : throw new DemoFailure("The shop's agent-sandbox.yaml can be read", "no problem", $"{read.Problems.Count} problems", read.Format(SandboxConfiguration.FileName).Split('\n'));
    }

    private Task DeployAsync(Story story, IReadOnlyList<ServiceConfiguration> services, Dictionary<string, string> images, CancellationToken cancellationToken)
    {
        const string Claim = "The shop runs as pods: six Deployments, six Services";
        return story.ProveAsync(Claim, async progress =>
        {
            await _space.AddAsync(Claim, services.SelectMany(service => ShopWorkloads.Of(service, images[service.Name], _space.Name)), cancellationToken);
            var wait = new RolloutWait(_api, _context.Time, new Patience { Limit = TimeSpan.FromMinutes(6) });
            foreach (var service in services)
            {
                var ready = await wait.ForDeploymentAsync(_space.Name, service.Name, new Told(progress), cancellationToken);
                if (!ready.IsSuccess)
                {
                    throw DemoNamespace.Failed(Claim, ready.Failure);
                }
            }
        });
    }

    private sealed class Told(Action<string> tell) : IProgress<string>
    {
        public void Report(string value) => tell(value);
    }
}
