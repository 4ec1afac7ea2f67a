using System.Net;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;
using AgentSandbox.TestKit;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Access.Rest;

public sealed class ServerClockTests
{
    [Fact]
    public void BeforeTheFirstAnswer_ItIsThisMachines()
    {
        var time = new ManualTimeProvider();

        new ServerClock(time).Now.Should().Be(time.GetUtcNow());
    }

    [Fact]
    public void AfterAnAnswer_ItIsTheServers_AndGoesOn()
    {
        var time = new ManualTimeProvider();
        var clock = new ServerClock(time);
        var there = time.GetUtcNow().AddHours(3);

        clock.Note(Answer(there));
        time.Advance(TimeSpan.FromSeconds(40));

        clock.Now.Should().Be(there.AddSeconds(40));
    }

    [Fact]
    public void AnswerWithoutDate_ChangesNothing()
    {
        var time = new ManualTimeProvider();
        var clock = new ServerClock(time);
        var there = time.GetUtcNow().AddHours(-3);
        clock.Note(Answer(there));

        clock.Note(Answer(null));

        clock.Now.Should().Be(there);
    }

    private static HttpResponseMessage Answer(DateTimeOffset? date)
    {
        var answer = new HttpResponseMessage(HttpStatusCode.OK);
        answer.Headers.Date = date;
        return answer;
    }
}
