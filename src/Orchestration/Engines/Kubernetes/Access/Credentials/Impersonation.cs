namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Credentials;

/// <summary>As whom the user acts, where they may.</summary>
internal sealed record Impersonation
{
    public required string User { get; init; }

    public IReadOnlyList<string> Groups { get; init; } = [];

    public string? Uid { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Extra { get; init; } = [];

    public IEnumerable<KeyValuePair<string, string>> Headers()
    {
        yield return KeyValuePair.Create("Impersonate-User", User);
        foreach (var group in Groups)
        {
            yield return KeyValuePair.Create("Impersonate-Group", group);
        }

        if (Uid is not null)
        {
            yield return KeyValuePair.Create("Impersonate-Uid", Uid);
        }

        foreach (var (key, value) in Extra)
        {
            yield return KeyValuePair.Create("Impersonate-Extra-" + Uri.EscapeDataString(key), value);
        }
    }
}
