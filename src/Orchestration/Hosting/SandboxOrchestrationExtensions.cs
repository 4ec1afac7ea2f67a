using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Hosting.Cluster;
using AgentSandbox.Orchestration.Hosting.Cluster.Team;
using AgentSandbox.Orchestration.Secrets;
using AgentSandbox.Orchestration.UseCases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentSandbox.Orchestration.Hosting;

/// <summary>Registers the parts.</summary>
public static class SandboxOrchestrationExtensions
{
    /// <summary>Registers what both engines share.</summary>
    /// <param name="services">The registrations.</param>
    public static SandboxOrchestrationBuilder AddSandboxOrchestration(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SecretValues>();
        services.TryAddSingleton<Redactor>();
        return new SandboxOrchestrationBuilder(services);
    }

    /// <summary>Registers the engine that runs baseline and forks as processes of this machine.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets at least the location.</param>
    /// <remarks>The use cases can be resolved once <see cref="LocalRuntime.StartAsync"/> has succeeded.</remarks>
    public static SandboxOrchestrationBuilder AddLocalEngine(this SandboxOrchestrationBuilder builder, Action<LocalEngineOptions> configure)
    {
        var options = new LocalEngineOptions();
        configure(options);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<LocalRuntime>();
        builder.Services.AddSingleton<ISandboxRuntime>(provider => provider.GetRequiredService<LocalRuntime>());
        builder.Services.AddSingleton<ISandboxUseCaseSource>(provider => provider.GetRequiredService<LocalRuntime>());
        return builder.AddUseCases();
    }

    /// <summary>Registers the engine whose sandboxes are in a Kubernetes cluster.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets at least the location.</param>
    /// <remarks>The use cases can be resolved once <see cref="ClusterRuntime.StartAsync"/> has succeeded.</remarks>
    public static SandboxOrchestrationBuilder AddClusterEngine(this SandboxOrchestrationBuilder builder, Action<ClusterEngineOptions> configure)
    {
        var options = new ClusterEngineOptions();
        configure(options);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<ClusterRuntime>();
        builder.Services.AddSingleton<ISandboxRuntime>(provider => provider.GetRequiredService<ClusterRuntime>());
        builder.Services.AddSingleton<ISandboxUseCaseSource>(provider => provider.GetRequiredService<ClusterRuntime>());
        return builder.AddUseCases();
    }

    /// <summary>Registers the use cases of one caller of a shared server.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="caller">The caller; whoever made them disposes of them.</param>
    /// <remarks>The use cases can be resolved once <see cref="TeamCaller.EnsureStartedAsync"/> has succeeded.</remarks>
    internal static SandboxOrchestrationBuilder AddTeamCaller(this SandboxOrchestrationBuilder builder, TeamCaller caller)
    {
        builder.Services.AddSingleton<ISandboxUseCaseSource>(caller);
        return builder.AddUseCases();
    }

    private static SandboxOrchestrationBuilder AddUseCases(this SandboxOrchestrationBuilder builder)
    {
        builder.Services.AddSingleton(provider => Parts(provider).Callers);
        builder.Services.AddSingleton(provider => Parts(provider).Baseline);
        builder.Services.AddTransient(provider => Parts(provider).ListServices);
        builder.Services.AddTransient(provider => Parts(provider).CreateSandbox);
        builder.Services.AddTransient(provider => Parts(provider).DeployFork);
        builder.Services.AddTransient(provider => Parts(provider).GetSandbox);
        builder.Services.AddTransient(provider => Parts(provider).ListSandboxes);
        builder.Services.AddTransient(provider => Parts(provider).SendRoutedRequest);
        builder.Services.AddTransient(provider => Parts(provider).ReadLogs);
        builder.Services.AddTransient(provider => Parts(provider).RunPlan);
        builder.Services.AddTransient(provider => Parts(provider).GetPlanRun);
        builder.Services.AddTransient(provider => Parts(provider).ListPlans);
        builder.Services.AddTransient(provider => Parts(provider).RecordTraffic);
        builder.Services.AddTransient(provider => Parts(provider).CheckPropagation);
        builder.Services.AddTransient(provider => Parts(provider).SetRouteGroup);
        builder.Services.AddTransient(provider => Parts(provider).DeleteSandbox);
        return builder;
    }

    private static SandboxUseCases Parts(IServiceProvider provider) => provider.GetRequiredService<ISandboxUseCaseSource>().UseCases;
}
