using System.Net;
using AgentSandbox.McpServer.Demo;

namespace AgentSandbox.McpServer.UnitTests.Demo;

/// <summary>What the demo makes of a baseline that is slow to start, as on a busy machine.</summary>
public sealed class FirstAnswerTests
{
    private static readonly Uri s_url = new("http://127.0.0.1:1/api/quote");

    [Fact]
    public async Task RequestsThatTimeOutOrFindNoService_AreSentAgain()
    {
        var answer = await AskAsync(
            () => throw new TaskCanceledException("Timed out.", new TimeoutException()),
            () => throw new HttpRequestException("Connection refused."),
            () => new HttpResponseMessage(HttpStatusCode.GatewayTimeout),
            () => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("fee") });

        answer.Should().Be("fee");
    }

    [Fact]
    public async Task AnotherStatus_IsTheFailureOfTheClaim()
    {
        var act = () => AskAsync(() => new HttpResponseMessage(HttpStatusCode.NotFound));

        (await act.Should().ThrowAsync<DemoFailure>()).Which.Observed.Should().Be("status 404");
    }

    [Fact]
    public async Task ServiceThatCannotStart_IsTriedThreeTimes()
    {
        var failed = () => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Content = new StringContent("baseline_unavailable") };

        var act = () => AskAsync(failed, failed, failed);

        (await act.Should().ThrowAsync<DemoFailure>()).Which.Observed.Should().Be("status 503");
    }

    private static async Task<string> AskAsync(params Func<HttpResponseMessage>[] answers)
    {
        using var http = new HttpClient(new Scripted(answers));
        return await FirstAnswer.AskAsync(http, s_url, "claim", new HastyTime(), CancellationToken.None);
    }

    private sealed class Scripted(Func<HttpResponseMessage>[] answers) : HttpMessageHandler
    {
        private int _next;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.Run(() => answers[_next++](), cancellationToken);
    }

    /// <summary>Every wait is over at once.</summary>
    private sealed class HastyTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
