using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Events;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Operating;

public sealed class SandboxEventsTests
{
    private const string Ready = "{ forks: [{ service: orders, revision: 1, phase: Ready, baseline: { workload: Deployment/orders } }] }";
    private const string Crashed = "{ forks: [{ service: orders, revision: 1, phase: Crashed, failure: { code: crash_loop, message: It ended., hint: Fix it. }, serving: { revision: 1, down: { code: crash_loop, message: It ended. } } }] }";
    private const string Failed = "{ forks: [{ service: orders, revision: 2, phase: Failed, failure: { code: image_pull_failed, message: No such image., hint: Push it. } }] }";
    private const string Refused = "{ conditions: [{ type: Accepted, status: \"False\", reason: resource_invalid, message: What is that? }] }";
    private const string Accepted = "{ conditions: [{ type: Accepted, status: \"True\", reason: Valid, message: The wish is understood. }] }";
    private const string Drifted = "{ conditions: [{ type: BaselineCurrent, status: \"False\", reason: baseline_changed, message: \"baseline changed: it did\" }] }";

    public static TheoryData<string, string, string> Transitions => new()
    {
        { "{ forks: [{ service: orders, revision: 1, phase: Routing }] }", Ready, "Normal ForkReady Revision 1 of 'orders' is ready, cloned from 'Deployment/orders'." },
        { Ready, Crashed, "Warning ForkCrashed Revision 1 of 'orders' crashed with crash_loop: It ended. Fix it." },
        { Crashed, Ready, "Normal ForkRecovered Revision 1 of 'orders' answers again." },
        { "{ forks: [{ service: orders, revision: 1, phase: Routing, failure: { code: crash_loop } }] }", Ready, "Normal ForkRecovered Revision 1 of 'orders' answers again." },
        { Ready, Failed, "Warning ForkFailed Revision 2 of 'orders' failed with image_pull_failed: No such image. Push it." },
        { Ready, "{ forks: [] }", "Normal ForkRemoved The fork of 'orders' was removed." },
        { "{}", Refused, "Warning NotAccepted resource_invalid: What is that?" },
        { Refused, Accepted, "Normal Accepted The wish is understood now." },
        { Accepted, Drifted, "Normal BaselineChanged baseline changed: it did" },
        { "{ phase: Ready }", "{ phase: Deleting }", "Normal LeaseEnded It is being removed: its lease ended: it was idle for 60m." },
    };

    [Theory]
    [MemberData(nameof(Transitions))]
    public void Transition_IsTold(string before, string after, string expected) => Told(before, after).Should().Equal(expected);

    [Theory]
    [MemberData(nameof(Transitions))]
    public void SameStatus_TellsNothing(string before, string after, string expected)
    {
        _ = expected;

        Told(after, after).Should().BeEmpty();
        Told(before, before).Should().BeEmpty();
    }

    [Fact]
    public void FailureThatIsObservedInOtherWords_IsNotToldAgain() => Told(Failed, Failed.Replace("No such image.", "Still no such image.", StringComparison.Ordinal)).Should().BeEmpty();

    [Fact]
    public void DeletionByHand_IsTold() => Told("{ phase: Ready }", "{ phase: Deleting }", "{}").Should().Equal("Normal Deleting It is being removed: it was deleted in the cluster.");

    [Fact]
    public void FirstStatus_OfAnAcceptedSandbox_TellsNothing() => Told(null, Accepted).Should().BeEmpty();

    private static IEnumerable<string> Told(string? before, string after, string spec = "{ deletion: { reason: \"its lease ended: it was idle for 60m\" } }")
    {
        var resource = GoldenCases.Yaml($"{{ metadata: {{ name: pr-1 }}, spec: {spec} }}");
        return [.. SandboxEvents.Of(resource, before is null ? null : Yaml(before), Yaml(after)).Select(happened => $"{happened.Kind} {happened.Reason} {happened.Message}")];
    }

    private static JsonObject Yaml(string text) => GoldenCases.Yaml(text);
}
