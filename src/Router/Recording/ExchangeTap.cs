using AgentSandbox.Router.Hops;
using AgentSandbox.Router.Listeners;
using Microsoft.AspNetCore.Http;

namespace AgentSandbox.Router.Recording;

/// <summary>One request that is being recorded. Used by that request alone.</summary>
internal sealed class ExchangeTap(TrafficRecording recording, TimeProvider time)
{
    private readonly DateTimeOffset _start = time.GetUtcNow();
    private readonly long _started = time.GetTimestamp();
    private TimeSpan? _firstByte;

    public BodyTap Request { get; } = new(recording, recording.Scope.MaxBodyBytes);

    public BodyTap Response { get; } = new(recording, recording.Scope.MaxBodyBytes);

    public void Answered() => _firstByte = time.GetElapsedTime(_started);

    public void End(RequestContext request)
    {
        var (http, fork) = (request.Http, request.Decision.Fork);
        recording.Add(new RecordedExchange
        {
            Start = _start,
            Duration = time.GetElapsedTime(_started),
            FirstByte = _firstByte,
            Service = request.Service,
            Method = http.Request.Method,
            Target = request.Target,
            Protocol = http.Request.Protocol,
            RequestHeaders = Copy(http.Request.Headers),
            RequestBody = Request.ToBody(),
            Status = http.Response.StatusCode,
            ResponseHeaders = Copy(http.Response.Headers),
            ResponseBody = Response.ToBody(),
            AnsweredBy = _firstByte is null ? HopAnswer.Router : fork is null ? HopAnswer.Baseline : HopAnswer.Fork,
            Revision = fork?.Revision,
        });
    }

    private static List<KeyValuePair<string, string>> Copy(IHeaderDictionary headers) =>
        [.. headers.Where(header => !header.Key.StartsWith(':')).SelectMany(header => header.Value.Select(value => KeyValuePair.Create(header.Key, value ?? "")))];
}
