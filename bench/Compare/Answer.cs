using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Requests;

namespace AgentSandbox.Bench.Compare;

/// <summary>An answer that can be changed.</summary>
internal sealed class Answer
{
    public int Status { get; set; } = 200;

    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>The document; null when the body is <see cref="Text"/>.</summary>
    public JsonNode? Json { get; set; }

    public string? Text { get; set; }

    public Answer Clone() => new() { Status = Status, Headers = new(Headers), Json = Json?.DeepClone(), Text = Text };

    public ObservedResponse ToResponse()
    {
        var body = Text ?? Json?.ToJsonString() ?? string.Empty;
        return new ObservedResponse
        {
            Status = Status,
            Headers = Headers,
            Body = body,
            BodyBytes = body.Length,
            IsTruncated = false,
            Duration = TimeSpan.FromMilliseconds(5),
        };
    }

    public static Answer From(JsonNode sample)
    {
        var body = (string)sample["body"]!; // The recording always has it.
        var headers = sample["headers"]!.AsObject().ToDictionary(header => header.Key, header => (string)header.Value!); // Written by us.
        var isJson = headers.GetValueOrDefault("content-type", "").Contains("json", StringComparison.Ordinal);
        return new Answer { Status = (int)sample["status"]!, Headers = headers, Json = isJson ? JsonNode.Parse(body) : null, Text = isJson ? null : body }; // Written by us.
    }
}
