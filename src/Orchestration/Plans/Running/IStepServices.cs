using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Plans.Templates;
using AgentSandbox.Router;

namespace AgentSandbox.Orchestration.Plans.Running;

/// <summary>What a running step can do. One instance per try; safe for concurrent use.</summary>
public interface IStepServices
{
    /// <summary>The run, its key and its pinned forks.</summary>
    RunRecord Run { get; }

    /// <summary>The clock.</summary>
    TimeProvider Time { get; }

    /// <summary>A directory of the run's own for what it collects; exists, removed with the run.</summary>
    string ArtifactDirectory { get; }

    /// <summary>The working tree that the sandbox's owner works in; commands of <c>run</c> steps start there.</summary>
    string Tree { get; }

    /// <summary>When the run began; log expectations look no further back.</summary>
    DateTimeOffset RunStartedAt { get; }

    /// <summary>Headers that make any client's request one of this run: <c>baggage</c> and <c>x-sandbox-key</c>.</summary>
    IReadOnlyDictionary<string, string> RoutingHeaders { get; }

    /// <summary>The router's address per service.</summary>
    IReadOnlyDictionary<string, Uri> ServiceAddresses { get; }

    /// <summary>Where load for a service may go, or why none may: a way that is not made for it would be measured, and would burden others.</summary>
    /// <param name="service">Its name; one that is in <see cref="ServiceAddresses"/>.</param>
    Result<Uri> LoadAddress(string service);

    /// <summary>What a service speaks; <see cref="ServiceProtocol.Http"/> for one that is not known.</summary>
    /// <param name="service">Its name.</param>
    ServiceProtocol ProtocolOf(string service);

    /// <summary>Values of captures and parameters, for <c>check</c>: <c>{params: {…}, steps: {ID: {NAME: value, …}}}</c>.</summary>
    System.Text.Json.JsonElement Values { get; }

    /// <summary>The highest rate of requests per second that the baseline may get by a load step; zero when it may get none.</summary>
    double MaxBaselineRate { get; }

    /// <summary>Fills the places of a template; a missing or empty value is a failure that names it.</summary>
    /// <param name="template">The template.</param>
    Result<string> Resolve(PlanTemplate template);

    /// <summary>Removes secrets; everything that goes into evidence passes here.</summary>
    /// <param name="text">Any text.</param>
    string Redact(string text);

    /// <summary>Sends a request through the router and, for the sandbox, judges its hops.</summary>
    /// <param name="request">What to send; checked as <c>send_routed_request</c> checks.</param>
    /// <param name="target">Whom it is for.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    Task<Result<ProvenResponse>> SendAsync(StepRequest request, RequestTarget target, CancellationToken cancellationToken);

    /// <summary>How many requests with this run's key a fork of the sandbox has answered so far, by the routers' records.</summary>
    /// <param name="cancellationToken">Cancels the question.</param>
    Task<long> ForkAnswersAsync(CancellationToken cancellationToken);

    /// <summary>Reads the newest lines of a fork of the sandbox since the run began.</summary>
    /// <param name="service">The service; null for all forks.</param>
    /// <param name="maxLines">How many at the most.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    Task<Result<LogPage>> ReadForkLogsAsync(string? service, int maxLines, CancellationToken cancellationToken);

    /// <summary>Tells whoever watches the run what happens, in one short line.</summary>
    /// <param name="activity">What happens.</param>
    void Report(string activity);
}
