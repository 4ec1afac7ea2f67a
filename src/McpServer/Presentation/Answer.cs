using System.Text.Json.Nodes;

namespace AgentSandbox.McpServer.Presentation;

/// <summary>An answer in both of its forms, before the presenter makes it safe.</summary>
internal sealed record Answer
{
    /// <summary>For clients that show text; says everything that matters.</summary>
    public required string Text { get; init; }

    /// <summary>For clients that show structure; the same.</summary>
    public required JsonObject Structure { get; init; }

    /// <summary>Members that are passed back to us as they are, and that redaction would break: cursors.</summary>
    public IReadOnlyDictionary<string, string> Cursors { get; init; } = new Dictionary<string, string>();

    /// <summary>True when what the caller wanted did not happen.</summary>
    public bool IsError { get; init; }
}
