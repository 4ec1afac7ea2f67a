namespace AgentSandbox.Orchestration.Configuration.Templates;

/// <summary>What placeholders stand for, for one process.</summary>
public interface IInterpolationScope
{
    /// <summary>The port on which the process must listen; null where there is none, as in a build.</summary>
    int? Port { get; }

    /// <summary>The image to build; null outside of image builds.</summary>
    string? Image { get; }

    /// <summary>The sandbox's name; empty in the baseline.</summary>
    string SandboxName { get; }

    /// <summary>The sandbox's routing key; empty in the baseline.</summary>
    string SandboxKey { get; }

    /// <summary>The router's address for a service; null when it has none.</summary>
    ServiceAddress? FindService(string name);

    /// <summary>An environment variable from outside; null when it is not set.</summary>
    string? FindEnvironment(string name);

    /// <summary>A secret; null when there is none of this name.</summary>
    string? FindSecret(string name);

    /// <summary>Whether a variable's value must be treated like a secret.</summary>
    bool IsSensitive(string environmentName);
}
