using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.McpServer.Tools;
using AgentSandbox.McpServer.UnitTests.Tools.Grouping;
using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Routing;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Secrets;
using AgentSandbox.Orchestration.UseCases.Deleting;
using AgentSandbox.Orchestration.UseCases.Deploying;
using AgentSandbox.Orchestration.UseCases.Grouping;
using AgentSandbox.Orchestration.UseCases.Listing;
using AgentSandbox.Orchestration.UseCases;
using AgentSandbox.Router.Routes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using ServiceKind = AgentSandbox.Orchestration.Configuration.Services.ServiceKind;
using SdkServer = ModelContextProtocol.Server.McpServer;

namespace AgentSandbox.McpServer.UnitTests.Tools;

/// <summary>The product's server with the real tools and use cases, over pipes, on an engine that runs nothing.</summary>
internal sealed class ToolWorld : IAsyncDisposable
{
    public const string Sandbox = "pr-1";
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private SdkServer? _server;
    private Task _run = Task.CompletedTask;

    private ToolWorld()
    {
        Store = new MemoryStore(Time);
        Engine.Services = [Service("orders"), Service("payments"), Service("web")];
    }

    public ManualTime Time { get; } = new();

    public MemoryStore Store { get; }

    public MemoryGroups Groups { get; } = new();

    public FakeEngine Engine { get; } = new();

    public FakeRouting Routing { get; } = new();

    public FakeCallers Callers { get; } = new();

    public SecretValues Secrets { get; } = new();

    public McpClient Client { get; private set; } = null!; // set by StartAsync, the only way to get one

    public static BaselineService Service(string name) => new()
    {
        Name = name,
        Kind = ServiceKind.Process,
        Protocol = Router.ServiceProtocol.Http,
        State = BaselineState.Ready,
        Address = new Uri("http://127.0.0.1:3000"),
        RouterAddress = new Uri($"http://127.0.0.1:4000/{name}"),
        Source = $"services/{name}",
    };

    public static async Task<ToolWorld> StartAsync()
    {
        var world = new ToolWorld();
        var (toServer, toClient) = (new Pipe(), new Pipe());
        world._server = SdkServer.Create(
            new StreamServerTransport(toServer.Reader.AsStream(), toClient.Writer.AsStream()),
            ServerComposition.Create(ServerPrimitives.Product),
            NullLoggerFactory.Instance,
            world.Compose());
        world._run = world._server.RunAsync();
        world.Client = await McpClient.CreateAsync(new StreamClientTransport(toServer.Writer.AsStream(), toClient.Reader.AsStream()));
        return world;
    }

    /// <summary>Calls a tool with an anonymous object's members as arguments.</summary>
    public async Task<CallToolResult> CallAsync(string tool, object? arguments = null, IProgress<ProgressNotificationValue>? progress = null)
    {
        var members = JsonSerializer.SerializeToElement(arguments ?? new object()).EnumerateObject()
            .ToDictionary(member => member.Name, member => (object?)member.Value);
        return await Client.CallToolAsync(tool, members, progress).AsTask().WaitAsync(Limit);
    }

    /// <summary>A call as the bridge sends it.</summary>
    public async Task<CallToolResult> CallWithMetaAsync(string tool, object arguments, JsonObject meta)
    {
        var parameters = new CallToolRequestParams
        {
            Name = tool,
            Arguments = JsonSerializer.SerializeToElement(arguments).EnumerateObject().ToDictionary(member => member.Name, member => member.Value),
            Meta = meta,
        };
        return await Client.CallToolAsync(parameters).AsTask().WaitAsync(Limit);
    }

