namespace AgentSandbox.Orchestration.Configuration.Templates;

/// <summary>What a part of an <see cref="Interpolation"/> stands for.</summary>
public enum PlaceholderKind
{
    /// <summary>Text that stands for itself.</summary>
    Literal,

    /// <summary><c>${port}</c>.</summary>
    Port,

    /// <summary><c>${services.X.url}</c>.</summary>
    ServiceUrl,

    /// <summary><c>${services.X.host}</c>.</summary>
    ServiceHost,

    /// <summary><c>${services.X.port}</c>.</summary>
    ServicePort,

    /// <summary><c>${env:NAME}</c> or <c>${env:NAME:-default}</c>.</summary>
    Environment,

    /// <summary><c>${secret:NAME}</c>.</summary>
    Secret,

    /// <summary><c>${sandbox.name}</c>.</summary>
    SandboxName,

    /// <summary><c>${sandbox.key}</c>.</summary>
    SandboxKey,

    /// <summary><c>${image}</c>.</summary>
    Image,
}
