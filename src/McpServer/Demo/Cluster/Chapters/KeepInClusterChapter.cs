using AgentSandbox.McpServer.Demo.Chapters;
using AgentSandbox.McpServer.Hosting;

namespace AgentSandbox.McpServer.Demo.Cluster.Chapters;

/// <summary>Everything stays in the cluster, and the reader takes over.</summary>
internal sealed class KeepInClusterChapter(HostExecutable executable, string space, bool isOurs) : IChapter
{
    public Task TellAsync(DemoContext demo, CancellationToken cancellationToken)
    {
        var (story, place) = (demo.Story, demo.Place);
        var program = string.Join(' ', executable.Arguments.Prepend(executable.FileName));
        story.Chapter("It is yours now");
        story.Say($"The namespace is {space}; your own kubeconfig is as it was. For this namespace:");
        story.Verbatim($"     export KUBECONFIG='{place.Environment["KUBECONFIG"]}'");
        story.Say($"The code of the branch:    {place.Tree}");
        story.Verbatim($"   The shop with the fork:    {program} request {DemoContext.Sandbox} frontend '{DemoContext.Path}' --workspace {place.Tree}");
        story.Say("Connect Claude Code, in that shell:");
        story.Verbatim($"     cd {place.Tree} && claude mcp add agent-sandbox -- {program} mcp --workspace {place.Tree} && claude");
        story.Say("");
        story.Say("End it:");
        story.Verbatim($"     {program} host stop --workspace {place.Shop}; {program} uninstall --force --namespace {space} && {End()} && rm -rf {place.Root}");
        return Task.CompletedTask;
    }

    private string End() => isOurs ? $"kubectl delete namespace {space}" : $"kubectl -n {space} delete deployment,service {string.Join(' ', DemoContext.AllServices)}";
}
