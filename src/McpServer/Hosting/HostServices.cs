using AgentSandbox.McpServer.Tools;
using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Hosting;
using AgentSandbox.Orchestration.Secrets;
using AgentSandbox.Orchestration.UseCases.Deleting;
using AgentSandbox.Orchestration.UseCases.Deploying;
using AgentSandbox.Orchestration.UseCases.Grouping;
using AgentSandbox.Orchestration.UseCases.Listing;
using AgentSandbox.Orchestration.UseCases;
using AgentSandbox.Orchestration.UseCases.Verification;
using Microsoft.Extensions.DependencyInjection;
using Serilog.Core;

namespace AgentSandbox.McpServer.Hosting;

/// <summary>What a host is composed of.</summary>
/// <remarks>
/// The runtime is started before the web application exists, because it remembers the port on which that listens. So
/// there are two containers: this one owns everything, and the web application's is given what the tools ask for.
/// </remarks>
internal static class HostServices
{
    /// <summary>The name under which the journal remembers the MCP port.</summary>
    public const string McpPort = "mcp";

    public static async Task<ServiceProvider> CreateAsync(RepositoryLocation location, Logger log, TimeProvider time, CancellationToken cancellationToken)
    {
        var engine = await EngineOfAsync(location, cancellationToken);
        var services = new ServiceCollection();
        services.AddSingleton(time);
        services.AddLogging(logging => HostLog.AddTo(logging, log));
        var orchestration = services.AddSandboxOrchestration();
        _ = engine == EngineKind.Kubernetes
            ? orchestration.AddClusterEngine(options => options.Location = location)
            : orchestration.AddLocalEngine(options => options.Location = location);
        services.AddSingleton<IDefaultWorkspace>(new DefaultWorkspace(location.Root));
        services.AddSingleton<IHostWork, HostWork>();
        return services.BuildServiceProvider();
    }

    public static void Forward(ServiceProvider owner, IServiceCollection services, Logger log)
    {
        services.AddLogging(logging => HostLog.AddTo(logging, log));
        services.AddSandboxTools();
        Share<TimeProvider>(owner, services);
        Share<Redactor>(owner, services);
        Share<ICallerResolver>(owner, services);
        Share<IBaseline>(owner, services);
        Share<IDefaultWorkspace>(owner, services);
        Share<ListServices>(owner, services);
        Share<CreateSandbox>(owner, services);
        Share<DeployFork>(owner, services);
        Share<GetSandbox>(owner, services);
        Share<ListSandboxes>(owner, services);
        Share<SendRoutedRequest>(owner, services);
        Share<CheckPropagation>(owner, services);
        Share<ReadLogs>(owner, services);
        Share<RunPlan>(owner, services);
        Share<GetPlanRun>(owner, services);
        Share<ListPlans>(owner, services);
        Share<RecordTraffic>(owner, services);
        Share<SetRouteGroup>(owner, services);
        Share<DeleteSandbox>(owner, services);
    }

    /// <summary>What the configuration says; one that cannot be read is reported by the engine that reads it whole.</summary>
    private static async Task<EngineKind> EngineOfAsync(RepositoryLocation location, CancellationToken cancellationToken)
    {
        var read = await ConfigurationReader.ReadFileAsync(Path.Join(location.Root, SandboxConfiguration.FileName), Environment.GetEnvironmentVariable, cancellationToken);
        return read.IsValid ? read.Configuration.Engine : EngineKind.Local;
    }

    // As an instance, so that the web application's container does not dispose of what it does not own.
    private static void Share<T>(ServiceProvider owner, IServiceCollection services)
        where T : class => services.AddSingleton(owner.GetRequiredService<T>());

    private sealed record DefaultWorkspace(string Path) : IDefaultWorkspace;
}
