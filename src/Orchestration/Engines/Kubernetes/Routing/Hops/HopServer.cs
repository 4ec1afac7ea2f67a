using System.Globalization;
using System.Net;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops.Wire;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Recordings;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Serving;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;
using AgentSandbox.Router.Hops;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops;

/// <summary>
/// Hops over HTTP: <c>POST /v1/watches</c> registers a request at all routers before it is sent, <c>GET /v1/watches/{id}</c>
/// gathers, <c>DELETE</c> ends; <c>GET /v1/forkAnswers?key=</c> counts. With <c>local=true</c> a router speaks for itself alone.
/// <c>/v1/recordings</c> belongs to <see cref="RouterRecordings"/>.
/// </summary>
/// <remarks>Who has the token of the key's sandbox may ask. Keys that are not known and wrong tokens get the same answer.</remarks>
internal sealed partial class HopServer : IAsyncDisposable
{
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan s_sweep = TimeSpan.FromSeconds(30);

    private readonly HopServerOptions _options;
    private readonly ForkAnswerCounts _counts;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly PeerClient _client;
    private readonly RouterWatches _watches;
    private readonly RouterRecordings _recordings;
    private readonly CancellationTokenSource _stopping = new();
    private SmallServer? _server;
    private Task _sweeping = Task.CompletedTask;

