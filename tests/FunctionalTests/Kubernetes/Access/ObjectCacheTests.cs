using System.Collections.Concurrent;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Watching;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentSandbox.FunctionalTests.Kubernetes.Access;

public sealed class ObjectCacheTests
{
    private readonly ConcurrentQueue<string> _told = new();

    [Fact]
    public async Task TooOldAVersion_IsMendedByANewList_AndTellsTheDifference()
    {
        await using var played = await PlayAsync(
            context => PlayedApi.JsonAsync(context, PlayedApi.Items(5, PlayedApi.Item("stays", 1), PlayedApi.Item("goes", 2), PlayedApi.Item("changes", 3))),
            context => PlayedApi.StatusAsync(context, 410, "Expired"),
            context => PlayedApi.JsonAsync(context, PlayedApi.Items(9, PlayedApi.Item("stays", 1), PlayedApi.Item("changes", 7), PlayedApi.Item("comes", 8))),
            StayAsync);
        using var api = played.Open();
        await using var cache = Start(api);

        await Eventually.True(() => cache.Find("shop", "comes") is not null && cache.IsCurrent);

        _told.Should().Equal("Added stays 1", "Added goes 2", "Added changes 3", "Modified changes 7", "Added comes 8", "Deleted goes 2");
        cache.Items.Should().HaveCount(3);
    }

    [Fact]
    public async Task EndOfAWatch_IsResumed_FromTheLastVersion()
    {
        await using var played = await PlayAsync(
            context => PlayedApi.JsonAsync(context, PlayedApi.Items(5)),
            context => context.Response.WriteAsync(PlayedApi.Event("ADDED", PlayedApi.Item("a", 6)) + PlayedApi.Event("BOOKMARK", """{"metadata":{"resourceVersion":"40"}}""") + "{\"half"),
            async context =>
            {
                await context.Response.WriteAsync(PlayedApi.Event("MODIFIED", PlayedApi.Item("a", 41)));
                await StayAsync(context);
            });
        using var api = played.Open();
        await using var cache = Start(api);

        await Eventually.True(() => _told.Count == 2);

        _told.Should().Equal("Added a 6", "Modified a 41");
        played.Calls.Skip(1).Select(call => call.Split('&')[1]).Should().Equal("resourceVersion=5", "resourceVersion=40");
    }

    [Fact]
    public async Task ServerThatIsNotWell_IsWaitedFor_AndWhatWasSeenStays()
    {
        var isWell = new TaskCompletionSource();
        await using var played = await PlayedApi.StartAsync(async (context, call) =>
        {
            if (call == 1)
            {
                await PlayedApi.JsonAsync(context, PlayedApi.Items(5, PlayedApi.Item("a", 1)));
            }
            else if (!isWell.Task.IsCompleted)
            {
                context.Abort();
            }
            else
            {
                await context.Response.WriteAsync(PlayedApi.Event("MODIFIED", PlayedApi.Item("a", 6)));
                await StayAsync(context);
            }
        });
        using var api = played.Open();
        await using var cache = Start(api);
        await Eventually.True(() => played.Calls.Count > 6);

        cache.IsCurrent.Should().BeFalse();
        cache.IsComplete.Should().BeTrue();
        cache.Find("shop", "a").Should().NotBeNull();
        isWell.SetResult();

        await Eventually.True(() => cache.IsCurrent && _told.Contains("Modified a 6"));
    }

