using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.TestKit;

namespace AgentSandbox.Orchestration.UnitTests.Reconciling;

public sealed class ConvergenceTests
{
    private static readonly string[] s_sandboxes = ["pr-1", "pr-2"];
    private static readonly string[] s_services = ["orders", "cart", "payments"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 50)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task AnySequenceOfOperations_EndsAsTheSpecsSay(int seed)
    {
        var random = new Random(seed);
        var host = new ReconcilerHarness();
        Script(host, seed);
        await host.StartAsync();
        for (var step = 0; step < 40; step++)
        {
            host = await StepAsync(host, random, seed);
        }

        await Eventually.True(
            () =>
            {
                host.Time.Advance(TimeSpan.FromSeconds(2));
                return host.HasConverged();
            },
            $"the world of seed {seed} is as the specs say");
        host.Engine.Violations.Should().BeEmpty();
        await host.DisposeAsync();
    }

    private static async Task<ReconcilerHarness> StepAsync(ReconcilerHarness host, Random random, int seed)
    {
        var id = new SandboxId(s_sandboxes[random.Next(s_sandboxes.Length)]);
        var service = s_services[random.Next(s_services.Length)];
        switch (random.Next(12))
        {
            case < 2:
                await host.CreateAsync(id);
                break;
            case < 7:
                await host.DeployAsync(service, id);
                break;
            case 7:
                await host.DeleteForkAsync(service, id);
                break;
            case 8:
                await host.DeleteAsync(id);
                break;
            case 9:
                foreach (var fork in host.Engine.Running.Keys.Where(fork => fork.Service == service))
                {
                    host.Engine.Crash(fork.Sandbox, fork.Service, fork.Revision);
                }

                break;
            case 10 when random.Next(4) == 0:
                host = await host.RestartAsync();
                Script(host, seed);
                await host.StartAsync();
                break;
            default:
                // Whatever is under way gets some steps further.
                for (var i = random.Next(20); i > 0; i--)
                {
                    await Task.Yield();
                }

                break;
        }

        return host;
    }

    /// <summary>Which build fails, throws or takes a while depends on the seed and the revision alone.</summary>
    private static void Script(ReconcilerHarness host, int seed)
    {
        var thrown = 0;
        host.Engine.Build = async (revision, token) =>
        {
            var kind = new Random((seed * 1000) + (revision.Revision * 10) + revision.Service.Length).Next(10);
            for (var i = 0; i < kind; i++)
            {
                await Task.Yield();
                token.ThrowIfCancellationRequested();
            }

            return kind switch
            {
                0 or 1 => Records.Failure(FailureCodes.BuildFailed),
                2 when Interlocked.Increment(ref thrown) % 2 == 1 => throw new InvalidOperationException("A bug."),
                _ => null,
            };
        };
    }
}
