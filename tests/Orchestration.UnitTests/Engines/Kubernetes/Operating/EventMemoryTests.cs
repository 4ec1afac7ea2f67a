using AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Events;
using AgentSandbox.TestKit;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Operating;

public sealed class EventMemoryTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly EventMemory _memory;

    public EventMemoryTests() => _memory = new EventMemory(_time);

    [Fact]
    public void SameEvent_IsFoundForAnHour()
    {
        _memory.Note("uid", "Reason", "words", new EventMemory.Written("e", 1, _time.GetTimestamp()));

        _memory.Find("uid", "Reason", "words")!.Name.Should().Be("e");
        _memory.Find("uid", "Reason", "other words").Should().BeNull();
        _memory.Find("other", "Reason", "words").Should().BeNull();
        _time.Advance(TimeSpan.FromHours(1));
        _memory.Find("uid", "Reason", "words").Should().BeNull();
    }

    [Fact]
    public void Object_GetsItsShare_AndLaterALittleMore()
    {
        Enumerable.Range(0, 30).Count(_ => _memory.Take("busy")).Should().Be(25);
        _memory.Take("other").Should().BeTrue("one object takes nothing from another");

        _time.Advance(TimeSpan.FromMinutes(10));

        Enumerable.Range(0, 30).Count(_ => _memory.Take("busy")).Should().Be(2);
    }
}
