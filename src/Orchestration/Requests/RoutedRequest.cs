using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Router;

namespace AgentSandbox.Orchestration.Requests;

/// <summary>A request to a service of the baseline, with a sandbox's key.</summary>
public sealed record RoutedRequest
{
    /// <summary>The sandbox whose key it carries.</summary>
    public required SandboxId Sandbox { get; init; }

    /// <summary>The service that is asked first.</summary>
    public required string Service { get; init; }

    /// <summary>What the service speaks; set by the use case from the baseline.</summary>
    internal ServiceProtocol Protocol { get; init; }

    /// <summary>Method; upper case.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>Absolute path with query.</summary>
    public required string Path { get; init; }

    /// <summary>Extra headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Body as text, sent as UTF-8.</summary>
    public string? Body { get; init; }

    /// <summary>Also ask the baseline without a key, and show the difference.</summary>
    public bool CompareWithBaseline { get; init; }

    /// <summary>Agrees that a comparison changes state in the shared baseline.</summary>
    public bool Mutates { get; init; }

    /// <summary>How much of the body to return.</summary>
    public int MaxBodyBytes { get; init; } = 2048;

    /// <summary>Limit for each of the requests.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long to wait for baseline services that are still starting.</summary>
    public TimeSpan BaselineWait { get; init; } = TimeSpan.FromSeconds(8);
}
