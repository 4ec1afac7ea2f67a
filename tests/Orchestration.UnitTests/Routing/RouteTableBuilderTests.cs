using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AgentSandbox.Orchestration.Configuration.Services;
using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Routing;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;
using AgentSandbox.Orchestration.UnitTests.Configuration;
using AgentSandbox.Router.Routes;

namespace AgentSandbox.Orchestration.UnitTests.Routing;

public sealed class RouteTableBuilderTests
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private static readonly string s_cases = RepositoryFiles.PathOf("tests/Orchestration.UnitTests/Routing/Cases");

    public static TheoryData<string> Cases => [.. Directory.GetDirectories(s_cases).Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Input_BecomesTheExpectedTable(string name)
    {
        var input = JsonSerializer.Deserialize<RouteTableCase>(File.ReadAllText(Path.Join(s_cases, name, "input.json")), s_json)!; // never null

        var table = Show(Build(input)).ToJsonString(s_json);

        var expected = Path.Join(s_cases, name, "expected.json");
        table.Should().Be(File.Exists(expected) ? File.ReadAllText(expected).TrimEnd() : "", $"{expected} holds the table");
    }

    private static RouteTable Build(RouteTableCase input)
    {
        var runs = new RunKeys();
        foreach (var run in input.Runs)
        {
            var key = runs.Begin(new SandboxId(run.Sandbox));
            if (run.Ended)
            {
                runs.End(key);
            }
        }

        return RouteTableBuilder.Build(
            7,
            [.. input.Baseline.Select(Service)],
            [.. input.Sandboxes.Select(Sandbox)],
            [.. input.Ended.Select(ended => new EndedKey(ended.Key, ended.Reason, default))],
            runs,
            groups: [],
            UnknownKeyPolicy.Refuse);
    }

    private static BaselineService Service(RouteTableCase.Service service) => new()
    {
        Name = service.Name,
        Kind = service.External ? ServiceKind.External : ServiceKind.Process,
        Protocol = Router.ServiceProtocol.Http,
        State = service.State,
        Address = service.Address,
        RouterAddress = new Uri("http://127.0.0.1:1"),
        CarryKey = service.CarryKey,
        Failure = service.Failure ? Records.Failure() : null,
    };

    private static SandboxRecord Sandbox(RouteTableCase.Sandbox sandbox)
    {
        var record = Records.Sandbox(sandbox.Name, default);
        foreach (var fork in sandbox.Forks)
        {
            record = fork.Wanted == 0 ? record : record.WithFork(fork.Service, fork.Wanted);
            record = fork.Observed == 0 ? record : record with
            {
                Forks = new Dictionary<string, ForkStatus>(record.Forks) { [fork.Service] = Records.Status(fork.Service, fork.Observed, fork.Phase, fork.Serving, fork.Down) },
            };
        }

        return sandbox.Deleted ? record.Deleted() : record;
    }

    /// <summary>The keys of runs are random; they are shown in order of what they lead to.</summary>
    private static JsonObject Show(RouteTable table)
    {
        var runs = table.Keys.Values.Where(IsRun).OrderBy(key => key.State).ThenBy(key => key.Sandbox, StringComparer.Ordinal);
        return new JsonObject
        {
            ["services"] = new JsonArray([.. table.Services.Values.OrderBy(route => route.Service, StringComparer.Ordinal).Select(route => JsonSerializer.SerializeToNode(route, s_json))]),
            ["keys"] = new JsonObject(table.Keys.Values.Where(key => !IsRun(key)).OrderBy(key => key.Key.Value, StringComparer.Ordinal).Select(key => KeyValuePair.Create(key.Key.Value, (JsonNode?)Show(key)))),
            ["runs"] = new JsonArray([.. runs.Select(Show)]),
        };
    }

    private static bool IsRun(KeyRoute key) => key.Key.Value.StartsWith("run-", StringComparison.Ordinal);

    private static JsonObject Show(KeyRoute key) => new()
    {
        ["state"] = key.State.ToString(),
        ["sandbox"] = IsRun(key) && key.Sandbox == key.Key.Value ? "(the run)" : key.Sandbox,
        ["reason"] = key.EndReason,
        ["forks"] = new JsonArray([.. key.Forks.Values.OrderBy(fork => fork.Service, StringComparer.Ordinal).Select(fork => new JsonObject
        {
            ["service"] = fork.Service,
            ["revision"] = fork.Revision,
            ["state"] = fork.State.ToString(),
            ["address"] = fork.Address?.ToString(),
            ["reason"] = fork.Reason,
        })]),
    };
}
