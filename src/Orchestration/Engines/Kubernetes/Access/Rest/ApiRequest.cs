namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;

/// <summary>One call, with what its failures have to say.</summary>
internal sealed record ApiRequest
{
    public required HttpMethod Method { get; init; }

    /// <summary>Path and query, below the server's address.</summary>
    public required string Path { get; init; }

    /// <summary>The right that it needs, such as <c>list</c>.</summary>
    public required string Verb { get; init; }

    /// <summary>Null for a path that is no object.</summary>
    public ResourceKind? Kind { get; init; }

    public string? Namespace { get; init; }

    public string? Name { get; init; }

    public string? Subresource { get; init; }

    public byte[]? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>Whether it can be sent again when nobody knows what became of it.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>For messages: <c>list pods in namespace "shop"</c>.</summary>
    public override string ToString()
    {
        var what = Kind is null ? $"\"{Path.Split('?')[0]}\"" : Kind + (Subresource is null ? "" : "/" + Subresource) + (Name is null ? "" : $" \"{Name}\"");
        return $"{Verb} {what}{(Namespace is null ? "" : $" in namespace \"{Namespace}\"")}";
    }
}
