using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Serving;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;

/// <summary>
/// The operator's side of the tables: <c>GET /v1/namespaces/{ns}/table?after={version}&amp;pod={name}</c> answers when there
/// is a table of another version, or with 204 after a while. A router that asks for what comes after a version has it.
/// </summary>
/// <remarks>Only the elected replica answers; others send a router there with 307. Safe for use by several threads.</remarks>
internal sealed partial class TableServer : IAsyncDisposable
{
    private const int MaxNamespaces = 4096;

    private readonly TableServerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, NamespaceTable> _tables = new(StringComparer.Ordinal);
    private readonly DurationHistogram _delays = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _owning = new();
    private CancellationTokenSource _ownership = new();
    private string _instance = NewInstance();
    private long _polls;
    private long _refused;

    private TableServer(TableServerOptions options, TimeProvider time, ILogger logger)
    {
        _options = options;
        _time = time;
        _logger = logger;
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Endpoint => Server.Endpoint;

    private SmallServer Server { get; set; } = null!; // set before anybody has this object

    /// <summary>Starts to listen.</summary>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<TableServer> StartAsync(TableServerOptions options, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var tables = new TableServer(options, time, loggers.CreateLogger<TableServer>());
        tables.Server = await SmallServer.StartAsync(
            new SmallServerOptions { Endpoint = options.Endpoint, MaxConnections = options.MaxConnections, MaxBodyBytes = 1 << 20 }, tables.HandleAsync, loggers, cancellationToken);
        return tables;
    }

    /// <summary>Gives a table to the routers of a namespace; one that says the same as the present one changes nothing.</summary>
    /// <returns>The version under which the routers acknowledge it.</returns>
    public string Publish(string @namespace, WireTable table)
    {
        var published = TableOf(@namespace).Publish(table);
        LogPublished(@namespace, published.Version.ToString(), table.Keys.Count, published.Json.Length);
        return published.Version.ToString();
    }

    /// <summary>The version that each router of a namespace has applied, by the name of its pod. Pods that are gone may be among them.</summary>
    public IReadOnlyDictionary<string, string> Acknowledged(string @namespace) => TableOf(@namespace).Acknowledged();

    /// <summary>Waits until every ready router has applied a version, or a later one.</summary>
    /// <param name="namespace">Whose routers.</param>
    /// <param name="version">What <see cref="Publish"/> has answered. One of an earlier leadership is never acknowledged.</param>
    /// <param name="readyRouterPods">Names of the ready router pods; asked anew at each acknowledgement and at each <see cref="RoutersChanged"/>. Without any, nobody is waited for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WhenAcknowledgedAsync(string @namespace, string version, Func<IReadOnlyCollection<string>> readyRouterPods, CancellationToken cancellationToken) =>
        TableVersion.Parse(version) is { } parsed
            ? TableOf(@namespace).WhenAcknowledgedAsync(parsed, readyRouterPods, cancellationToken)
            : throw new ArgumentException($"'{version}' is not the version of a table.", nameof(version));

    /// <summary>A router pod came, went, or became ready or not: those who wait look again.</summary>
    public void RoutersChanged()
    {
        foreach (var table in _tables.Values)
        {
            table.RoutersChanged();
        }
    }

    /// <summary>
    /// This replica was elected, or lost it: tables of before are forgotten, the next ones have versions of their own, and
    /// polls that wait are answered anew.
    /// </summary>
    public void OwnerChanged()
    {
        CancellationTokenSource before;
        lock (_owning)
        {
            _instance = NewInstance();
            _tables.Clear();
            (before, _ownership) = (_ownership, new CancellationTokenSource());
        }

        before.Cancel();
        before.Dispose();
    }

