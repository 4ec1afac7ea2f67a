using System.Net.ServerSentEvents;
using AgentSandbox.McpServer.Http.Events;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.UnitTests.Http;

public sealed class EventStoreTests
{
    private readonly EventStore _store = new("session");

    [Fact]
    public async Task Reader_ThatComesEarly_WaitsForTheResult()
    {
        await using var writer = await CreateAsync("a.b/1");
        var first = await writer.WriteEventAsync(new SseItem<JsonRpcMessage?>(null), CancellationToken.None);
        var reader = await _store.GetStreamReaderAsync(first.EventId ?? "", CancellationToken.None);
        reader.Should().NotBeNull();

        var reading = ReadAllAsync(reader);
        reading.IsCompleted.Should().BeFalse();
        await writer.WriteEventAsync(Item("late"), CancellationToken.None);
        await writer.DisposeAsync();

        (await reading.WaitAsync(TimeSpan.FromSeconds(10))).Should().Equal("late");
        reader?.StreamId.Should().Be("a.b/1");
    }

    [Fact]
    public async Task Reader_StartsAfterTheLastEventThatTheClientHas()
    {
        await using var writer = await CreateAsync("1");
        await writer.WriteEventAsync(Item("one"), CancellationToken.None);
        var second = await writer.WriteEventAsync(Item("two"), CancellationToken.None);
        await writer.WriteEventAsync(Item("three"), CancellationToken.None);
        await writer.DisposeAsync();

        var reader = await _store.GetStreamReaderAsync(second.EventId ?? "", CancellationToken.None);

        (await ReadAllAsync(reader)).Should().Equal("three");
    }

    [Fact]
    public async Task FirstEvent_TellsWhenToComeBack_AndAnEventWithAnId_IsNotStoredAgain()
    {
        await using var writer = await CreateAsync("1");

        var priming = await writer.WriteEventAsync(new SseItem<JsonRpcMessage?>(null), CancellationToken.None);
        var again = await writer.WriteEventAsync(priming, CancellationToken.None);

        priming.ReconnectionInterval.Should().Be(TimeSpan.FromSeconds(1));
        again.EventId.Should().Be(priming.EventId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("other.1.1")]
    [InlineData("session.1.x")]
    [InlineData("session.9.1")]
    public async Task UnknownEventId_HasNoReader(string eventId)
    {
        await using var writer = await CreateAsync("1");

        (await _store.GetStreamReaderAsync(eventId, CancellationToken.None)).Should().BeNull();
    }

    [Fact]
    public async Task OldEndedStreams_AreForgotten()
    {
        var ids = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            await using var writer = await CreateAsync($"{i}");
            ids.Add((await writer.WriteEventAsync(Item("x"), CancellationToken.None)).EventId ?? "");
        }

        (await _store.GetStreamReaderAsync(ids[0], CancellationToken.None)).Should().BeNull();
        (await _store.GetStreamReaderAsync(ids[^1], CancellationToken.None)).Should().NotBeNull();
    }

    private ValueTask<ISseEventStreamWriter> CreateAsync(string streamId) =>
        _store.CreateStreamAsync(new SseEventStreamOptions { SessionId = "session", StreamId = streamId }, CancellationToken.None);

    private static SseItem<JsonRpcMessage?> Item(string method) => new(new JsonRpcNotification { Method = method });

    private static async Task<List<string>> ReadAllAsync(ISseEventStreamReader? reader)
    {
        var methods = new List<string>();
        await foreach (var item in reader?.ReadEventsAsync(CancellationToken.None) ?? throw new InvalidOperationException("There is no reader."))
        {
            methods.Add((item.Data as JsonRpcNotification)?.Method ?? "");
        }

        return methods;
    }
}
