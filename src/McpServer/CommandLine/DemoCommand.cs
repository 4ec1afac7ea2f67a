using System.CommandLine;
using AgentSandbox.McpServer.CommandLine.Cluster;
using AgentSandbox.McpServer.Demo;
using AgentSandbox.McpServer.Demo.Cluster;
using AgentSandbox.McpServer.Demo.Stages;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.McpServer.CommandLine;

/// <summary><c>agent-sandbox demo</c>: the whole loop on a real application, told as a story.</summary>
internal sealed class DemoCommand
{
    private const string Local = "local";
    private const string Kubernetes = "kubernetes";

    private readonly CommandContext _context;
    private readonly Option<bool> _keep = new("--keep") { Description = "Leave everything running at the end, and say how to connect a client to it." };
    private readonly Option<string> _engine = new("--engine") { Description = "Where it plays: local, or kubernetes for a namespace of the cluster of your kubeconfig.", DefaultValueFactory = _ => Local, HelpName = "local|kubernetes" };
    private readonly Option<string?> _kubeconfig = new("--kubeconfig") { Description = "With kubernetes: the kubeconfig. Default: KUBECONFIG, then ~/.kube/config.", HelpName = "FILE" };
    private readonly Option<string?> _contextName = new("--context") { Description = "With kubernetes: a context of it. Default: its current one.", HelpName = "NAME" };
    private readonly Option<string?> _namespace = new("--namespace", "-n") { Description = "With kubernetes: the namespace. Default: one of the demo's own, which is removed at the end.", HelpName = "NAME" };
    private readonly Option<string?> _image = new("--image") { Description = "With kubernetes: the image of this program. Default: it is made of this program's files.", HelpName = "IMAGE" };
    private readonly Option<string?> _imageBuild = new("--image-build")
    {
        Description = "With kubernetes: the command that makes the image ${image} of the folder ${folder}, to run ${program}, and brings it to the nodes. Default: docker and 'kind load' where the context is one of kind.",
        HelpName = "COMMAND",
    };

    private DemoCommand(CommandContext context) => _context = context;

    private IReadOnlyList<Option<string?>> OfCluster => [_kubeconfig, _contextName, _namespace, _image, _imageBuild];

    public static Command Create(CommandContext context)
    {
        var demo = new DemoCommand(context);
        demo._engine.AcceptOnlyFromAmong(Local, Kubernetes);
        var command = new Command("demo", "See the whole loop on a small shop of six services: deploy a change, prove it, break it, read why, delete it.") { demo._keep, demo._engine };
        foreach (var option in demo.OfCluster)
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(demo._engine) != Kubernetes && demo.OfCluster.FirstOrDefault(option => result.GetValue(option) is not null) is { } meaningless)
            {
                result.AddError($"{meaningless.Name} is for --engine kubernetes.");
            }
        });
        command.SetAction(demo.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var opened = Stage(parsed);
        if (!opened.IsSuccess)
        {
            return _context.Print(parsed, opened.Failure);
        }

        using var stage = opened.Value;
        return await ShopDemo.RunAsync(_context, stage, parsed.GetValue(_keep), parsed.GetValue(_context.Json), cancellationToken);
    }

    private Result<IDemoStage> Stage(ParseResult parsed) => parsed.GetValue(_engine) == Local
        ? new LocalStage(_context.Executable)
        : ClusterStage.Open(_context, new ClusterDemoOptions
        {
            Cluster = new ClusterAddress(parsed.GetValue(_kubeconfig), parsed.GetValue(_contextName)),
            Namespace = parsed.GetValue(_namespace),
            Image = parsed.GetValue(_image),
            ImageBuild = parsed.GetValue(_imageBuild),
        });
}
