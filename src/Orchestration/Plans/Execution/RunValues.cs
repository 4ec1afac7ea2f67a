using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentSandbox.Orchestration.Plans.Execution;

/// <summary>The values that templates and checks of one run look into; grows as steps end.</summary>
internal sealed class RunValues
{
    private const int MaxDepth = 512;
    private static readonly JsonDocumentOptions s_documents = new() { MaxDepth = MaxDepth };
    private static readonly JsonSerializerOptions s_deep = new() { MaxDepth = MaxDepth };

    private readonly Lock _gate = new();
    private readonly JsonObject _values;
    private JsonElement? _snapshot;

    public RunValues(string runId, string key, string sandbox, IReadOnlyDictionary<string, JsonElement> parameters, IReadOnlyDictionary<string, Uri> services)
    {
        _values = new JsonObject
        {
            ["params"] = new JsonObject(parameters.Select(pair => KeyValuePair.Create(pair.Key, JsonNode.Parse(pair.Value.GetRawText(), null, s_documents)))),
            ["steps"] = new JsonObject(),
            ["sandbox"] = new JsonObject { ["name"] = sandbox, ["key"] = key },
            ["run"] = new JsonObject { ["id"] = runId, ["key"] = key },
            ["services"] = new JsonObject(services.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, new JsonObject { ["url"] = pair.Value.GetLeftPart(UriPartial.Authority) }))),
        };
    }

    public void Add(string step, IReadOnlyDictionary<string, JsonElement> captured)
    {
        lock (_gate)
        {
            _snapshot = null;
            _values["steps"]![step] = new JsonObject(captured.Select(pair => KeyValuePair.Create(pair.Key, JsonNode.Parse(pair.Value.GetRawText(), null, s_documents)))); // set in the constructor
        }
    }

    public JsonElement Snapshot()
    {
        lock (_gate)
        {
            return _snapshot ??= JsonDocument.Parse(_values.ToJsonString(s_deep), s_documents).RootElement;
        }
    }
}
