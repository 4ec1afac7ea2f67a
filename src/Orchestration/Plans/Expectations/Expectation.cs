namespace AgentSandbox.Orchestration.Plans.Expectations;

/// <summary>Claims about what is found at one path.</summary>
public sealed record Expectation
{
    /// <summary>A JSONPath into the step's output document, such as <c>$.body.items[0].price</c>.</summary>
    public required string Path { get; init; }

    /// <summary>How the path was written, for messages: <c>status</c>, <c>headers.etag</c>, <c>json $.total</c>.</summary>
    public required string Label { get; init; }

    /// <summary>All of them have to hold, for each value that is found.</summary>
    public required IReadOnlyList<Matcher> Matchers { get; init; }

    /// <summary>Where it stands in the file.</summary>
    public int Line { get; init; }
}
