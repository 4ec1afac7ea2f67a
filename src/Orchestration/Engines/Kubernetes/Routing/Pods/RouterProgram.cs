using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Watching;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Pods;

/// <summary>A router pod as a program: watches its namespace and runs until it is told to end.</summary>
internal sealed partial class RouterProgram(IKubernetesApi api, RouterPodOptions options, TimeProvider time, ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger<RouterProgram>();

    /// <summary>Runs until the token fires, then ends what is open in order.</summary>
    public async Task<Result<Done>> RunAsync(CancellationToken cancellationToken)
    {
        await using var services = Open(ResourceKinds.Services, new ListOptions { LabelSelector = KnownNames.EnrolledLabel });
        await using var pods = Open(ResourceKinds.Pods, ListOptions.All);
        try
        {
            await using var router = await RouterPod.StartAsync(options, services, pods, time, loggers, cancellationToken);
            LogStarted(options.Tables.Namespace, options.Tables.Operator, router.AdminEndpoint.Port, router.HopsEndpoint.Port);
            await using var told = cancellationToken.Register(LogEnds); // at once: what follows says whether it had drained before
            await ReportAsync(services, ResourceKinds.Services, cancellationToken);
            await ReportAsync(pods, ResourceKinds.Pods, cancellationToken);
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }
        catch (IOException exception)
        {
            return new SandboxFailure
            {
                Code = FailureCodes.PortInUse,
                Category = FailureCategory.Environment,
                Message = $"The router cannot listen on port {options.AdminPort} or {options.HopsPort}: {exception.Message.TrimEnd('.')}.",
                Hint = "End the program that uses the port, or run the router in a pod of its own.",
                Retryable = true,
            };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The end that was asked for.
        }

        return default(Done);
    }

    /// <summary>A missing right does not end a router: it is not ready and says why, and goes on when the right is given.</summary>
    private async Task ReportAsync(ObjectCache cache, ResourceKind kind, CancellationToken cancellationToken)
    {
        var complete = await cache.WhenCompleteAsync(cancellationToken);
        if (!complete.IsSuccess)
        {
            LogBlind(kind.Plural, complete.Failure.Code, complete.Failure.Message);
        }
    }

    private ObjectCache Open(ResourceKind kind, ListOptions which)
    {
        var cache = new ObjectCache(api, kind, options.Tables.Namespace, which, time, loggers.CreateLogger<ObjectCache>()) { Transform = WithoutWeight };
        cache.Start();
        return cache;
    }

    /// <summary>What no route depends on is most of an object.</summary>
    private static JsonObject WithoutWeight(JsonObject item)
    {
        item.ObjectAt("metadata")?.Remove("managedFields");
        item.ObjectAt("spec")?.Remove("volumes");
        item.ObjectAt("metadata", "annotations")?.Remove(KnownNames.LastAppliedAnnotation);
        return item;
    }

    [LoggerMessage(EventId = RoutingEvents.RouterStarted, Level = LogLevel.Information, Message = "The router of namespace {Namespace} has started; tables from {Operator}, health on port {AdminPort}, hops on port {HopsPort}.")]
    private partial void LogStarted(string @namespace, Uri @operator, int adminPort, int hopsPort);

    [LoggerMessage(EventId = RoutingEvents.RouterEnded, Level = LogLevel.Information, Message = "The router ends, because it was asked to.")]
    private partial void LogEnds();

    [LoggerMessage(EventId = RoutingEvents.CacheFailed, Level = LogLevel.Error, Message = "The router cannot see {Kind} of its namespace ({Code}) and is not ready: {Reason}")]
    private partial void LogBlind(string kind, string code, string reason);
}
