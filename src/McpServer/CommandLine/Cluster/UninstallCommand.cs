using System.CommandLine;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Removing;

namespace AgentSandbox.McpServer.CommandLine.Cluster;

/// <summary><c>agent-sandbox uninstall</c>: gives every Service back, and leaves nothing.</summary>
internal sealed class UninstallCommand
{
    private readonly CommandContext _context;
    private readonly ClusterOptions _cluster = new();
    private readonly Option<bool> _force = new("--force") { Description = "Delete sandboxes that there are, and break off requests that have not ended." };
    private readonly Option<int> _drain = new("--drain") { Description = "How long requests through the routers may take to end, in seconds.", DefaultValueFactory = _ => 30, HelpName = "SECONDS" };
    private readonly Option<DefinitionsFate> _definitions = new("--definitions") { Description = "What becomes of the definitions: auto deletes them when no sandbox and no other operator is in the cluster.", HelpName = "auto|keep|delete" };

    private UninstallCommand(CommandContext context) => _context = context;

    public static Command Create(CommandContext context)
    {
        var uninstall = new UninstallCommand(context);
        uninstall._drain.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var seconds) || seconds is < 0 or > 86400))
            {
                result.AddError($"'{result.Tokens[0].Value}' is not a time to wait; give seconds from 0 to 86400.");
            }
        });
        var command = new Command("uninstall", "Un-enrol every Service, then remove operator, routers and rights, and leave nothing.") { uninstall._force, uninstall._drain, uninstall._definitions };
        uninstall._cluster.AddTo(command);
        command.SetAction((parsed, cancellationToken) => uninstall._cluster.RunAsync(context, parsed, (api, name) => uninstall.RunAsync(parsed, api, name, cancellationToken)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, IKubernetesApi api, string @namespace, CancellationToken cancellationToken)
    {
        var request = new UninstallRequest
        {
            Namespace = @namespace,
            Mode = parsed.GetValue(_force) ? RemovalMode.Force : RemovalMode.Careful,
            Drain = TimeSpan.FromSeconds(parsed.GetValue(_drain)),
            Definitions = parsed.GetValue(_definitions),
        };
        var report = await new UninstallOperator(api, _context.Time, _cluster.PatienceOf(parsed)).ExecuteAsync(request, new ClusterProgress(_context.Terminal), cancellationToken);
        return _context.Print(parsed, report, ClusterJson.Default.UninstallReport, Summary);
    }

    private static string Summary(UninstallReport report)
    {
        List<string> lines = [report.Removed.Count == 0 ? "Nothing was installed." : $"Removed {report.Removed.Count} objects; none of them is left."];
        lines.AddRange(report.GivenBack.Count == 0 ? [] : [$"Given back: {string.Join(", ", report.GivenBack)}"]);
        lines.AddRange(report.Kept.Select(kept => $"Kept: {kept}"));
        return string.Join('\n', lines);
    }
}
