using System.Net;
using AgentSandbox.Orchestration.Proof;
using AgentSandbox.TestKit;

namespace AgentSandbox.Engine.ConformanceTests;

/// <content>Several sandboxes under one key.</content>
public abstract partial class SandboxEngineConformance
{
    [ConformanceFact]
    public async Task RouteGroup_OfTwoSandboxes_MeetsTheForksOfBoth_AndEndsAlone()
    {
        await Agent.CreateAsync("pr-1");
        await Agent.CreateAsync("pr-2");
        Repository.Write("two/version.txt", "edited two");
        await Agent.DeployReadyAsync("pr-1", "two");
        Repository.Write("three/version.txt", "edited three");
        await Agent.DeployReadyAsync("pr-2", "three");

        await Agent.GroupAsync("both", "pr-1", "pr-2");

        var result = await Agent.SendAsync("both", "one", "/chain");
        result.Proof.Verdict.Should().Be(ProofVerdict.Routed, result.Proof.Reason);
        result.Proof.ForksMet.Should().BeEquivalentTo([new ForkMet("two", 1), new ForkMet("three", 1)]);
        result.Proof.Hops.Select(hop => hop.Sandbox).Should().Equal(null, "pr-1", "pr-2");
        result.Response.Body.Should().Contain("edited two").And.Contain("edited three");
        (await Agent.SendAsync("pr-1", "one", "/chain")).Response.Body.Should().NotContain("edited three");

        await Agent.GroupAsync("both");

        await Eventually.True(async () => await StatusOfAsync("both") == HttpStatusCode.Gone, "the group's key is refused");
        (await Agent.SendAsync("pr-1", "two", "/")).Proof.Verdict.Should().Be(ProofVerdict.Routed);

        async Task<HttpStatusCode> StatusOfAsync(string key)
        {
            using var client = new HttpClient();
            using var request = new HttpRequestMessage(HttpMethod.Get, Agent.Router("two"));
            request.Headers.Add("x-sandbox-key", key);
            using var response = await client.SendAsync(request);
            return response.StatusCode;
        }
    }
}
