using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Credentials;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;
using Microsoft.AspNetCore.Http;

namespace AgentSandbox.FunctionalTests.Kubernetes.Access;

public sealed class ApiCallTests
{
    private static readonly JsonObject s_item = new() { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = "a" } };

    [Fact]
    public async Task Throttled_IsRepeated_AlsoForAWrite()
    {
        await using var played = await PlayedApi.StartAsync((context, call) =>
        {
            context.Response.Headers.RetryAfter = "0";
            return call < 3 ? PlayedApi.StatusAsync(context, 429, "TooManyRequests") : PlayedApi.JsonAsync(context, PlayedApi.Item("a", 1));
        });
        using var api = played.Open();

        (await api.CreateAsync(ResourceKinds.ConfigMaps, s_item, CancellationToken.None)).IsSuccess.Should().BeTrue();

        played.Calls.Should().HaveCount(3).And.AllBe("POST /api/v1/namespaces/shop/configmaps?fieldManager=agent-sandbox");
    }

    [Fact]
    public async Task LongRetryAfter_IsHandedOn()
    {
        await using var played = await PlayedApi.StartAsync((context, _) =>
        {
            context.Response.Headers.RetryAfter = "60";
            return PlayedApi.StatusAsync(context, 429, "TooManyRequests", "too many");
        });
        using var api = played.Open();

        var failure = (await GetAsync(api)).Failure!; // it fails

        failure.Code.Should().Be(FailureCodes.ClusterBusy);
        failure.RetryAfter.Should().Be(TimeSpan.FromSeconds(60));
        played.Calls.Should().ContainSingle();
    }

    [Fact]
    public async Task BrokenServer_IsAskedAgain_ButNotToldAgain()
    {
        await using var played = await PlayedApi.StartAsync((context, call) => call is 1 or 3
            ? PlayedApi.StatusAsync(context, call == 1 ? 500 : 503, "InternalError")
            : PlayedApi.JsonAsync(context, PlayedApi.Item("a", 1)));
        using var api = played.Open();

        (await GetAsync(api)).IsSuccess.Should().BeTrue();
        var failure = (await api.CreateAsync(ResourceKinds.ConfigMaps, s_item, CancellationToken.None)).Failure!; // it fails

        failure.Code.Should().Be(FailureCodes.ClusterBusy);
        failure.Hint.Should().Contain("Look whether the change was made");
        played.Calls.Should().HaveCount(3);
    }

    [Fact]
    public async Task LostConnection_IsRepeatedForAReading_AndToldForAWrite()
    {
        await using var played = await PlayedApi.StartAsync((context, call) =>
        {
            if (call != 2)
            {
                context.Abort();
                return Task.CompletedTask;
            }

            return PlayedApi.JsonAsync(context, PlayedApi.Item("a", 1));
        });
        using var api = played.Open();

        (await GetAsync(api)).IsSuccess.Should().BeTrue();
        var failure = (await api.CreateAsync(ResourceKinds.ConfigMaps, s_item, CancellationToken.None)).Failure!; // it fails

        failure.Code.Should().Be(FailureCodes.ClusterUnreachable);
        failure.Message.Should().Contain("was lost, asked to create configmaps \"a\" in namespace \"shop\"");
        played.Calls.Should().HaveCount(3);
    }

    [Fact]
    public async Task SilentServer_IsAFailureAfterTheLimit()
    {
        var clock = new ManualTimeProvider();
        var asked = new TaskCompletionSource();
        await using var played = await PlayedApi.StartAsync(async (context, _) =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        using var api = played.Open(time: clock);

        var call = GetAsync(api);
        await asked.Task;
        clock.Advance(TimeSpan.FromSeconds(31));

        (await call).Failure!.Message.Should().Contain("did not answer within 30 s"); // it fails
        played.Calls.Should().ContainSingle("who waited once for so long does not wait again");
    }

    [Fact]
    public async Task NobodyThere_IsUnreachable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var api = new KubernetesApi(
            new ClusterConnections(new ClusterEndpoint { Server = new Uri($"http://127.0.0.1:{port}"), PluginInfo = [] }), FixedCredentials.None, null, "shop", "context \"x\"", TimeProvider.System);

        var failure = (await api.CreateAsync(ResourceKinds.ConfigMaps, s_item, CancellationToken.None)).Failure!; // it fails

        failure.Code.Should().Be(FailureCodes.ClusterUnreachable);
        failure.Message.Should().Contain($"http://127.0.0.1:{port} (context \"x\") does not take connections");
    }

    [Fact]
    public async Task SomethingElseThatAnswers_IsUnreachable()
    {
        await using var played = await PlayedApi.StartAsync((context, _) => context.Response.WriteAsync("<html>Log in to the network</html>"));
        using var api = played.Open();

        (await GetAsync(api)).Failure!.Message.Should().Contain("did not answer get configmaps \"a\" in namespace \"shop\" with a Kubernetes object"); // it fails
    }

    [Fact]
    public async Task RefusedToken_IsReadAgain_Once()
    {
        using var folder = new TemporaryDirectory();
        File.WriteAllText(folder.Join("token"), "old");
        await using var played = await PlayedApi.StartAsync((context, call) =>
        {
            File.WriteAllText(folder.Join("token"), "new");
            return call == 2 ? PlayedApi.JsonAsync(context, PlayedApi.Item("a", 1)) : PlayedApi.StatusAsync(context, 401, "Unauthorized");
        });
        using var api = played.Open(new ConfiguredCredentials(new ConfiguredFiles { TokenFile = folder.Join("token") }, TimeProvider.System));

        (await GetAsync(api)).IsSuccess.Should().BeTrue();
        (await GetAsync(api)).Failure!.Code.Should().Be(FailureCodes.CredentialsRefused); // it fails

        played.Authorizations.Should().Equal("Bearer old", "Bearer new", "Bearer new", "Bearer new");
    }

    [Fact]
    public async Task Cancellation_EndsACall()
    {
        using var cancel = new CancellationTokenSource();
        await using var played = await PlayedApi.StartAsync(async (context, _) =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        using var api = played.Open();

        var call = () => api.GetAsync(ResourceKinds.ConfigMaps, "shop", "a", cancel.Token);

        await call.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task ListThatExpires_BeginsAnew_AndIsAtLastReadInOnePiece()
    {
        await using var played = await PlayedApi.StartAsync((context, _) => context.Request.Query switch
        {
            { } query when query.ContainsKey("continue") => PlayedApi.StatusAsync(context, 410, "Expired"),
            { } query when query.ContainsKey("limit") => PlayedApi.JsonAsync(context, PlayedApi.Items(5, PlayedApi.Item("a", 1)).Replace("\"resourceVersion\":\"5\"", "\"resourceVersion\":\"5\",\"continue\":\"more\"", StringComparison.Ordinal)),
            _ => PlayedApi.JsonAsync(context, PlayedApi.Items(6, PlayedApi.Item("a", 1), PlayedApi.Item("b", 2))),
        });
        using var api = played.Open();

        var list = (await api.ListAsync(ResourceKinds.ConfigMaps, "shop", new ListOptions { PageSize = 1 }, CancellationToken.None)).Value!; // it ends well

        list.Items.Select(item => item.Name()).Should().Equal("a", "b");
        list.Version.Should().Be("6");
        played.Calls.Should().HaveCount(5);
    }

    [Theory]
    [InlineData(409, "Conflict", "Precondition failed: UID in precondition: a, UID in object meta: b", true)]
    [InlineData(409, "Conflict", "the UID in the precondition (a) does not match the UID in record (b)", true)]
    [InlineData(409, "Conflict", "the object has been modified", false)]
    [InlineData(404, "NotFound", "the server could not find the requested resource", false)]
    public async Task Deletion_IsASuccess_WhenThatVeryObjectIsGone(int status, string reason, string message, bool expected)
    {
        await using var played = await PlayedApi.StartAsync((context, _) => PlayedApi.StatusAsync(context, status, reason, message));
        using var api = played.Open();

        (await api.DeleteAsync(ResourceKinds.ConfigMaps, "shop", "a", new DeleteOptions(Uid: "a"), CancellationToken.None)).IsSuccess.Should().Be(expected);
    }

    private static Task<Result<JsonObject>> GetAsync(IKubernetesApi api) => api.GetAsync(ResourceKinds.ConfigMaps, "shop", "a", CancellationToken.None);
}