    private HopServer(HopServerOptions options, HopStore hops, HopPeers peers, ForkAnswerCounts counts, RouterRecordings recordings, TimeProvider time, ILogger logger)
    {
        _options = options;
        _counts = counts;
        _recordings = recordings;
        _time = time;
        _logger = logger;
        _client = new PeerClient(options, time, logger);
        _watches = new RouterWatches(options, hops, peers, _client, time);
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Endpoint => _server?.Endpoint ?? throw new InvalidOperationException("The server is not started.");

    /// <summary>Watches that are open here.</summary>
    public int Watches => _watches.Count;

    public static async Task<HopServer> StartAsync(
        HopServerOptions options, HopStore hops, HopPeers peers, ForkAnswerCounts counts, RouterRecordings recordings, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var hopServer = new HopServer(options, hops, peers, counts, recordings, time, loggers.CreateLogger<HopServer>());
        hopServer._server = await SmallServer.StartAsync(new SmallServerOptions { Endpoint = options.Endpoint, MaxBodyBytes = 16 * 1024 }, hopServer.HandleAsync, loggers, cancellationToken);
        hopServer._sweeping = Task.Run(hopServer.SweepAsync, CancellationToken.None);
        return hopServer;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _sweeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _watches.Dispose();
        _recordings.Dispose();
        _client.Dispose();
    }

    private async Task SweepAsync()
    {
        using var timer = new PeriodicTimer(s_sweep, _time);
        while (await timer.WaitForNextTickAsync(_stopping.Token))
        {
            _watches.Sweep();
            _recordings.Sweep();
        }
    }

    private Task HandleAsync(HttpContext context) => (context.Request.Method, context.Request.Path.Value?.Split('/')) switch
    {
        ("POST", ["", "v1", "watches"]) => RegisterAsync(context),
        ("GET", ["", "v1", "watches", var id]) => WithWatchAsync(context, id, GatherAsync),
        ("DELETE", ["", "v1", "watches", var id]) => WithWatchAsync(context, id, EndAsync),
        ("GET", ["", "v1", "forkAnswers"]) => CountAsync(context),
        (_, ["", "v1", "recordings", ..]) => _recordings.HandleAsync(context),
        _ => HopRequests.RefuseAsync(context, StatusCodes.Status404NotFound, "There is no such resource."),
    };

    private async Task RegisterAsync(HttpContext context)
    {
        var wanted = await HopRequests.ReadAsync(context, HopJson.Default.WireWatch);
        if (wanted is null)
        {
            await HopRequests.RefuseAsync(context, StatusCodes.Status400BadRequest, "The body is not a watch: it needs requestId and key.");
            return;
        }

        var token = HopRequests.TokenOf(context);
        if (!MayWatch(wanted, token))
        {
            await ForbidAsync(context, wanted.Key);
            return;
        }

        try
        {
            if (_watches.Register(wanted) is not { } watch)
            {
                await HopRequests.RefuseAsync(context, StatusCodes.Status429TooManyRequests, $"{_options.MaxWatches} requests are watched already.");
                return;
            }

            watch = IsLocal(context) ? watch : await _watches.SpreadAsync(watch, wanted, token, context.RequestAborted);
            await HopRequests.AnswerAsync(context, new WireWatching
            {
                Id = watch.Id,
                Routers = [_options.Pod, .. watch.Peers.Select(peer => peer.Peer.Name)],
                Incomplete = watch.Incomplete.Count == 0 ? null : string.Join("; ", watch.Incomplete) + ".",
            }, HopJson.Default.WireWatching);
        }
        catch (ArgumentException exception)
        {
            await HopRequests.RefuseAsync(context, StatusCodes.Status409Conflict, exception.Message);
        }
    }

    /// <summary>Hops of a key that are not joined by ids could be anybody's, so that the right to that very key is needed.</summary>
    private bool MayWatch(WireWatch wanted, string token) =>
        HopsHash.Matches(token, _options.HashOf(wanted.Key)) && (!wanted.OwnsKey || HopsHash.Matches(token, _options.HashOf(wanted.Carried ?? "")));

    private async Task WithWatchAsync(HttpContext context, string id, Func<HttpContext, RouterWatch, string, Task> serveAsync)
    {
        var (watch, token) = (_watches.Find(id), HopRequests.TokenOf(context));
        if (watch is null)
        {
            await HopRequests.RefuseAsync(context, StatusCodes.Status404NotFound, "There is no such watch; it may have expired.");
            return;
        }

        if (!HopsHash.Matches(token, watch.HopsHash))
        {
            await ForbidAsync(context, watch.Carried ?? "");
            return;
        }

        await serveAsync(context, watch, token);
    }

    private async Task GatherAsync(HttpContext context, RouterWatch watch, string token)
    {
        var asked = long.TryParse(context.Request.Query["waitIdleMs"], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) ? milliseconds : 0;
        var wait = TimeSpan.FromMilliseconds(Math.Min(asked, s_longestWait.TotalMilliseconds));
        var hops = IsLocal(context)
            ? await _watches.ReadAsync(watch, wait, context.RequestAborted)
            : await _watches.GatherAsync(watch, token, wait, context.RequestAborted);
        await HopRequests.AnswerAsync(context, hops, HopJson.Default.WireHops);
    }

    private async Task EndAsync(HttpContext context, RouterWatch watch, string token)
    {
        await _watches.EndAsync(watch, token, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task CountAsync(HttpContext context)
    {
        var (key, token) = (context.Request.Query["key"].ToString(), HopRequests.TokenOf(context));
        if (!HopsHash.Matches(token, _options.HashOf(key)))
        {
            await ForbidAsync(context, key);
            return;
        }

        var own = _counts.Of(key);
        var answers = IsLocal(context)
            ? new WireForkAnswers { Routers = new Dictionary<string, long> { [_options.Pod] = own } }
            : await _watches.CountAsync(key, own, token, context.RequestAborted);
        await HopRequests.AnswerAsync(context, answers, HopJson.Default.WireForkAnswers);
    }

    private static bool IsLocal(HttpContext context) => context.Request.Query["local"] == "true";

    private Task ForbidAsync(HttpContext context, string key)
    {
        LogRefused(key.Length > 63 ? key[..63] : key);
        return HopRequests.RefuseAsync(context, StatusCodes.Status403Forbidden, "The token gives no right to the hops of this key.");
    }

    [LoggerMessage(EventId = RoutingEvents.WatchRefused, Level = LogLevel.Information, Message = "Refused a question for the hops of key {Key}: its token does not give the right.")]
    private partial void LogRefused(string key);
}
