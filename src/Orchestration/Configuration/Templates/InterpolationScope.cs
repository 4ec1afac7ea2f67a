namespace AgentSandbox.Orchestration.Configuration.Templates;

/// <summary>A scope made of values and look-up functions.</summary>
public sealed record InterpolationScope : IInterpolationScope
{
    /// <inheritdoc/>
    public int? Port { get; init; }

    /// <inheritdoc/>
    public string? Image { get; init; }

    /// <inheritdoc/>
    public string SandboxName { get; init; } = "";

    /// <inheritdoc/>
    public string SandboxKey { get; init; } = "";

    /// <summary>Finds the router's address for a service.</summary>
    public Func<string, ServiceAddress?> Services { get; init; } = _ => null;

    /// <summary>Finds a variable from outside.</summary>
    public Func<string, string?> Environment { get; init; } = _ => null;

    /// <summary>Finds a secret.</summary>
    public Func<string, string?> Secrets { get; init; } = _ => null;

    /// <summary>Names of variables whose values are treated like secrets, usually <see cref="SandboxConfiguration.Redact"/>.</summary>
    public IReadOnlyCollection<string> Redact { get; init; } = [];

    /// <inheritdoc/>
    public ServiceAddress? FindService(string name) => Services(name);

    /// <inheritdoc/>
    public string? FindEnvironment(string name) => Environment(name);

    /// <inheritdoc/>
    public string? FindSecret(string name) => Secrets(name);

    /// <inheritdoc/>
    public bool IsSensitive(string environmentName) => Redact.Contains(environmentName, StringComparer.OrdinalIgnoreCase);
}
