using System.Collections.Concurrent;
using System.Security.Cryptography;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;
using AgentSandbox.Orchestration.Recording.Har;
using AgentSandbox.Router.Recording;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Recordings;

/// <summary>
/// Recordings of one router over HTTP: <c>POST /v1/recordings</c> begins, <c>GET /v1/recordings/{id}</c> tells how far it is,
/// <c>DELETE</c> ends it and answers what was recorded. Whoever records asks each router; one that is not asked for a
/// minute forgets the recording, since nobody is there any more who would end it.
/// </summary>
/// <remarks>
/// Who has the hop token of a sandbox may record its traffic, and no other. Nothing leaves before it is redacted. Bounded:
/// so many recordings, so many bytes each.
/// </remarks>
internal sealed partial class RouterRecordings(
    Func<TrafficScope, TrafficRecording> record, Func<string, string?> hashOf, HarWriter writer, TimeProvider time, ILogger<RouterRecordings> logger) : IDisposable
{
    /// <summary>Bytes of bodies that one recording keeps here at the most, in the memory that a router shares with everybody's requests.</summary>
    public const int MostBytes = 8 * 1024 * 1024;

    private const int MostRecordings = 4;
    private const int MostRequests = 5000;
    private static readonly TimeSpan s_silence = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.Ordinal);

    public Task HandleAsync(HttpContext context) => (context.Request.Method, context.Request.Path.Value?.Split('/')) switch
    {
        ("POST", ["", "v1", "recordings"]) => BeginAsync(context),
        ("GET", ["", "v1", "recordings", var id]) => WithAsync(context, id, kept => Told(id, kept)),
        ("DELETE", ["", "v1", "recordings", var id]) => WithAsync(context, id, kept => End(id, kept)),
        _ => HopRequests.RefuseAsync(context, StatusCodes.Status404NotFound, "There is no such resource."),
    };

    /// <summary>Forgets those that nobody asks for any more.</summary>
    public void Sweep()
    {
        foreach (var (id, kept) in _kept.Where(entry => time.GetElapsedTime(entry.Value.Asked) > s_silence).ToList())
        {
            LogForgotten(kept.Sandbox);
            Remove(id, kept);
        }
    }

    public void Dispose()
    {
        foreach (var (id, kept) in _kept)
        {
            Remove(id, kept);
        }
    }

    private async Task BeginAsync(HttpContext context)
    {
        var wanted = await HopRequests.ReadAsync(context, RecordingJson.Default.WireRecording);
        if (wanted is null or { MaxRequests: < 1 } or { MaxBytes: < 1 } or { Services.Count: 0 })
        {
            await HopRequests.RefuseAsync(context, StatusCodes.Status400BadRequest, "The body is not a recording: it needs sandbox, services, maxRequests and maxBytes.");
            return;
        }

        var hash = hashOf(wanted.Sandbox);
        if (!HopsHash.Matches(HopRequests.TokenOf(context), hash))
        {
            await ForbidAsync(context);
            return;
        }

        Sweep();
        if (_kept.Count >= MostRecordings)
        {
            await HopRequests.RefuseAsync(context, StatusCodes.Status429TooManyRequests, $"{MostRecordings} recordings are on here already.");
            return;
        }

        var id = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var traffic = record(new TrafficScope
        {
            Sandbox = wanted.Sandbox,
            Services = wanted.Services.ToHashSet(StringComparer.Ordinal),
            MaxRequests = Math.Min(wanted.MaxRequests, MostRequests),
            MaxBytes = Math.Min(wanted.MaxBytes, MostBytes),
        });
        var kept = new Kept(wanted.Sandbox, hash, traffic) { Asked = time.GetTimestamp() };
        _kept[id] = kept;
        LogBegun(wanted.Sandbox, string.Join(", ", wanted.Services));
        await HopRequests.AnswerAsync(context, Told(id, kept), RecordingJson.Default.WireRecorded);
    }

    private async Task WithAsync(HttpContext context, string id, Func<Kept, WireRecorded> tell)
    {
        if (!_kept.TryGetValue(id, out var kept))
        {
            await HopRequests.RefuseAsync(context, StatusCodes.Status404NotFound, "There is no such recording; it may have been forgotten.");
            return;
        }

        if (!HopsHash.Matches(HopRequests.TokenOf(context), kept.Hash))
        {
            await ForbidAsync(context);
            return;
        }

        kept.Asked = time.GetTimestamp();
        await HopRequests.AnswerAsync(context, tell(kept), RecordingJson.Default.WireRecorded);
    }

    private static WireRecorded Told(string id, Kept kept) => new()
    {
        Id = id,
        Requests = kept.Traffic.Exchanges().GroupBy(exchange => exchange.Service).ToDictionary(group => group.Key, group => group.Count()),
        Bytes = kept.Traffic.Bytes,
        InFlight = kept.Traffic.InFlight,
        IsFull = kept.Traffic.WhenFull.IsCompleted,
    };

    private WireRecorded End(string id, Kept kept)
    {
        Remove(id, kept);
        LogEnded(kept.Sandbox, kept.Traffic.Count);
        return Told(id, kept) with { Exchanges = [.. kept.Traffic.Exchanges().Select(writer.Redact).Select(exchange => new WireExchange(exchange.Start, exchange.Service, exchange.Entry))] };
    }

    private void Remove(string id, Kept kept)
    {
        _kept.TryRemove(id, out _);
        kept.Traffic.Dispose();
    }

    private static Task ForbidAsync(HttpContext context) =>
        HopRequests.RefuseAsync(context, StatusCodes.Status403Forbidden, "The token gives no right to the traffic of this sandbox.");

    [LoggerMessage(EventId = RoutingEvents.RecordingBegun, Level = LogLevel.Warning, Message = "Recording the traffic of sandbox {Sandbox} to {Services}.")]
    private partial void LogBegun(string sandbox, string services);

    [LoggerMessage(EventId = RoutingEvents.RecordingEnded, Level = LogLevel.Warning, Message = "Recording the traffic of sandbox {Sandbox} has ended: {Requests} requests.")]
    private partial void LogEnded(string sandbox, int requests);

    [LoggerMessage(EventId = RoutingEvents.RecordingForgotten, Level = LogLevel.Warning, Message = "The recording of the traffic of sandbox {Sandbox} was forgotten, because nobody asked for it any more.")]
    private partial void LogForgotten(string sandbox);

    private sealed class Kept(string sandbox, string? hash, TrafficRecording traffic)
    {
        public string Sandbox => sandbox;

        /// <summary>The right to it; kept, because the sandbox may end before.</summary>
        public string? Hash => hash;

        public TrafficRecording Traffic => traffic;

        /// <summary>A timestamp of when it was asked for last.</summary>
        public long Asked { get; set; }
    }
}
