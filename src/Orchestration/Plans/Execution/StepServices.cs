using System.Text.Json;
using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Templates;
using AgentSandbox.Orchestration.Requests;
using AgentSandbox.Orchestration.Routing;
using AgentSandbox.Orchestration.UseCases;
using AgentSandbox.Router;

namespace AgentSandbox.Orchestration.Plans.Execution;

/// <summary>What a step of a run can do, on whatever engine.</summary>
internal sealed class StepServices(RunContext context, PlanEnvironment environment, RunKey key, string step) : IStepServices
{
    public RunRecord Run => context.Record;

    public TimeProvider Time => environment.Time;

    public string ArtifactDirectory => environment.Runs.ArtifactDirectory(context.Sandbox.Spec.Id, context.Record.Id);

    public string Tree => context.Sandbox.Spec.Owner.Tree;

    public DateTimeOffset RunStartedAt => context.Record.StartedAt;

    public IReadOnlyDictionary<string, string> RoutingHeaders => ProvenRequests.HeadersOf(key.Key, requestId: null);

    public IReadOnlyDictionary<string, Uri> ServiceAddresses => environment.Baseline.Services.ToDictionary(service => service.Name, service => service.RouterAddress);

    public Result<Uri> LoadAddress(string service) => environment.Baseline.Services.FirstOrDefault(candidate => candidate.Name == service) switch
    {
        null => SandboxFailures.ServiceNotFound(service, environment.Baseline.Services.Select(candidate => candidate.Name)),
        { DirectAddress: { } direct } => direct,
        { IsForwarded: true } => NotDirect(service),
        var reached => reached.RouterAddress,
    };

    public ServiceProtocol ProtocolOf(string service) =>
        environment.Baseline.Services.FirstOrDefault(candidate => candidate.Name == service)?.Protocol ?? ServiceProtocol.Http;

    public JsonElement Values => context.Values.Snapshot();

    public double MaxBaselineRate => environment.MaxBaselineRate;

    public Result<string> Resolve(PlanTemplate template) => TemplateResolver.Resolve(template, context.Values.Snapshot());

    public string Redact(string text) => environment.Redactor.Redact(text);

    public async Task<Result<ProvenResponse>> SendAsync(StepRequest request, RequestTarget target, CancellationToken cancellationToken)
    {
        var routed = new RoutedRequest
        {
            Sandbox = context.Sandbox.Spec.Id,
            Service = request.Service,
            Method = request.Method,
            Path = request.Path,
            Headers = request.Headers,
            Body = request.Body,
            MaxBodyBytes = request.MaxBodyBytes,
            Timeout = request.Timeout,
        };
        if (RoutedRequestCheck.Check(routed) is { } invalid)
        {
            return invalid;
        }

        var service = environment.Baseline.Services.FirstOrDefault(candidate => candidate.Name == request.Service);
        if (service is null)
        {
            return SandboxFailures.ServiceNotFound(request.Service, environment.Baseline.Services.Select(candidate => candidate.Name));
        }

        if (target == RequestTarget.Baseline)
        {
            var answered = await environment.Requests.SendToBaselineAsync(routed, service, cancellationToken);
            return answered.IsSuccess ? new ProvenResponse(answered.Value, null) : answered.Failure;
        }

        var sent = await environment.Requests.SendAsync([context.Sandbox], key.Key, routed, service, cancellationToken);
        return sent.IsSuccess ? new ProvenResponse(sent.Value.Response, sent.Value.Proof) : sent.Failure;
    }

    public Task<long> ForkAnswersAsync(CancellationToken cancellationToken) => environment.Hops.ForkAnswersAsync(key.Key, cancellationToken);

    public Task<Result<LogPage>> ReadForkLogsAsync(string? service, int maxLines, CancellationToken cancellationToken) => environment.Engine.ReadLogsAsync(
        new LogRequest
        {
            Sandbox = context.Sandbox.Spec.Id,
            Services = service is null ? [.. context.Sandbox.Spec.Forks.Keys] : [service],
            Stream = LogStream.Run,
            Since = context.Record.StartedAt,
            TailLines = maxLines,
            MaxBytes = 1024 * 1024,
        },
        cancellationToken);

    public void Report(string activity) => context.Report($"{step}: {activity}");

    private static SandboxFailure NotDirect(string service) => new()
    {
        Code = FailureCodes.LoadNotDirect,
        Category = FailureCategory.Environment,
        Message = $"No load is sent to '{service}': from here it is reached through a port-forward, which would be measured in its place and goes through the API server that all share.",
        Hint = $"Run the plan inside the cluster, or give 'services.{service}.direct' in agent-sandbox.yaml: an address of the enrolled Service that this machine reaches itself.",
    };
}
