using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.Kubernetes.ClusterTests.Conformance;

namespace AgentSandbox.Kubernetes.ClusterTests.Calling;

/// <summary>What <c>doctor</c> says of a cluster.</summary>
[Collection(CallingCollection.Name)]
public sealed class DoctorTests(ClusterBaselineFixture fixture)
{
    [OurClusterFact]
    public async Task ClusterThatHasEverything_IsFine()
    {
        await using var caller = await ToolCaller.StartAsync(fixture);

        var findings = await FindingsAsync(caller);

        Of(findings, "cluster").Should().StartWith("Fine").And.Contain($"namespace '{fixture.Namespace}'").And.Contain("Kubernetes v");
        Of(findings, "definitions").Should().StartWith("Fine");
        Of(findings, "operator").Should().StartWith("Fine").And.Contain("2 of 2 pods ready").And.Contain("version 0.");
        Of(findings, "rights").Should().StartWith("Fine");
        Of(findings, "routers").Should().StartWith("Fine").And.Contain("2 of 2");
        Of(findings, "service three").Should().Be("Fine enrolled.");
        Of(findings, "image of three").Should().StartWith("Fine").And.Contain("/sh");
    }

    [OurClusterFact]
    public async Task UserWithoutRights_IsToldAllThatAreMissing()
    {
        using var user = await OtherUser.CreateAsync(fixture, "patient", rules: null);
        await using var caller = await ToolCaller.StartAsync(fixture, user.Kubeconfig);

        var rights = (await FindingsAsync(caller)).Where(finding => finding.Subject == "rights").Select(finding => finding.Text).ToList();

        rights.Should().OnlyContain(text => text.StartsWith("Wrong may not ", StringComparison.Ordinal));
        foreach (var right in new[] { "list routedsandboxes", "watch pods", "create routedsandboxes", "get pods/portforward", "get pods/log", "list deployments" })
        {
            rights.Should().Contain(text => text.Contains(right, StringComparison.Ordinal), right);
        }
    }

    private static string Of(IReadOnlyList<(string Subject, string Text)> findings, string subject) =>
        findings.Where(finding => finding.Subject == subject).Select(finding => finding.Text).FirstOrDefault() ?? $"nothing; there are {string.Join(", ", findings)}";

    private static async Task<IReadOnlyList<(string Subject, string Text)>> FindingsAsync(ToolCaller caller)
    {
        var (_, output, error) = await caller.Host.RunAsync("doctor", "--json");
        try
        {
            return [.. JsonNode.Parse(output)!.AsArray().Select(finding => (finding!["subject"]!.GetValue<string>(), $"{finding["severity"]} {finding["observed"]}"))];
        }
        catch (JsonException)
        {
            throw new FluentAssertions.Execution.AssertionFailedException($"doctor said {output}{error}");
        }
    }
}
