using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Orchestration.Requests;
using AgentSandbox.Orchestration.Routing;
using AgentSandbox.Router;
using AgentSandbox.Router.Hops;
using AgentSandbox.Router.Routes;

namespace AgentSandbox.McpServer.UnitTests.Tools;

/// <summary>Routers that confirm everything, hops and a response that a test arranged.</summary>
internal sealed class FakeRouting : IRoutePublisher, IHopSource, IServiceClient
{
    public IReadOnlyList<Hop> Hops { get; set; } = [];

    public Result<ObservedResponse> Response { get; set; } = Respond(200, "ok");

    /// <summary>What was sent, with the limits that the tool chose.</summary>
    public List<RoutedRequest> Sent { get; } = [];

    public static ObservedResponse Respond(int status, string body, params (string Name, string Value)[] headers) => new()
    {
        Status = status,
        Headers = headers.ToDictionary(header => header.Name, header => header.Value),
        Body = body,
        BodyBytes = body.Length,
        IsTruncated = false,
        Duration = TimeSpan.FromMilliseconds(12),
    };

    public Task PublishAsync(RouteTable table, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DrainAsync(Uri upstream, TimeSpan limit, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<Result<IHopWatch>> WatchAsync(HopQuery query, CancellationToken cancellationToken) => Task.FromResult(Result<IHopWatch>.Success(new ArrangedHops(Hops)));

    public Task<long> ForkAnswersAsync(RoutingKey key, CancellationToken cancellationToken) =>
        Task.FromResult(Hops.LongCount(hop => hop.Key == key.Value && hop.AnsweredBy == HopAnswer.Fork));

    public void Forget(RoutingKey key)
    {
    }

    public Task<Result<ObservedResponse>> SendAsync(
        Uri router, RoutedRequest request, IReadOnlyDictionary<string, string> headers, CancellationToken cancellationToken)
    {
        Sent.Add(request);
        return Task.FromResult(Response);
    }

    private sealed class ArrangedHops(IReadOnlyList<Hop> hops) : IHopWatch
    {
        public Task WaitIdleAsync(TimeSpan limit, CancellationToken cancellationToken) => Task.CompletedTask;

        public HopSnapshot Snapshot() => new(hops, Overflowed: false, InFlight: 0);

        public IReadOnlyDictionary<string, int> Unattributed() => new Dictionary<string, int>();

        public IReadOnlyDictionary<string, int> KeyedStrays() => new Dictionary<string, int>();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
