using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Configuration.Reading;
using AgentSandbox.Orchestration.Configuration.Yaml;
using AgentSandbox.Orchestration.UnitTests.Configuration;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes;

/// <summary>Case folders with <c>input.yaml</c> and <c>expected.json</c>.</summary>
internal static class GoldenCases
{
    private const string Root = "tests/Orchestration.UnitTests/Engines/Kubernetes";
    private const string UpdateVariable = "UPDATE_GOLDEN";

    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> In(string folder) =>
        [.. Directory.GetDirectories(PathOf(folder)).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    public static JsonObject Input(string folder, string name) => Yaml(File.ReadAllText(Path.Join(PathOf(folder), name, "input.yaml")));

    public static void Verify(string folder, string name, JsonNode? actual)
    {
        var path = Path.Join(PathOf(folder), name, "expected.json");
        var text = actual?.ToJsonString(s_json) ?? "null";
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            File.WriteAllText(path, text + "\n");
        }

        text.Should().Be(File.Exists(path) ? File.ReadAllText(path).TrimEnd() : "", $"{path} holds the result; look at each change after: {UpdateVariable}=1 dotnet test");
    }

    /// <summary>Reads YAML into the JSON that an API server would send, numbers included.</summary>
    public static JsonObject Yaml(string text)
    {
        var problems = new ProblemList();
        var value = YamlTreeReader.Read(text, problems);
        problems.Count.Should().Be(0, "the input is YAML");
        return (JsonObject)JsonNode.Parse(YamlJson.Convert(value!, problems, "")!.ToJsonString())!; // no problems, hence a value
    }

    /// <summary>Lays one mapping over another; lists and scalars replace.</summary>
    public static JsonObject Over(JsonObject below, JsonObject above)
    {
        var merged = (JsonObject)below.DeepClone();
        foreach (var (name, value) in above)
        {
            merged[name] = value is JsonObject change && merged[name] is JsonObject there ? Over(there, change) : value?.DeepClone();
        }

        return merged;
    }

    private static string PathOf(string folder) => RepositoryFiles.PathOf($"{Root}/{folder}");
}
