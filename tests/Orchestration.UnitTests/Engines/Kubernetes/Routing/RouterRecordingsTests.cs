using System.Text;
using System.Text.Json;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Recordings;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;
using AgentSandbox.Orchestration.Recording.Har;
using AgentSandbox.Orchestration.Secrets;
using AgentSandbox.Router;
using AgentSandbox.TestKit;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Routing;

public sealed class RouterRecordingsTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly SandboxRouter _router;
    private readonly RouterRecordings _recordings;

    public RouterRecordingsTests()
    {
        _router = new SandboxRouter(new RouterOptions(), new NoActivator(), _time, NullLoggerFactory.Instance);
        _recordings = new RouterRecordings(
            _router.Record, key => key is "pr-1" or "pr-2" ? HopsHash.Of($"token of {key}") : null, new HarWriter(new Redactor(new SecretValues())), _time, NullLogger<RouterRecordings>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _recordings.Dispose();
        await _router.DisposeAsync();
    }

    [Theory]
    [InlineData("pr-1", "token of pr-1", 200)]
    [InlineData("pr-1", "token of pr-2", 403)]
    [InlineData("pr-1", "", 403)]
    [InlineData("unknown", "token of pr-1", 403)]
    public async Task Recording_NeedsTheTokenOfItsSandbox(string sandbox, string token, int status) =>
        (await BeginAsync(sandbox, token)).Status.Should().Be(status);

    [Fact]
    public async Task RecordingOfAnother_IsNeitherSeenNorEnded()
    {
        var id = (await BeginAsync("pr-1", "token of pr-1")).Id;

        (await AskAsync("GET", id, "token of pr-2")).Status.Should().Be(403);
        (await AskAsync("DELETE", id, "token of pr-2")).Status.Should().Be(403);
        (await AskAsync("GET", id, "token of pr-1")).Status.Should().Be(200);
    }

    [Fact]
    public async Task RecordingThatNobodyAsksFor_IsForgottenAfterAMinute()
    {
        var asked = (await BeginAsync("pr-1", "token of pr-1")).Id;
        var silent = (await BeginAsync("pr-2", "token of pr-2")).Id;
        _time.Advance(TimeSpan.FromSeconds(45));
        await AskAsync("GET", asked, "token of pr-1");
        _time.Advance(TimeSpan.FromSeconds(30));

        _recordings.Sweep();

        (await AskAsync("GET", asked, "token of pr-1")).Status.Should().Be(200);
        (await AskAsync("GET", silent, "token of pr-2")).Status.Should().Be(404);
    }

    [Fact]
    public async Task RecordingsAtOnce_AreBounded()
    {
        for (var i = 0; i < 4; i++)
        {
            (await BeginAsync("pr-1", "token of pr-1")).Status.Should().Be(200);
        }

        (await BeginAsync("pr-1", "token of pr-1")).Status.Should().Be(429);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("nonsense")]
    [InlineData("""{"sandbox":"pr-1","services":[],"maxRequests":1,"maxBytes":1}""")]
    [InlineData("""{"sandbox":"pr-1","services":["a"],"maxRequests":0,"maxBytes":1}""")]
    public async Task Nonsense_IsRefused(string body) => (await SendAsync("POST", "/v1/recordings", "token of pr-1", body)).Status.Should().Be(400);

    private async Task<(int Status, string Id)> BeginAsync(string sandbox, string token)
    {
        var (status, body) = await SendAsync("POST", "/v1/recordings", token, $$"""{"sandbox":"{{sandbox}}","services":["orders"],"maxRequests":10,"maxBytes":1000}""");
        return (status, status == 200 ? JsonDocument.Parse(body).RootElement.GetProperty("id").GetString()! : ""); // it has one
    }

    private Task<(int Status, string Body)> AskAsync(string method, string id, string token) => SendAsync(method, $"/v1/recordings/{id}", token, "");

    private async Task<(int Status, string Body)> SendAsync(string method, string path, string token, string body)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Request.Path = path;
        context.Request.Headers.Authorization = $"Bearer {token}";
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        await _recordings.HandleAsync(context);
        return (context.Response.StatusCode, Encoding.UTF8.GetString(answer.ToArray()));
    }

    private sealed class NoActivator : IBaselineActivator
    {
        public Task<BaselineActivation> ActivateAsync(string service, CancellationToken cancellationToken) => Task.FromResult(BaselineActivation.Failed("nothing is started here."));
    }
}
