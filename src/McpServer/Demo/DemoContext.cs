using AgentSandbox.McpServer.Demo.Telling;
using AgentSandbox.McpServer.Hosting.Connecting;

namespace AgentSandbox.McpServer.Demo;

/// <summary>What every chapter works with, and what earlier chapters found out.</summary>
internal sealed class DemoContext(Story story, DemoPlace place, DemoClient agent, HostControl control, TimeProvider time)
{
    public const string Sandbox = DemoPlace.Branch;

    /// <summary>A cart of two bags of beans: the frontend asks orders, and orders asks payments for the fee.</summary>
    public const string Path = "/api/quote?sku=BEANS-01&qty=2";

    public static readonly IReadOnlyList<string> Way = ["frontend", "orders", "payments"];

    public static readonly IReadOnlyList<string> AllServices = ["frontend", "catalog", "orders", "payments", "inventory", "shipping"];

    // Longer than the router waits for a service to start and then to answer, so that its own answer is what the demo sees.
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(5);

    public Story Story => story;

    public DemoPlace Place => place;

    public DemoClient Agent => agent;

    public HostControl Control => control;

    public TimeProvider Time => time;

    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = s_timeout };

    /// <summary>The router's address of the frontend: what a browser would open.</summary>
    public Uri? Frontend { get; set; }

    public Fee? BaselineFee { get; set; }

    public Uri FrontendUrl => new(Frontend ?? throw new InvalidOperationException("The services have not been listed yet."), Path);
}