    /// <summary>Adds this server's metrics, among them how long tables take to be in force everywhere.</summary>
    public void WriteMetrics(MetricsText metrics)
    {
        metrics.Counter("agentsandbox_table_polls_total", "Polls of routers.", Volatile.Read(ref _polls));
        metrics.Counter("agentsandbox_table_refused_total", "Polls without a valid token.", Volatile.Read(ref _refused));
        metrics.Histogram("agentsandbox_table_acknowledged_seconds", "From the publication of a table until the last ready router had applied it.", _delays);
        foreach (var (name, table) in _tables)
        {
            metrics.Gauge("agentsandbox_table_generation", "The number of the present table.", table.Current?.Version.Generation ?? 0, ("namespace", name));
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Server.DisposeAsync();
    }

    private static string NewInstance() => RandomNumberGenerator.GetHexString(10, lowercase: true);

    private NamespaceTable TableOf(string @namespace)
    {
        lock (_owning)
        {
            return _tables.GetOrAdd(@namespace, _ => new NamespaceTable(_instance, _time, _delays.Add));
        }
    }

    private Task HandleAsync(HttpContext context) => context.Request.Path.Value?.Split('/') switch
    {
        ["", "v1", "namespaces", var name, "table"] when HttpMethods.IsGet(context.Request.Method) && IsLabel(name) => AdmitAsync(context, name, PollAsync),
        ["", "v1", "namespaces", var name, "activity"] when HttpMethods.IsPost(context.Request.Method) && IsLabel(name) => AdmitAsync(context, name, TakeActivityAsync),
        _ => AnswerAsync(context, StatusCodes.Status404NotFound),
    };

    private static bool IsLabel(string name) => name.Length is > 0 and <= 63 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>Sends the request where it belongs, or lets it in.</summary>
    private async Task AdmitAsync(HttpContext context, string @namespace, Func<HttpContext, string, Task> serveAsync)
    {
        var owner = _options.Owner();
        if (!owner.IsHere)
        {
            SendElsewhere(context, owner);
            return;
        }

        var token = context.Request.Headers.Authorization.ToString() is ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. var bearer] ? bearer.Trim() : "";
        if (token.Length == 0 || !await _options.AuthenticateAsync(token, @namespace, context.RequestAborted))
        {
            Interlocked.Increment(ref _refused);
            LogRefused(@namespace, token.Length > 0);
            await AnswerAsync(context, StatusCodes.Status401Unauthorized);
            return;
        }

        await serveAsync(context, @namespace);
    }

    private static void SendElsewhere(HttpContext context, TableOwner owner)
    {
        if (owner.Elsewhere is { } address)
        {
            context.Response.Headers.Location = new Uri(address, context.Request.Path + context.Request.QueryString).AbsoluteUri;
            context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
        }
        else
        {
            context.Response.Headers.RetryAfter = "1";
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
    }

    private async Task PollAsync(HttpContext context, string @namespace)
    {
        var (after, pod) = (context.Request.Query["after"].ToString(), context.Request.Query["pod"].ToString());
        if (pod.Length is 0 or > 253 || after.Length > 100)
        {
            await AnswerAsync(context, StatusCodes.Status400BadRequest);
            return;
        }

        if (!_tables.ContainsKey(@namespace) && _tables.Count >= MaxNamespaces)
        {
            await AnswerAsync(context, StatusCodes.Status503ServiceUnavailable);
            return;
        }

        Interlocked.Increment(ref _polls);
        var (table, ownership) = Enter(@namespace);
        table.Acknowledge(pod, after); // also an empty one: a router that was started anew has nothing
        using var limit = new CancellationTokenSource(_options.PollLimit, _time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ownership, context.RequestAborted, _stopping.Token);
        try
        {
            var published = await table.NextAsync(after, any.Token);
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = published.Json.Length;
            await context.Response.Body.WriteAsync(published.Json, context.RequestAborted);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            await EndPollAsync(context);
        }
    }

    private Task EndPollAsync(HttpContext context)
    {
        var owner = _options.Owner();
        if (!owner.IsHere)
        {
            SendElsewhere(context, owner);
            return Task.CompletedTask;
        }

        return AnswerAsync(context, _stopping.IsCancellationRequested ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status204NoContent);
    }

    private (NamespaceTable Table, CancellationToken Ownership) Enter(string @namespace)
    {
        lock (_owning)
        {
            return (TableOf(@namespace), _ownership.Token);
        }
    }

    private async Task TakeActivityAsync(HttpContext context, string @namespace)
    {
        try
        {
            var activity = await JsonSerializer.DeserializeAsync(context.Request.Body, TableJson.Default.WireActivityArray, context.RequestAborted) ?? [];
            _options.ActivityReported?.Invoke(@namespace, activity);
            await AnswerAsync(context, StatusCodes.Status204NoContent);
        }
        catch (JsonException)
        {
            await AnswerAsync(context, StatusCodes.Status400BadRequest);
        }
    }

    private static Task AnswerAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    [LoggerMessage(EventId = RoutingEvents.TablePublished, Level = LogLevel.Debug, Message = "Table {Version} of namespace {Namespace} has {Keys} keys in {Bytes} bytes.")]
    private partial void LogPublished(string @namespace, string version, int keys, int bytes);

    [LoggerMessage(EventId = RoutingEvents.RouterRefused, Level = LogLevel.Warning, Message = "Refused a poll for the table of namespace {Namespace}: its token (sent: {WasSent}) is not that of a router there.")]
    private partial void LogRefused(string @namespace, bool wasSent);
}
