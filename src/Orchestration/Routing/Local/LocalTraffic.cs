using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Recording;
using AgentSandbox.Orchestration.Recording.Har;
using AgentSandbox.Router.Recording;

namespace AgentSandbox.Orchestration.Routing.Local;

/// <summary>Traffic of the router in this process.</summary>
internal sealed class LocalTraffic(LocalRouter router, HarWriter writer) : ITrafficSource
{
    public Task<Result<ITrafficTape>> RecordAsync(RecordingSpec spec, CancellationToken cancellationToken) => Task.FromResult(Result<ITrafficTape>.Success(new Tape(
        router.Record(new TrafficScope
        {
            Services = spec.Services.ToHashSet(StringComparer.Ordinal),
            Sandbox = spec.Sandbox?.Value,
            MaxRequests = spec.MaxRequests,
            MaxBytes = spec.MaxBytes,
        }),
        writer)));

    private sealed class Tape(TrafficRecording traffic, HarWriter writer) : ITrafficTape
    {
        public Task WhenFull => traffic.WhenFull;

        public IReadOnlyDictionary<string, int> Requests =>
            traffic.Exchanges().GroupBy(exchange => exchange.Service).OrderBy(group => group.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count());

        public long Bytes => traffic.Bytes;

        public Task<TapedTraffic> EndAsync()
        {
            traffic.Dispose();
            return Task.FromResult(new TapedTraffic([.. traffic.Exchanges().Select(writer.Redact)], traffic.InFlight));
        }
    }
}
