using System.Text;
using System.Text.Json;
using AgentSandbox.Orchestration.Plans.Expectations;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Orchestration.Requests;

namespace AgentSandbox.Orchestration.Plans.Steps.Requests;

/// <summary>A response as the document that expectations and captures look into: <c>{status, headers, body, text, milliseconds, hops}</c>.</summary>
internal sealed class ResponseDocument
{
    private const int ExcerptLength = 120;

    private ResponseDocument(JsonElement value, string? bodyProblem) => (Value, BodyProblem) = (value, bodyProblem);

    /// <summary>The document. Its body is null when <see cref="BodyProblem"/> says why.</summary>
    public JsonElement Value { get; }

    /// <summary>Why the body is not JSON; null when it is.</summary>
    public string? BodyProblem { get; }

    public static ResponseDocument Of(ObservedResponse response, RequestProof? proof, Func<string, string> redact)
    {
        var body = JsonValues.TryParse(response.Body, out var problem);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteNumber("status", response.Status);
            writer.WriteStartObject("headers");
            foreach (var (name, value) in response.Headers)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
            writer.WritePropertyName("body");
            (body ?? JsonDocument.Parse("null").RootElement).WriteTo(writer);
            writer.WriteString("text", response.Body);
            writer.WriteNumber("milliseconds", Math.Round(response.Duration.TotalMilliseconds, 3));
            writer.WritePropertyName("hops");
            HopEvidence.Data(proof?.Hops ?? []).WriteTo(writer);
            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(stream.ToArray(), new JsonDocumentOptions { MaxDepth = 1000 });
        return new ResponseDocument(document.RootElement.Clone(), body is null ? Describe(response, problem, redact) : null);
    }

    /// <summary>The failures of all claims; where the body is no JSON, those about it are one.</summary>
    public IReadOnlyList<ClaimFailure> Evaluate(IReadOnlyList<Expectation> expectations, IStepServices services)
    {
        if (BodyProblem is null)
        {
            return ExpectationEvaluator.Evaluate(Value, expectations, services);
        }

        var aboutJson = expectations.Where(expectation => LooksIntoBody(expectation.Path)).ToList();
        var others = ExpectationEvaluator.Evaluate(Value, [.. expectations.Except(aboutJson)], services);
        return aboutJson.Count == 0 ? others : [new ClaimFailure("body", "JSON", BodyProblem), .. others];
    }

    private static bool LooksIntoBody(string path) =>
        path.StartsWith("$.body", StringComparison.Ordinal) || path.StartsWith("$['body']", StringComparison.Ordinal) || path.StartsWith("body", StringComparison.Ordinal);

    private static string Describe(ObservedResponse response, string problem, Func<string, string> redact)
    {
        var type = response.Headers.GetValueOrDefault("content-type", "no content-type");
        return response switch
        {
            { BodyBytes: 0 } => $"an empty body ({type})",
            { IsTruncated: true } => $"more than the {Encoding.UTF8.GetByteCount(response.Body)} bytes that are read ({type})",
            { Body.Length: 0 } => $"{response.BodyBytes} bytes that are no text ({type})",
            _ => $"{type}, no JSON: {Excerpt(redact(response.Body))} ({JsonValues.Cut(redact(problem))})",
        };
    }

    private static string Excerpt(string text) => JsonValues.Text(text.Length <= ExcerptLength ? text : text[..ExcerptLength] + "…");
}
