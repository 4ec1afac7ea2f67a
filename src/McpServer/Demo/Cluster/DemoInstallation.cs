using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.McpServer.Demo.Cluster;

/// <summary>Operator and routers of the demo, and how the namespace was before they came and before a sandbox came.</summary>
internal sealed class DemoInstallation(IKubernetesApi api, DemoNamespace space, DemoProgram program, TimeProvider time)
{
    private const string Definition = "routedsandboxes.agentsandbox.dev";
    private static readonly Patience s_patience = new() { Limit = TimeSpan.FromMinutes(2) };
    private NamespaceSnapshot? _before;
    private NamespaceSnapshot? _enrolled;
    private bool _keepsDefinitions;

    public DemoNamespace Space => space;

    /// <summary>Remembers the shop as it was deployed, and whether the cluster had our definitions.</summary>
    public async Task RememberAsync(CancellationToken cancellationToken)
    {
        _before = await LookAsync("The namespace is looked at", cancellationToken);
        _keepsDefinitions = (await api.GetAsync(ResourceKinds.Definitions, null, Definition, cancellationToken)).Failure is not { Code: FailureCodes.ObjectNotFound };
    }

    /// <summary>Remembers everything as it is without a sandbox.</summary>
    public async Task RememberEnrolledAsync(CancellationToken cancellationToken) => _enrolled = await LookAsync("The namespace is looked at", cancellationToken);

    /// <summary>Runs a command of an administrator in the namespace.</summary>
    public Task<string> RunAsync(string claim, IReadOnlyList<string> arguments, CancellationToken cancellationToken) => program.RunAsync(claim, arguments, cancellationToken);

    public Task<string> UninstallAsync(string claim, IReadOnlyList<string> more, CancellationToken cancellationToken) =>
        program.RunAsync(claim, ["uninstall", "--namespace", space.Name, "--wait", "300", "--definitions", _keepsDefinitions ? "keep" : "auto", .. more], cancellationToken);

    /// <summary>Whether nothing of the shop was changed but its Services.</summary>
    public async Task<IReadOnlyList<string>> TouchedAsync(string claim, CancellationToken cancellationToken)
    {
        var shop = Before.Only(name => !name.StartsWith("Service/", StringComparison.Ordinal));
        return [.. shop.Until(await LookAsync(claim, cancellationToken)).Where(line => !line.StartsWith("more:", StringComparison.Ordinal))];
    }

    /// <summary>Waits until everything is as it was without a sandbox; what ends may take its time.</summary>
    public Task<int> WithoutSandboxAsync(string claim, CancellationToken cancellationToken) =>
        SameAsync(claim, _enrolled ?? throw new InvalidOperationException("Nothing was enrolled."), cancellationToken);

    /// <summary>Waits until everything is as it was before the installation.</summary>
    public Task<int> WithoutInstallationAsync(string claim, CancellationToken cancellationToken) => SameAsync(claim, Before, cancellationToken);

    private NamespaceSnapshot Before => _before ?? throw new InvalidOperationException("Nothing was remembered.");

    private async Task<int> SameAsync(string claim, NamespaceSnapshot expected, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> different = [];
        var same = await s_patience.UntilAsync(
            async () =>
            {
                different = expected.Until(await LookAsync(claim, cancellationToken));
                return different.Count == 0 ? expected : null;
            },
            time,
            cancellationToken);
        return same?.Count ?? throw new DemoFailure(claim, "the same objects with the same content", $"{different.Count} differences", different);
    }

    private Task<NamespaceSnapshot> LookAsync(string claim, CancellationToken cancellationToken) => NamespaceSnapshot.TakeAsync(api, space.Name, claim, cancellationToken);
}