    /// <summary>A sandbox with one fork of orders as a reconciler would have left it.</summary>
    public Task<SandboxRecord?> AddSandboxAsync(
        ForkPhase phase, SandboxFailure? failure = null, int? serving = null, string name = Sandbox, string tree = "/repo/default", string? description = null)
    {
        var now = Time.GetUtcNow();
        var fork = Fork(2, tree);
        var record = new SandboxRecord
        {
            LastActivity = now,
            Spec = new SandboxSpec
            {
                Id = new SandboxId(name),
                Owner = new Owner(FakeCallers.User, tree),
                Description = description,
                Lease = new LeaseSpec(TimeSpan.FromHours(1), TimeSpan.FromHours(24)),
                CreatedAt = now,
                Forks = new Dictionary<string, ForkSpec> { ["orders"] = fork },
                LastRevisions = new Dictionary<string, int> { ["orders"] = 2 },
            },
            Forks = new Dictionary<string, ForkStatus> { ["orders"] = Status(fork, phase, failure, serving) },
        };
        return Store.UpdateAsync(record.Spec.Id, _ => record, CancellationToken.None);
    }

    /// <summary>Reports how the newest wanted revision of a fork is.</summary>
    public Task<SandboxRecord?> ObserveAsync(ForkPhase phase, string? activity = null, SandboxFailure? failure = null, int? serving = null)
    {
        return Store.UpdateAsync(new SandboxId(Sandbox), Change, CancellationToken.None);

        SandboxRecord? Change(SandboxRecord? record) => record is null ? null : record with
        {
            Forks = new Dictionary<string, ForkStatus>
            {
                ["orders"] = Status(record.Spec.Forks["orders"], phase, failure, serving) with { Activity = activity },
            },
        };
    }

    /// <summary>Waits until the record of the sandbox satisfies a condition.</summary>
    public async Task<SandboxRecord> UntilAsync(Func<SandboxRecord, bool> condition)
    {
        while (true)
        {
            var changed = Store.WhenChanged();
            if (Store.Find(new SandboxId(Sandbox)) is { } record && condition(record))
            {
                return record;
            }

            await changed.WaitAsync(Limit);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        await _run;
    }

    private ForkSpec Fork(int revision, string tree) => new()
    {
        Service = "orders",
        Revision = revision,
        Source = new ForkSource { Kind = SourceKind.Tree, Tree = tree, Hash = "feedfacecafe0123" },
        RequestedAt = Time.GetUtcNow(),
    };

    private ForkStatus Status(ForkSpec fork, ForkPhase phase, SandboxFailure? failure, int? serving) => new()
    {
        Service = fork.Service,
        Revision = fork.Revision,
        Phase = phase,
        Failure = failure,
        Since = Time.GetUtcNow(),
        Serving = (serving ?? (phase == ForkPhase.Ready ? fork.Revision : null)) is { } number
            ? new ServingRevision { Revision = number, Spec = fork with { Revision = number }, Address = new Uri("http://127.0.0.1:5000"), ReadyAt = Time.GetUtcNow() }
            : null,
    };

    private ServiceProvider Compose()
    {
        var views = new SandboxViews(Engine);
        var routes = new RouteSync(Store, Engine, Routing, new RunKeys(), Groups.List, UnknownKeyPolicy.Refuse, Time);
        var defaults = new SandboxDefaults(new LeaseSpec(TimeSpan.FromHours(1), TimeSpan.FromHours(24)));
        return new ServiceCollection()
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton(new Redactor(Secrets))
            .AddSingleton<ICallerResolver>(Callers)
            .AddSingleton<IDefaultWorkspace>(Callers)
            .AddSingleton(new ListServices(Engine, Store))
            .AddSingleton(new CreateSandbox(Store, Groups, Engine, defaults, routes, views, Time))
            .AddSingleton(new DeployFork(Store, Engine, views, Time))
            .AddSingleton(new GetSandbox(Store, views, Time))
            .AddSingleton(new ListSandboxes(Store))
            .AddSingleton(new SendRoutedRequest(Store, Groups, Engine, Engine, Routing, Routing, new Redactor(Secrets), Time))
            .AddSingleton(new ReadLogs(Store, Engine, Engine))
            .AddSingleton(new SetRouteGroup(Store, Groups, Engine, routes))
            .AddSingleton(new DeleteSandbox(Store, Time))
            .AddSandboxTools()
            .BuildServiceProvider();
    }
}
