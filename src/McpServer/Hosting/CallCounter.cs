using Microsoft.AspNetCore.Http;

namespace AgentSandbox.McpServer.Hosting;

/// <summary>Counts the requests that make the host work. Open event streams of clients that say nothing are not work.</summary>
internal sealed class CallCounter(TimeProvider time)
{
    private int _inFlight;
    private long _lastEnd = time.GetTimestamp();

    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>How long no request has been worked on.</summary>
    public TimeSpan Idle => InFlight > 0 ? TimeSpan.Zero : time.GetElapsedTime(Volatile.Read(ref _lastEnd));

    public async Task CountAsync(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || context.Request.Path.StartsWithSegments("/admin"))
        {
            await next(context);
            return;
        }

        Interlocked.Increment(ref _inFlight);
        try
        {
            await next(context);
        }
        finally
        {
            Volatile.Write(ref _lastEnd, time.GetTimestamp());
            Interlocked.Decrement(ref _inFlight);
        }
    }
}
