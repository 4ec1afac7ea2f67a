using System.Text;
using System.Text.RegularExpressions;
using AgentSandbox.Router.FunctionalTests.Support;

namespace AgentSandbox.Router.FunctionalTests.Corpus;

/// <summary>A router whose baseline and fork record what reaches them; sends a case and tells what came of it, in the words of the corpus.</summary>
public sealed partial class CorpusRouter : IAsyncLifetime
{
    private const string Sentinel = "GET /sentinel HTTP/1.1\r\nHost: sentinel\r\nConnection: close\r\n\r\n";
    private const string Forwarded = "GET /sentinel HTTP/1.1\r\nHost: sentinel\r\n\r\n";

    private readonly TestRouter _router = new(options => options.RequestHeadTimeout = TestTimeouts.Default);
    private readonly RecordingUpstream _baseline = new();
    private readonly RecordingUpstream _fork = new();
    private int _port;

    public async Task InitializeAsync()
    {
        _port = await _router.ListenAsync("orders");
        await _router.PublishAsync(
            [TestRouter.Ready("orders", _baseline.Address)],
            TestRouter.Live("pr-1", TestRouter.Fork("pr-1", "orders", _fork.Address)),
            TestRouter.Live("pr-2"));
    }

    public async Task DisposeAsync()
    {
        await _router.DisposeAsync();
        await _baseline.DisposeAsync();
        await _fork.DisposeAsync();
    }

    /// <summary>
    /// Behind what is sent whole comes a sentinel on the same connection: it arrives as it was sent, or not at all, when the
    /// router and the upstream see the same ends.
    /// </summary>
    internal async Task<IReadOnlyList<string>> TellAsync(CorpusCase item)
    {
        _baseline.Forget();
        _fork.Forget();
        using var client = await RawClient.ConnectAsync(_port);
        await SendAsync(client, item);
        var statuses = Status().Matches(await ReadAsync(client)).Select(match => match.Groups[1].Value).Where(status => status[0] != '1').ToList();
        var baseline = _baseline.Requests.ToList();
        var isOpen = baseline.Remove(Forwarded);
        if (isOpen)
        {
            statuses.RemoveAt(statuses.Count - 1); // the sentinel's
        }

        var outcome = baseline.Select(request => "= " + Show(request, item)).Concat(_fork.Requests.Select(request => "+ " + Show(request, item))).ToList();
        var refusals = statuses.Where(status => status != "200" && !item.IsUnfinished).ToList(); // one who has left may miss the answer
        outcome.AddRange(refusals.Select(status => $"< {status}{(isOpen ? " and goes on" : "")}"));
        if (refusals.Count == 0 && !isOpen)
        {
            outcome.Add(outcome.Count == 0 ? "< closed" : "= closed");
        }

        return outcome;
    }

    private static async Task SendAsync(RawClient client, CorpusCase item)
    {
        try
        {
            await client.Stream.WriteAsync(item.Bytes, TestTimeouts.Token());
            if (item.IsUnfinished)
            {
                client.CloseSending();
            }
            else
            {
                await client.SendAsync(Sentinel);
            }
        }
        catch (IOException)
        {
            // Refused before all of it was sent.
        }
    }

    /// <summary>A connection that is reset has ended too.</summary>
    private static async Task<string> ReadAsync(RawClient client)
    {
        using var all = new MemoryStream();
        try
        {
            await client.Stream.CopyToAsync(all, TestTimeouts.Token());
        }
        catch (IOException)
        {
            // What came before is the answer.
        }

        return Encoding.Latin1.GetString(all.ToArray());
    }

    /// <summary>Identifiers that the router makes are of no interest, nor is the upstream's port; those that were sent are.</summary>
    private string Show(string request, CorpusCase item)
    {
        var shown = CorpusCase.Escape(request).Replace(_baseline.Address.Authority, "{upstream}", StringComparison.Ordinal);
        shown = TraceParent().Replace(shown, match => item.Sent.Contains(match.Value, StringComparison.Ordinal) ? match.Value : "traceparent: {trace}");
        return RequestId().Replace(shown, match => item.Sent.Contains(match.Value, StringComparison.Ordinal) ? match.Value : "sandbox-request={request}");
    }

    [GeneratedRegex(@"HTTP/1\.1 (\d{3}) ")]
    private static partial Regex Status();

    [GeneratedRegex("traceparent: 00-[0-9a-f]{32}-[0-9a-f]{16}-0[0-9]")]
    private static partial Regex TraceParent();

    [GeneratedRegex("sandbox-request=[A-Za-z0-9]+")]
    private static partial Regex RequestId();
}
