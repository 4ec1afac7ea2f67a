using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables.Pulling;

/// <summary>A router's side of the tables: polls, applies, acknowledges with the next poll. Goes on until it is disposed.</summary>
/// <remarks>
/// It follows the operator's redirect to the elected replica itself and stays there; when that one does not answer it asks
/// the Service again. While nobody answers, the router keeps what it has.
/// </remarks>
internal sealed partial class TableClient : IAsyncDisposable
{
    private const long MaxTableBytes = 64 << 20;

    private readonly TableClientOptions _options;
    private readonly TableReceived _received;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly HttpMessageInvoker _invoker;
    private readonly ActivityLog _activity;
    private readonly CancellationTokenSource _stopping = new();
    private Uri _address;
    private Task _running = Task.CompletedTask;
    private string _version = "";
    private bool _isLost;
    private long _answers;
    private long _failures;

    public TableClient(TableClientOptions options, TableReceived received, TimeProvider time, ILogger<TableClient> logger)
    {
        _options = options;
        _received = received;
        _time = time;
        _logger = logger;
        _address = options.Operator;
        _activity = new ActivityLog(time);
        _invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(3),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2), // so that a new address of the Service is found
            MaxResponseHeadersLength = 16,
        });
    }

    /// <summary>The version that is in force here; empty before the first.</summary>
    public string Version => Volatile.Read(ref _version);

    /// <summary>Answers of the operator, tables or not.</summary>
    public long Answers => Volatile.Read(ref _answers);

    /// <summary>Polls without an answer.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>What is reported to the operator from time to time.</summary>
    public ActivityLog Activity => _activity;

    public void Start() => _running = Task.WhenAll(Task.Run(PollAsync), Task.Run(ReportAsync));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _invoker.Dispose();
    }

    private async Task PollAsync()
    {
        var pause = _options.ShortestPause;
        while (!_stopping.IsCancellationRequested)
        {
            var problem = await TryPollAsync();
            if (problem is null)
            {
                Note(null);
                pause = _options.ShortestPause;
                continue;
            }

            Note(problem);
            try
            {
                await Task.Delay(pause, _time, _stopping.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            pause = pause * 2 < _options.LongestPause ? pause * 2 : _options.LongestPause;
        }
    }

    /// <summary>One poll and what follows from it; the problem when there was no answer.</summary>
    private async Task<string?> TryPollAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(_options.PollLimit, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stopping.Token);
            using var request = await RequestAsync(HttpMethod.Get, $"table?after={Uri.EscapeDataString(_version)}&pod={Uri.EscapeDataString(_options.Pod)}", either.Token);
            using var response = await _invoker.SendAsync(request, either.Token);
            return await TakeAsync(response, either.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException or JsonException or InvalidOperationException or UnauthorizedAccessException)
        {
            _address = _options.Operator;
            return exception is OperationCanceledException ? "no answer in time" : $"{exception.GetType().Name}: {exception.Message}";
        }
    }

    private async Task<string?> TakeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                await ApplyAsync(response, cancellationToken);
                return null;
            case HttpStatusCode.NoContent:
                return null;
            case HttpStatusCode.TemporaryRedirect when _address == _options.Operator && response.Headers.Location is { IsAbsoluteUri: true } elsewhere && elsewhere.Scheme == _options.Operator.Scheme:
                _address = new Uri(elsewhere.GetLeftPart(UriPartial.Authority));
                return null;
            default:
                // The replica that was elected may have lost it; its Service finds the present one.
                var asked = _address;
                _address = _options.Operator;
                return $"{asked} answered {(int)response.StatusCode}";
        }
    }

    private async Task ApplyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > MaxTableBytes)
        {
            throw new IOException($"The table has more than {MaxTableBytes} bytes.");
        }

        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var table = await JsonSerializer.DeserializeAsync(body, TableJson.Default.WireTable, cancellationToken) ?? throw new JsonException("The table is null.");
        LogReceived(table.Version, table.Keys.Count);

        // Without the poll's limit: what was received is applied, however long that takes.
        await _received(table, _stopping.Token);
        Volatile.Write(ref _version, table.Version);
    }

    private async Task ReportAsync()
    {
        using var timer = new PeriodicTimer(_options.ActivityPeriod, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                if (_activity.Take() is { Length: > 0 } activity && await TryReportAsync(activity) is { } problem)
                {
                    _activity.PutBack(activity);
                    LogNotReported(problem);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private async Task<string?> TryReportAsync(WireActivity[] activity)
    {
        try
        {
            using var limit = new CancellationTokenSource(_options.ActivityPeriod, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stopping.Token);
            using var request = await RequestAsync(HttpMethod.Post, "activity", either.Token);
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(activity, TableJson.Default.WireActivityArray));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await _invoker.SendAsync(request, either.Token);
            return response.IsSuccessStatusCode ? null : $"the operator answered {(int)response.StatusCode}";
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or UnauthorizedAccessException || (exception is OperationCanceledException && !_stopping.IsCancellationRequested))
        {
            return exception.Message;
        }
    }

    private async Task<HttpRequestMessage> RequestAsync(HttpMethod method, string resource, CancellationToken cancellationToken)
    {
        var token = await _options.ReadTokenAsync(cancellationToken);
        var request = new HttpRequestMessage(method, new Uri(_address, $"/v1/namespaces/{Uri.EscapeDataString(_options.Namespace)}/{resource}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
        return request;
    }

    private void Note(string? problem)
    {
        if (problem is null)
        {
            Interlocked.Increment(ref _answers);
            if (_isLost)
            {
                LogBack();
            }

            _isLost = false;
            return;
        }

        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        Interlocked.Increment(ref _failures);
        if (!_isLost)
        {
            LogLost(problem);
        }

        _isLost = true;
    }

    [LoggerMessage(EventId = RoutingEvents.TableReceived, Level = LogLevel.Debug, Message = "Received table {Version} with {Keys} keys.")]
    private partial void LogReceived(string version, int keys);

    [LoggerMessage(EventId = RoutingEvents.OperatorLost, Level = LogLevel.Warning, Message = "The operator does not answer; the present table stays in force: {Problem}")]
    private partial void LogLost(string problem);

    [LoggerMessage(EventId = RoutingEvents.OperatorBack, Level = LogLevel.Information, Message = "The operator answers again.")]
    private partial void LogBack();

    [LoggerMessage(EventId = RoutingEvents.ActivityNotReported, Level = LogLevel.Debug, Message = "Answers of forks were not reported and are reported later: {Problem}")]
    private partial void LogNotReported(string problem);
}
