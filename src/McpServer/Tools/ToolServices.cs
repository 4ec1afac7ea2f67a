using AgentSandbox.McpServer.Presentation;
using AgentSandbox.McpServer.Presentation.Groups;
using AgentSandbox.McpServer.Presentation.Runs;
using AgentSandbox.McpServer.Presentation.Verification;
using AgentSandbox.McpServer.Tools.Waiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentSandbox.McpServer.Tools;

/// <summary>Registers what the tools share.</summary>
internal static class ToolServices
{
    /// <summary>
    /// Adds presenter and helpers. The host brings the use cases, <c>ICallerResolver</c>, <see cref="IDefaultWorkspace"/>
    /// and the <c>Redactor</c>.
    /// </summary>
    public static IServiceCollection AddSandboxTools(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Sanitizer>();
        services.AddSingleton<FailureAnswers>();
        services.AddSingleton<ToolPresenter>();
        services.AddSingleton<SandboxAnswers>();
        services.AddSingleton<ListAnswers>();
        services.AddSingleton<RequestAnswers>();
        services.AddSingleton<LogAnswers>();
        services.AddSingleton<RecordingAnswers>();
        services.AddSingleton<PropagationAnswers>();
        services.AddSingleton<DeletionAnswers>();
        services.AddSingleton<GroupAnswers>();
        services.AddSingleton<RunAnswers>();
        services.AddTransient<CallerSource>();
        services.AddSingleton<WaitProgressSource>();
        services.AddTransient<BoundedDeploy>();
        services.AddTransient<BoundedLogs>();
        return services;
    }
}
