using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Configuration.Services;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Contests;
using AgentSandbox.Orchestration.Engines.Kubernetes.Failures;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Router.Routes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Calling;

/// <summary>The namespace's Services as the shared environment: somebody else runs it, so nothing here starts or stops it.</summary>
internal sealed class ClusterBaseline(CallerCaches caches, SandboxConfiguration configuration, Func<string, Uri> addressOf, string cluster, CallerPlace place) : IBaseline
{
    public Action? Changed { get; set; }

    public IReadOnlyList<BaselineService> Services
    {
        get
        {
            var all = caches.Services.Items.Where(ClusterServices.IsOfBaseline).ToList();
            var ports = all.ToDictionary(service => service.Name(), ClusterServices.PortsOf, StringComparer.Ordinal);
            return
            [
                .. all
                    .SelectMany(service => ports[service.Name()].Select(port => Describe(service, port.Name, port.Number, port.Port) with { Calls = CallsOf(service, ports) }))
                    .OrderBy(service => service.Name, StringComparer.Ordinal),
            ];
        }
    }

    public Task<BaselineInfo> DescribeAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new BaselineInfo(null, null, null, $"namespace {caches.Namespace} of {cluster}") { Note = Note() });

    /// <summary>The images that run, by what the nodes say of them.</summary>
    public Task<string?> DigestAsync(CancellationToken cancellationToken)
    {
        var images = caches.Services.Items.Where(ClusterServices.IsOfBaseline)
            .SelectMany(service => caches.PodsOf(service))
            .SelectMany(pod => pod.ObjectsAt("status", "containerStatuses").Select(status => $"{pod.Name()}/{status.TextAt("name")}={status.TextAt("imageID")}"))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        return Task.FromResult<string?>(ObjectHash.OfText(string.Join('\n', images)));
    }

    public Task<Result<BaselineService>> EnsureAsync(string service, CancellationToken cancellationToken)
    {
        var known = Services;
        return Task.FromResult<Result<BaselineService>>(known.FirstOrDefault(candidate => candidate.Name == service) switch
        {
            null => UseCases.SandboxFailures.ServiceNotFound(service, known.Select(candidate => candidate.Name)),
            { State: BaselineState.Ready } ready => ready,
            var other => other.Failure!, // what is not ready says why
        });
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<Result<BaselineInfo>> UpdateAsync(CancellationToken cancellationToken) => await DescribeAsync(cancellationToken);

    private BaselineService Describe(JsonObject service, string name, int number, JsonObject port)
    {
        var pods = caches.PodsOf(service);
        var ready = pods.Where(PodFacts.IsReady).ToList();
        var configured = configuration.Services.GetValueOrDefault(service.Name());
        var isEnrolled = EnrolledService.SelectsRouters(service);
        var protocol = EnrolledService.Allocated(service).TryGetValue(number, out var routed) ? routed.Protocol : PortProtocol.Of(port, null).Protocol;
        var enrolment = (isEnrolled, RepairNotes.Contest(service)) switch
        {
            (true, _) => "enrolled",
            (_, not null) => "not enrolled: another writer undoes it",
            _ => "not enrolled",
        };
        return new BaselineService
        {
            Name = name,
            Kind = protocol == Router.ServiceProtocol.Tcp ? ServiceKind.Tcp : ServiceKind.Process,
            Protocol = protocol,
            State = ready.Count > 0 ? BaselineState.Ready : BaselineState.Unavailable,
            Address = ready.Count > 0 ? new UriBuilder("http", $"{service.Name()}.{caches.Namespace}", number).Uri : null,
            Instance = ready.Count == 0 ? null : ObjectHash.OfText(string.Join(',', ready.Select(pod => pod.Uid()).Order(StringComparer.Ordinal)))[..12],
            RouterAddress = addressOf(name),
            IsForwarded = true,
            DirectAddress = configured?.Direct ?? (place == CallerPlace.Inside && isEnrolled ? new UriBuilder("http", $"{service.Name()}.{caches.Namespace}", number).Uri : null),
            Source = configured?.Source,
            Activity = string.Join(", ", new[] { $"{ready.Count} of {pods.Count} pods ready", enrolment, $"port {number}" }.Concat(WorkloadsOf(pods))),
            Failure = ready.Count > 0 ? null : NotReady(service, pods.Count),
        };
    }

    private static IEnumerable<string> WorkloadsOf(IReadOnlyList<JsonObject> pods) =>
        pods.Select(PodOwners.WorkloadOf).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>What the configuration says, and what the pods themselves are told; ports of one Service are services of their own.</summary>
    private IReadOnlyList<string> CallsOf(JsonObject service, Dictionary<string, IReadOnlyList<(string Name, int Number, JsonObject Port)>> ports)
    {
        var told = ServiceReferences.Of(caches.PodsOf(service), service.Name(), caches.Namespace, ports.Keys.ToHashSet(StringComparer.Ordinal));
        return
        [
            .. (configuration.Services.GetValueOrDefault(service.Name())?.References ?? new HashSet<string>())
                .Union(told.SelectMany(name => ports[name].Select(port => port.Name)), StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
    }

    private string? Note()
    {
        var missing = caches.Services.Items.Where(ClusterServices.IsOfBaseline).Where(service => !EnrolledService.SelectsRouters(service)).Select(service => service.Name()).Order(StringComparer.Ordinal).ToList();
        string?[] notes =
        [
            missing.Count == 0 ? null : $"Not enrolled, so that requests to them meet no fork: {string.Join(", ", missing.Take(20))}. Enrol with 'agent-sandbox enroll NAME'.",
            .. caches.Services.Items.Where(ClusterServices.IsOfBaseline).Where(service => !EnrolledService.SelectsRouters(service)).OrderBy(service => service.Name(), StringComparer.Ordinal).Select(RepairNotes.Contest).OfType<string>().Take(5),
        ];
        return notes.Any(note => note is not null) ? string.Join(" ", notes.OfType<string>()) : null;
    }

    private SandboxFailure NotReady(JsonObject service, int pods) => new()
    {
        Code = FailureCodes.BaselineCrashed,
        Category = FailureCategory.Environment,
        Message = $"The baseline of '{service.Name()}' has no ready pod ({pods} in all).",
        Hint = $"Look at them with 'kubectl -n {caches.Namespace} get pods'.",
        Retryable = true,
    };
}
