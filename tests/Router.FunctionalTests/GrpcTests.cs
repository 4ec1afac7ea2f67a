using System.Globalization;
using System.Text.Json;
using AgentSandbox.Router.FunctionalTests.Support;

namespace AgentSandbox.Router.FunctionalTests;

public sealed class GrpcTests
{
    [NodeFact]
    public async Task EveryKindOfCall_PassesWithMetadataAndTrailers()
    {
        var folder = await NodePeers.InstallAsync();
        using var server = NodePeers.Start(folder, "node", "server.mjs");
        try
        {
            var port = int.Parse((await server.StandardOutput.ReadLineAsync(TestTimeouts.Token()))!, CultureInfo.InvariantCulture); // fails when it did not start
            await using var router = new TestRouter();
            await router.ListenAsync("chat", ServiceProtocol.H2c);
            await router.PublishAsync([], TestRouter.Live("pr-1", TestRouter.Fork("pr-1", "chat", new Uri($"http://127.0.0.1:{port}"), revision: 2)));

            using var seen = JsonDocument.Parse(await NodePeers.RunAsync(folder, "node", "client.mjs", router.UriOf("chat").Authority, "pr-1"));

            JsonSerializer.Serialize(seen.RootElement).Should().Be(
                """{"say":{"route":"chat=fork; sandbox=pr-1; revision=2","text":"fork: hello","code":0,"keySeen":"pr-1"},"fail":{"code":9,"details":"not today"},"count":["0","1","2"],"talked":["ONE","TWO"]}""");
        }
        finally
        {
            server.StandardInput.Close();
            await server.WaitForExitAsync(TestTimeouts.Token());
        }
    }
}
