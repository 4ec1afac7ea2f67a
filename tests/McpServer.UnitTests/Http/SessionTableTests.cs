using AgentSandbox.McpServer.Http;
using AgentSandbox.McpServer.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Server;
using SdkServer = ModelContextProtocol.Server.McpServer;

namespace AgentSandbox.McpServer.UnitTests.Http;

public sealed class SessionTableTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Sweep_EndsIdleSessions_AndKeepsThoseInUse()
    {
        await using var table = new SessionTable(new McpHttpOptions { SessionIdleTimeout = TimeSpan.FromHours(1) }, _time);
        await table.TryAddAsync(Session("idle"));
        await table.TryAddAsync(Session("used"));
        table.TryGet("used", out var used).Should().BeTrue();
        using var usage = used?.Use();

        _time.Advance(TimeSpan.FromHours(1));
        await table.SweepAsync();

        table.TryGet("idle", out _).Should().BeFalse();
        table.TryGet("used", out _).Should().BeTrue();
    }

    [Fact]
    public async Task FullTable_OfSessionsInUse_TakesNoMore()
    {
        await using var table = new SessionTable(new McpHttpOptions { MaxSessions = 1 }, _time);
        var first = Session("first");
        await table.TryAddAsync(first);
        using var usage = first.Use();
        await using var second = Session("second");

        (await table.TryAddAsync(second)).Should().BeFalse();
        usage.Dispose();
        _time.Advance(TimeSpan.FromSeconds(1));
        (await table.TryAddAsync(second)).Should().BeTrue();
        table.Count.Should().Be(1);
    }

    private McpHttpSession Session(string id)
    {
        var transport = new StreamableHttpServerTransport(NullLoggerFactory.Instance) { SessionId = id };
        var services = new ServiceCollection().BuildServiceProvider();
        var options = ServerComposition.Create(new ServerPrimitives { Tools = [] });
        return new McpHttpSession(id, "", transport, SdkServer.Create(transport, options, NullLoggerFactory.Instance, services), _time);
    }

    /// <summary>A clock that moves when it is told to, and whose timers never fire.</summary>
    private sealed class ManualTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Volatile.Read(ref _now);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new NoTimer();

        public void Advance(TimeSpan by) => Interlocked.Add(ref _now, by.Ticks);

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
