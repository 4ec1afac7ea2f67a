using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;
using Microsoft.AspNetCore.Http;

namespace AgentSandbox.FunctionalTests.Kubernetes.Access;

public sealed class WatchTests
{
    [Fact]
    public async Task Lines_OfAnySize_AndInPieces_AreEvents()
    {
        var large = PlayedApi.Item("large", 2).Replace("\"uid\"", $"\"annotations\":{{\"a\":\"{new string('x', 5_000_000)}\"}},\"uid\"", StringComparison.Ordinal);
        var told = await WatchAsync(async context =>
        {
            var lines = PlayedApi.Event("ADDED", PlayedApi.Item("a", 1)) + PlayedApi.Event("MODIFIED", large) + PlayedApi.Event("NOVELTY", "{}") + PlayedApi.Event("DELETED", PlayedApi.Item("a", 3));
            foreach (var piece in lines.Chunk(70_001))
            {
                await context.Response.WriteAsync(new string(piece));
                await context.Response.Body.FlushAsync();
            }
        });

        told.Should().Equal("Bookmark 0", "Added a", "Modified large", "Deleted a");
    }

    [Fact]
    public async Task HalfALine_AtTheEnd_IsNothing() =>
        (await WatchAsync(context => context.Response.WriteAsync(PlayedApi.Event("ADDED", PlayedApi.Item("a", 1)) + "{\"type\":\"ADDED\",\"obj")))
            .Should().Equal("Bookmark 0", "Added a");

    [Fact]
    public async Task LineWithoutEnd_AtTheEnd_IsAnEvent() =>
        (await WatchAsync(context => context.Response.WriteAsync(PlayedApi.Event("ADDED", PlayedApi.Item("a", 1)).Trim()))).Should().Equal("Bookmark 0", "Added a");

    [Fact]
    public async Task Bookmark_HasItsVersion() =>
        (await WatchAsync(context => context.Response.WriteAsync(PlayedApi.Event("BOOKMARK", """{"metadata":{"resourceVersion":"77"}}""")))).Should().Equal("Bookmark 0", "Bookmark 77");

    [Fact]
    public async Task ServerThatHangsUp_IsAFailure_AfterWhatItSaid()
    {
        var isRead = new TaskCompletionSource();
        var told = await WatchAsync(
            async context =>
            {
                await context.Response.WriteAsync(PlayedApi.Event("ADDED", PlayedApi.Item("a", 1)) + "{\"type\":\"ADD");
                await context.Response.Body.FlushAsync();
                await isRead.Task; // An aborted connection takes along what nobody has read.
                context.Abort();
            },
            line => _ = line == "Added a" && isRead.TrySetResult());

        told.Should().Equal("Bookmark 0", "Added a", FailureCodes.ClusterUnreachable);
    }

    [Fact]
    public async Task LineThatIsNoJson_IsAFailure() =>
        (await WatchAsync(context => context.Response.WriteAsync("rubbish\n"))).Should().Equal("Bookmark 0", FailureCodes.ClusterUnreachable);

    [Fact]
    public async Task TooOldAVersion_IsAFailure_InTheAnswerAndInAnEvent()
    {
        (await WatchAsync(context => PlayedApi.StatusAsync(context, 410, "Expired"))).Should().Equal(FailureCodes.ObjectChanged);
        (await WatchAsync(context => context.Response.WriteAsync(PlayedApi.Event("ERROR", """{"kind":"Status","code":410,"reason":"Expired","message":"too old"}"""))))
            .Should().Equal("Bookmark 0", FailureCodes.ObjectChanged);
    }

    [Fact]
    public async Task WatchThatTheServerForgets_Ends()
    {
        var clock = new ManualTimeProvider();
        await using var played = await PlayedApi.StartAsync(async (context, _) =>
        {
            await context.Response.WriteAsync(PlayedApi.Event("ADDED", PlayedApi.Item("a", 1)));
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        using var api = played.Open(time: clock);
        var count = 0;

        await foreach (var next in api.WatchAsync(ResourceKinds.ConfigMaps, "shop", "0", ListOptions.All, CancellationToken.None))
        {
            next.IsSuccess.Should().BeTrue();
            if (++count == 2)
            {
                clock.Advance(TimeSpan.FromSeconds(290 + 60 + 31));
            }
        }

        count.Should().Be(2);
    }

    private static async Task<IReadOnlyList<string>> WatchAsync(Func<HttpContext, Task> answer, Action<string>? read = null)
    {
        await using var played = await PlayedApi.StartAsync((context, _) => answer(context));
        using var api = played.Open();
        var told = new List<string>();
        await foreach (var next in api.WatchAsync(ResourceKinds.ConfigMaps, "shop", "0", ListOptions.All, CancellationToken.None))
        {
            told.Add(next.IsSuccess ? $"{next.Value.Kind} {next.Value.Item.TextAt("metadata", "name") ?? next.Value.Item.TextAt("metadata", "resourceVersion")}" : next.Failure.Code);
            read?.Invoke(told[^1]);
        }

        played.Calls.First().Should().StartWith("GET /api/v1/namespaces/shop/configmaps?watch=true&resourceVersion=0&allowWatchBookmarks=true&timeoutSeconds=");
        return told;
    }
}
