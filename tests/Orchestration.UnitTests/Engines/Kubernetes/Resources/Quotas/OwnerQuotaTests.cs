using System.Globalization;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Watching;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources.Quotas;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Resources.Quotas;

public sealed class OwnerQuotaTests
{
    private readonly ObjectIndex _index = new(RoutedSandboxReader.OwnerNameOf);

    [Fact]
    public void WithoutALimit_EverythingIsAccepted()
    {
        var item = Add("a", "jane", 1);

        new OwnerQuota(_index, SandboxLimits.None).Refuse(item).Should().BeNull();
    }

    [Fact]
    public void OlderOnes_ComeFirst_AndOthersOwnersDoNotCount()
    {
        var (first, second, third) = (Add("z", "jane", 1), Add("b", "jane", 2), Add("a", "jane", 3));
        Add("x", "john", 0);
        var quota = Quota(2);

        quota.Refuse(first).Should().BeNull();
        quota.Refuse(second).Should().BeNull();
        var failure = quota.Refuse(third)!;
        failure.Code.Should().Be(FailureCodes.OwnerQuotaExceeded);
        failure.Message.Should().Be("'jane' has 2 sandboxes of at most 2: b, z.");
    }

    [Fact]
    public void CreatedInTheSameSecond_OneOfThemHasTheLastPlace()
    {
        var (first, second) = (Add("a", "jane", 1), Add("b", "jane", 1));

        Quota(1).Refuse(first).Should().BeNull();
        Quota(1).Refuse(second).Should().NotBeNull();
    }

    [Fact]
    public void AcceptedOnes_StayWhenTheLimitIsLowered_AndKeepTheirPlaces()
    {
        var accepted = Enumerable.Range(0, 3).Select(i => Add($"a-{i}", "jane", 5 + i, Accepted("True", "Valid"))).ToList();
        var older = Add("older", "jane", 1);

        accepted.Should().OnlyContain(item => Quota(1).Refuse(item) == null);
        Quota(1).Refuse(older).Should().NotBeNull("the places are taken, however old it is");
    }

    [Fact]
    public void RefusedOne_IsAcceptedWhenThereIsRoom_AndOneThatEndsMakesRoom()
    {
        var ending = Add("ending", "jane", 1, Accepted("True", "Valid"));
        var refused = Add("refused", "jane", 2, Accepted("False", FailureCodes.OwnerQuotaExceeded));
        Quota(1).Refuse(refused).Should().NotBeNull();

        var ended = ending.Copy();
        ended.Ensure("spec")["deletion"] = new JsonObject { ["reason"] = "it was deleted" };
        _index.Change(ending, ended);

        Quota(1).Refuse(refused).Should().BeNull();
        Quota(1).Waiting(new WatchEvent(WatchEventKind.Modified, ended)).Should().Equal("refused");
        Quota(1).Waiting(new WatchEvent(WatchEventKind.Modified, refused)).Should().BeEmpty("it made no room");
    }

    [Fact]
    public void OneThatIsWrongOtherwise_HasItsPlace()
    {
        var wrong = Add("wrong", "jane", 9, Accepted("False", FailureCodes.ResourceInvalid));

        Quota(1).Refuse(wrong).Should().BeNull();
        Quota(1).IsUndecided(wrong).Should().BeFalse();
    }

    private OwnerQuota Quota(int limit) => new(_index, new SandboxLimits { SandboxesPerOwner = limit });

    private JsonObject Add(string name, string owner, int second, string status = "{}")
    {
        var item = GoldenCases.Yaml(string.Create(
            CultureInfo.InvariantCulture,
            $"{{ metadata: {{ name: {name}, namespace: shop, uid: {name}, creationTimestamp: \"2026-01-01T00:00:{second:00}Z\" }}, spec: {{ owner: {{ user: {owner} }} }}, status: {status} }}"));
        _index.Change(null, item);
        return item;
    }

    private static string Accepted(string status, string reason) => $"{{ conditions: [{{ type: Accepted, status: \"{status}\", reason: {reason} }}] }}";
}
