using AgentSandbox.Orchestration.Configuration.Services;
using AgentSandbox.Router.Routes;

namespace AgentSandbox.McpServer.Presentation.Output;

/// <summary>One service of a <see cref="ServicesOutput"/>.</summary>
internal sealed record ServiceOutput
{
    public string? Service { get; init; }

    public ServiceKind Kind { get; init; }

    public AgentSandbox.Router.ServiceProtocol Protocol { get; init; }

    public BaselineState State { get; init; }

    /// <summary>The router's address: how a person or a browser reaches it.</summary>
    public string? Url { get; init; }

    public string? Source { get; init; }

    public IReadOnlyList<string>? Calls { get; init; }

    public IReadOnlyList<string>? ForkedBy { get; init; }

    public string? Activity { get; init; }

    /// <summary>Only a branch's configuration has it.</summary>
    public bool? IsNew { get; init; }

    public string? Failure { get; init; }
}
