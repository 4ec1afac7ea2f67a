using AgentSandbox.Kubernetes.ClusterTests.Enrolment;
using AgentSandbox.Kubernetes.ClusterTests.Holding;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Removing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Kubernetes.ClusterTests.Installing;

/// <summary>The definitions belong to all namespaces: they go with the last installation and never before. Alone, since nobody else can work without them.</summary>
[Collection(AloneCollection.Name)]
public sealed class DefinitionTests : IAsyncLifetime
{
    private readonly TestNamespace _first = new();
    private readonly TestNamespace _last = new();

    public async Task InitializeAsync()
    {
        await _first.InitializeAsync();
        await _last.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await _first.DisposeAsync();
        await _last.DisposeAsync();
    }

    [OurClusterFact]
    public async Task Definitions_GoWithTheLastInstallation()
    {
        var (first, last) = (new Enrolments(_first), new Enrolments(_last));
        await first.InstallAsync(await ProgramImages.ProductAsync());
        await last.InstallAsync(await ProgramImages.ProductAsync());
        await Eventually.True(async () => (await OthersAsync()).Count == 0, "what other tests have installed is gone");
        await new Sandboxes(_last).CreateAsync("last-one");

        (await first.UninstallAsync(RemovalMode.Careful, definitions: DefinitionsFate.Delete)).Should().FailWith(FailureCodes.SandboxesRemain).Message.Should().Contain(_last.Name);
        (await first.UninstallAsync(RemovalMode.Careful, definitions: DefinitionsFate.Auto)).Get().Kept.Should().ContainSingle().Which.Should().Contain("definitions").And.Contain(_last.Name);
        (await DefinitionsAsync()).Should().HaveCount(2);
        (await last.UninstallAsync(RemovalMode.Careful, definitions: DefinitionsFate.Auto)).Should().FailWith(FailureCodes.SandboxesRemain);
        await new Sandboxes(_last).DeleteAsync("last-one");
        await new Sandboxes(_last).BeGoneAsync("last-one");

        var report = (await last.UninstallAsync(RemovalMode.Careful, definitions: DefinitionsFate.Auto)).Get();

        report.Kept.Should().BeEmpty();
        report.Removed.Should().Contain(name => name.Contains("routedsandboxes.agentsandbox.dev", StringComparison.Ordinal));
        (await DefinitionsAsync()).Should().BeEmpty();
    }

    /// <summary>Installations and sandboxes of other namespaces.</summary>
    private async Task<IReadOnlyList<string>> OthersAsync()
    {
        var installations = (await new Installations(_first.Api).FindAsync([], CancellationToken.None)).Get().Select(installation => installation.Namespace);
        var sandboxes = (await InstalledParts.SandboxesAsync(_first.Api, null, CancellationToken.None)).Get().Select(item => item.Namespace());
        return [.. installations.Concat(sandboxes).Where(name => name != _first.Name && name != _last.Name)];
    }

    private async Task<IReadOnlyList<string>> DefinitionsAsync() =>
        [.. (await _first.Api.ListAsync(ResourceKinds.Definitions, null, ListOptions.All, CancellationToken.None)).Get().Items.Select(item => item.Name()).Where(name => name.EndsWith(KnownNames.Group, StringComparison.Ordinal))];
}
