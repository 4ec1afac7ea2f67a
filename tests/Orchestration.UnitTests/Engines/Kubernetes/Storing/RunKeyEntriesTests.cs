using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Storing;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Storing;

public sealed class RunKeyEntriesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_end = s_now.AddMinutes(10);

    [Fact]
    public void NewKey_StandsBesideThoseOfOthers_AndWhatExpiredGoes()
    {
        var changed = RunKeyEntries.Change(Resource(("run-other", s_now.AddMinutes(1)), ("run-gone", s_now.AddMinutes(-1))), ["run-mine"], [], s_end, isRenewal: false, s_now);

        Keys(changed).Should().Equal("run-other", "run-mine");
    }

    [Fact]
    public void EndedKey_Goes_AndOthersStay() =>
        Keys(RunKeyEntries.Change(Resource(("run-other", s_end), ("run-mine", s_end)), [], ["run-mine"], s_end, isRenewal: false, s_now)).Should().Equal("run-other");

    [Fact]
    public void NothingNew_WritesNothing() =>
        RunKeyEntries.Change(Resource(("run-mine", s_end)), ["run-mine"], ["run-mine"], s_end, isRenewal: false, s_now).Should().BeNull();

    [Fact]
    public void Renewal_MovesTheEnd()
    {
        var changed = RunKeyEntries.Change(Resource(("run-mine", s_now.AddMinutes(1))), ["run-mine"], ["run-mine"], s_end, isRenewal: true, s_now);

        changed.ObjectsAt("spec", "runKeys").Single().TimeAt("expiresAt").Should().Be(s_end);
    }

    private static IEnumerable<string?> Keys(JsonObject? resource) => resource.ObjectsAt("spec", "runKeys").Select(entry => entry.TextAt("key"));

    private static JsonObject Resource(params (string Key, DateTimeOffset End)[] keys) => new()
    {
        ["spec"] = new JsonObject { ["runKeys"] = new JsonArray([.. keys.Select(key => (JsonNode?)new JsonObject { ["key"] = key.Key, ["expiresAt"] = key.End.ToString("O", System.Globalization.CultureInfo.InvariantCulture) })]) },
    };
}
