using System.Text.Json;
using AgentSandbox.Orchestration.Comparison.Json;
using AgentSandbox.Orchestration.Requests;

namespace AgentSandbox.Orchestration.Comparison;

/// <summary>A response as it is compared.</summary>
internal sealed record ComparedResponse
{
    public required int Status { get; init; }

    /// <summary>By lower-case name.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public required BodyKind Kind { get; init; }

    /// <summary>The text of a <see cref="BodyKind.Text"/> body.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>The document of a <see cref="BodyKind.Json"/> body.</summary>
    public JsonElement Json { get; init; }

    /// <summary>What stands for a <see cref="BodyKind.Binary"/> body.</summary>
    public string Digest { get; init; } = string.Empty;

    public static ComparedResponse From(ObservedResponse response)
    {
        var compared = new ComparedResponse { Status = response.Status, Headers = response.Headers, Kind = BodyKind.Empty };
        if (response.IsTruncated)
        {
            return compared with { Kind = BodyKind.Partial };
        }

        if (response.Body.Length == 0)
        {
            return response.BodyBytes == 0 ? compared : compared with
            {
                Kind = BodyKind.Binary,
                Digest = response.BodyHash is { } hash ? $"{response.BodyBytes} bytes, {hash}" : $"{response.BodyBytes} bytes",
            };
        }

        var mediaType = MediaType.Of(response.Headers.GetValueOrDefault("content-type"));
        var mayBeJson = mediaType.IsJson || response.Body.AsSpan().TrimStart() is ['{' or '[', ..];
        return mayBeJson && JsonValues.TryParse(response.Body) is { } json
            ? compared with { Kind = BodyKind.Json, Json = json, Text = response.Body }
            : compared with { Kind = BodyKind.Text, Text = response.Body };
    }
}
