using System.Net;

namespace AgentSandbox.McpServer.Demo;

/// <summary>Asks until a baseline that is still being built answers: building five services takes longer than a router makes a client wait.</summary>
internal static class FirstAnswer
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(12);
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    /// <summary>The body of the first answer with status 200.</summary>
    /// <exception cref="DemoFailure">Another answer that is final, or none within the limit.</exception>
    public static async Task<string> AskAsync(HttpClient http, Uri url, string claim, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        for (var unavailable = 0; ;)
        {
            var (status, body) = await TryAsync(http, url, cancellationToken);
            if (status == HttpStatusCode.OK)
            {
                return body;
            }

            // A service that cannot start is started again by the next request; three times prove enough.
            unavailable += body.Contains("baseline_unavailable", StringComparison.Ordinal) ? 1 : 0;
            var starting = status is null or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or HttpStatusCode.BadGateway;
            if (!starting || unavailable >= 3 || time.GetElapsedTime(start) > s_limit)
            {
                throw new DemoFailure(claim, "status 200", status is null ? "no answer" : $"status {(int)status}", body.Split('\n'));
            }

            await Task.Delay(s_look, time, cancellationToken);
        }
    }

    /// <summary>An answer, or no status and what went wrong on the way.</summary>
    private static async Task<(HttpStatusCode? Status, string Body)> TryAsync(HttpClient http, Uri url, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(url, cancellationToken);
            return (response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (HttpRequestException e)
        {
            return (null, e.Message);
        }
        catch (TaskCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, e.Message);
        }
    }
}
