using System.Text;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Streams;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Kubernetes.ClusterTests.Access;

public sealed class PodStreamTests(TestNamespace space) : IClassFixture<TestNamespace>
{
    private IKubernetesApi Api => space.Api;

    [ClusterFact]
    public async Task Logs_AreRead_AndFollowed()
    {
        await space.RunPodAsync("talker", "echo one; echo two; while [ ! -e /go ]; do usleep 100000; done; echo three");

        await Eventually.True(async () => await ReadAsync(new PodLogOptions { Container = "main" }) == "one\ntwo\n");
        (await ReadAsync(new PodLogOptions { TailLines = 1 })).Should().Be("two\n");
        (await ReadAsync(new PodLogOptions { LimitBytes = 2 })).Should().Be("on");
        (await ReadAsync(new PodLogOptions { Timestamps = true, TailLines = 1 })).Should().MatchRegex("^20[0-9T:.+-]+Z? two\n$");
        (await ReadAsync(new PodLogOptions { Since = DateTimeOffset.UtcNow.AddHours(1) })).Should().BeEmpty();

        using var limit = new CancellationTokenSource(TestTimeouts.Default);
        await using var following = (await Api.OpenLogsAsync(space.Name, "talker", new PodLogOptions { Follow = true }, CancellationToken.None)).Get();
        var reader = new StreamReader(following);
        (await reader.ReadLineAsync(limit.Token)).Should().Be("one");
        (await reader.ReadLineAsync(limit.Token)).Should().Be("two");
        var next = reader.ReadLineAsync(limit.Token).AsTask();
        next.IsCompleted.Should().BeFalse();
    }

    [ClusterFact]
    public async Task LogsOfTheContainerBefore_AreRead_AndMissingOnesAreNamed()
    {
        await space.RunPodAsync("crasher", "echo last words; exit 1", "Always");
        await space.WaitForPodAsync("crasher", pod => pod.ObjectsAt("status", "containerStatuses").Any(status => status.NumberAt("restartCount") > 0));

        await Eventually.True(async () =>
        {
            var opened = await Api.OpenLogsAsync(space.Name, "crasher", new PodLogOptions { Previous = true }, CancellationToken.None);
            if (!opened.IsSuccess)
            {
                return false;
            }

            using var reader = new StreamReader(opened.Value);
            return await reader.ReadToEndAsync() == "last words\n";
        });

        (await Api.OpenLogsAsync(space.Name, "crasher", new PodLogOptions { Container = "other" }, CancellationToken.None)).Should().FailWith(FailureCodes.ClusterRefused).Message.Should().Contain("other");
        (await Api.OpenLogsAsync(space.Name, "nobody", new PodLogOptions(), CancellationToken.None)).Should().FailWith(FailureCodes.ObjectNotFound);
    }

    [ClusterFact]
    public async Task Port_CarriesBothWays()
    {
        await space.RunPodAsync("echo", "nc -ll -p 7000 -e cat");
        using var limit = new CancellationTokenSource(TestTimeouts.Default);

        await OnceListeningAsync("echo", 7000, async port =>
        {
            await port.WriteAsync("hello"u8.ToArray(), limit.Token);
            var buffer = new byte[5];
            await port.ReadExactlyAsync(buffer, limit.Token);
            Encoding.UTF8.GetString(buffer).Should().Be("hello");

            // More than any buffer on the way, both ways at once.
            var big = new byte[3_000_000];
            Random.Shared.NextBytes(big);
            var write = port.WriteAsync(big, limit.Token).AsTask();
            var back = new byte[big.Length];
            await port.ReadExactlyAsync(back, limit.Token);
            await write;
            back.Should().Equal(big);
        });
    }

    [ClusterFact]
    public async Task PortsEnd_IsSeen()
    {
        await space.RunPodAsync("greeter", "nc -ll -p 7001 -e echo bye");
        using var limit = new CancellationTokenSource(TestTimeouts.Default);

        await OnceListeningAsync("greeter", 7001, async port =>
        {
            using var reader = new StreamReader(port);
            (await reader.ReadToEndAsync(limit.Token)).Should().Be("bye\n");
        });
    }

    [ClusterFact]
    public async Task PortWhereNobodyListens_IsAFailure()
    {
        await space.RunPodAsync("idle", "sleep 1000");
        await using var port = (await Api.OpenPortAsync(space.Name, "idle", 7999, CancellationToken.None)).Get();

        var read = async () => await port.ReadExactlyAsync(new byte[1]);

        (await read.Should().ThrowAsync<PortForwardException>()).Which.Failure.Message.Should().Contain("Nothing listens on port 7999 of the pod \"idle\"");
        (await Api.OpenPortAsync(space.Name, "nobody", 80, CancellationToken.None)).Should().FailWith(FailureCodes.ObjectNotFound);
    }

    /// <summary>The program in the pod may need a moment until it listens.</summary>
    private Task OnceListeningAsync(string pod, int number, Func<Stream, Task> use) => Eventually.True(async () =>
    {
        await using var port = (await Api.OpenPortAsync(space.Name, pod, number, CancellationToken.None)).Get();
        try
        {
            await use(port);
            return true;
        }
        catch (PortForwardException)
        {
            return false;
        }
    });

    private async Task<string> ReadAsync(PodLogOptions options)
    {
        await using var stream = (await Api.OpenLogsAsync(space.Name, "talker", options, CancellationToken.None)).Get();
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