    [Fact]
    public async Task MissingRight_IsToldToThoseWhoWait_AndMendedWhenItIsGiven()
    {
        var isAllowed = false;
        await using var played = await PlayedApi.StartAsync((context, _) =>
            context.Request.Query.ContainsKey("watch") ? StayAsync(context)
            : Volatile.Read(ref isAllowed) ? PlayedApi.JsonAsync(context, PlayedApi.Items(5, PlayedApi.Item("a", 1)))
            : PlayedApi.StatusAsync(context, 403, "Forbidden", "configmaps is forbidden: User \\\"jane\\\" cannot list resource \\\"configmaps\\\" in API group \\\"\\\" in the namespace \\\"shop\\\""));
        using var api = played.Open();
        await using var cache = Start(api);

        var result = await cache.WhenCompleteAsync(CancellationToken.None);
        result.Failure!.Code.Should().Be(FailureCodes.Forbidden); // it fails
        Volatile.Write(ref isAllowed, true);

        await Eventually.True(async () => (await cache.WhenCompleteAsync(CancellationToken.None)).IsSuccess);
        cache.Items.Should().ContainSingle();
    }

    [Fact]
    public async Task ObservedState_IsTold_AndNotUndone()
    {
        var go = new TaskCompletionSource();
        await using var played = await PlayAsync(
            context => PlayedApi.JsonAsync(context, PlayedApi.Items(5, PlayedApi.Item("a", 1))),
            async context =>
            {
                await context.Response.Body.FlushAsync();
                await go.Task;
                await context.Response.WriteAsync(PlayedApi.Event("MODIFIED", PlayedApi.Item("a", 6)) + PlayedApi.Event("MODIFIED", PlayedApi.Item("a", 7)) + PlayedApi.Event("MODIFIED", PlayedApi.Item("a", 8)));
                await StayAsync(context);
            });
        using var api = played.Open();
        await using var cache = Start(api);
        (await cache.WhenCompleteAsync(CancellationToken.None)).IsSuccess.Should().BeTrue();
        var changed = cache.WhenChanged();

        cache.Observe(System.Text.Json.Nodes.JsonNode.Parse(PlayedApi.Item("a", 7))!.AsObject()); // it is an object
        await changed;
        go.SetResult();

        await Eventually.True(() => _told.Contains("Modified a 8"));
        _told.Should().Equal("Added a 1", "Modified a 7", "Modified a 8");
    }

    [Fact]
    public async Task WatchesThatEndAtOnce_AreNotOpenedInALoop()
    {
        var clock = new ManualTimeProvider();
        await using var played = await PlayedApi.StartAsync((context, call) => call == 1 ? PlayedApi.JsonAsync(context, PlayedApi.Items(5)) : Task.CompletedTask);
        using var api = played.Open();
        await using var cache = Start(api, clock);

        await Eventually.True(() => clock.Waiting == 1);

        played.Calls.Should().HaveCount(2);
        cache.IsCurrent.Should().BeFalse();
    }

    [Fact]
    public async Task Disposal_EndsTheLoop_AndThoseWhoWait()
    {
        await using var played = await PlayedApi.StartAsync((context, _) => StayAsync(context));
        using var api = played.Open();
        var cache = Start(api);
        var waiting = cache.WhenCompleteAsync(CancellationToken.None);
        await Eventually.True(() => !played.Calls.IsEmpty);

        await cache.DisposeAsync();
        await cache.DisposeAsync();

        await ((Func<Task>)(() => waiting)).Should().ThrowAsync<OperationCanceledException>();
    }

    private static async Task StayAsync(HttpContext context)
    {
        await context.Response.Body.FlushAsync();
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    /// <summary>Answers one after the other; the last stays.</summary>
    private static Task<PlayedApi> PlayAsync(params Func<HttpContext, Task>[] answers) =>
        PlayedApi.StartAsync((context, call) => answers[Math.Min(call, answers.Length) - 1](context));

    private ObjectCache Start(IKubernetesApi api, TimeProvider? time = null)
    {
        var cache = new ObjectCache(api, ResourceKinds.ConfigMaps, "shop", ListOptions.All, time ?? TimeProvider.System, NullLogger.Instance)
        {
            Changed = change => _told.Enqueue($"{change.Kind} {change.Item.Name()} {change.Item.TextAt("metadata", "resourceVersion")}"),
        };
        cache.Start();
        return cache;
    }
}
