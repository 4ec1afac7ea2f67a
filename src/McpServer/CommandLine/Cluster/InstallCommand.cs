using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.McpServer.CommandLine.Cluster;

/// <summary><c>agent-sandbox install</c>: definitions, operator and rights, and whatever has changed of them.</summary>
internal sealed class InstallCommand
{
    private readonly CommandContext _context;
    private readonly ClusterOptions _cluster = new();
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Print the manifests, and on standard error what they would change. Changes nothing; needs no cluster." };
    private readonly Option<bool> _apply = new("--apply") { Description = "Apply them, and wait until the operator is ready." };
    private readonly Option<bool> _all = new("--all-namespaces") { Description = "One operator for all namespaces; needs rights in the whole cluster." };
    private readonly Option<string?> _image = new("--image") { Description = "The image of this program. Default: the one that is installed.", HelpName = "IMAGE" };
    private readonly Option<string?> _pullPolicy = new("--pull-policy") { Description = "Always, IfNotPresent or Never. Default: the one that is installed, or IfNotPresent.", HelpName = "POLICY" };
    private readonly Option<string?> _pullSecret = new("--pull-secret") { Description = "A secret of the namespace for pulling the image.", HelpName = "NAME" };

    private readonly Option<bool> _mcp = new("--with-mcp") { Description = "Install an MCP server for a team too: each caller acts with their own token. One that is installed stays." };
    private readonly Option<string[]> _mcpHosts = new("--mcp-host") { Description = "With it: a name under which clients reach the server, such as that of an ingress; repeat it for more.", HelpName = "NAME" };
    private readonly LimitOptions _limits = new("Default: as it is installed; 0 takes the limit away.");

    private InstallCommand(CommandContext context) => _context = context;

    public static Command Create(CommandContext context)
    {
        var install = new InstallCommand(context);
        install._pullPolicy.AcceptOnlyFromAmong("Always", "IfNotPresent", "Never");
        var command = new Command("install", "Install the operator in a cluster, or bring the one that is there to this version.")
        {
            install._dryRun, install._apply, install._all, install._image, install._pullPolicy, install._pullSecret, install._mcp, install._mcpHosts,
        };
        install._limits.AddTo(command);
        install._cluster.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(install._dryRun) == result.GetValue(install._apply))
            {
                result.AddError("Say either --dry-run, to see what would be done, or --apply, to do it.");
            }
        });
        command.SetAction(install.RunAsync);
        return command;
    }

    /// <summary>What is asked for before anything is known of the cluster.</summary>
    private InstallRequest Request(ParseResult parsed, string @namespace) => new()
    {
        Namespace = @namespace,
        Scope = parsed.GetValue(_all) ? InstallScope.Cluster : InstallScope.Namespace,
        Image = parsed.GetValue(_image),
        DefaultImage = $"agent-sandbox:{ServerComposition.Version.Split('+')[0]}",
        PullPolicy = parsed.GetValue(_pullPolicy),
        PullSecret = parsed.GetValue(_pullSecret),
        WithMcp = parsed.GetValue(_mcp),
        McpHosts = parsed.GetValue(_mcpHosts) is { Length: > 0 } hosts ? hosts : null,
        Limits = _limits.Of(parsed),
    };

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_apply))
        {
            return _cluster.RunAsync(_context, parsed, (api, name) => ApplyAsync(parsed, api, name, cancellationToken));
        }

        var opened = _context.Clusters(new ClusterAddress(parsed.GetValue(_cluster.Kubeconfig), parsed.GetValue(_cluster.Context)));
        return opened.IsSuccess
            ? _cluster.RunAsync(_context, parsed, (api, name) => DryRunAsync(parsed, api, name, cancellationToken))
            : Task.FromResult(Uncompared(parsed, parsed.GetValue(_cluster.Namespace) ?? "default", opened.Failure));
    }

    private async Task<int> ApplyAsync(ParseResult parsed, IKubernetesApi api, string @namespace, CancellationToken cancellationToken)
    {
        var plan = await new PlanInstallation(api).ExecuteAsync(Request(parsed, @namespace), cancellationToken);
        if (!plan.IsSuccess)
        {
            return _context.Print(parsed, plan.Failure);
        }

        var progress = new ClusterProgress(_context.Terminal);
        progress.Report($"Installing '{plan.Value.Spec.Image}' in namespace '{plan.Value.Spec.Namespace}' of {api.Description}.");
        var done = await new InstallOperator(api, _context.Time, _cluster.PatienceOf(parsed)).ExecuteAsync(plan.Value, progress, cancellationToken);
        return done.IsSuccess ? _context.Print(parsed, Report(plan.Value, true), ClusterJson.Default.InstallReport, Summary) : _context.Print(parsed, done.Failure);
    }

    private async Task<int> DryRunAsync(ParseResult parsed, IKubernetesApi api, string @namespace, CancellationToken cancellationToken)
    {
        var plan = await new PlanInstallation(api).ExecuteAsync(Request(parsed, @namespace), cancellationToken);
        if (!plan.IsSuccess)
        {
            return plan.Failure.Code is FailureCodes.ClusterUnreachable ? Uncompared(parsed, @namespace, plan.Failure) : _context.Print(parsed, plan.Failure);
        }

        if (parsed.GetValue(_context.Json))
        {
            return _context.Print(parsed, Report(plan.Value, false), ClusterJson.Default.InstallReport, Summary);
        }

        foreach (var change in plan.Value.All)
        {
            _context.Terminal.Error.WriteLine(change);
        }

        return Write(plan.Value.All.Select(change => change.Item));
    }

    /// <summary>Whoever has no cluster at hand can read the manifests all the same.</summary>
    private int Uncompared(ParseResult parsed, string @namespace, SandboxFailure failure)
    {
        if (parsed.GetValue(_context.Json))
        {
            return _context.Print(parsed, failure);
        }

        _context.Terminal.Error.WriteLine($"Not compared with a cluster: {failure.Message}");
        return Write(InstallationPlan.Objects(Request(parsed, @namespace).ToSpec(null, null, ResourceKinds.Budgets.ApiVersion)));
    }

    private int Write(IEnumerable<JsonObject> objects)
    {
        _context.Terminal.Output.Write(ManifestYaml.Write(objects, "The operator of agent-sandbox, with definitions and rights."));
        return ExitCodes.Success;
    }

    private static InstallReport Report(InstallationPlan plan, bool applied) => new()
    {
        Namespace = plan.Spec.Namespace,
        Scope = plan.Spec.Scope.ToString().ToLowerInvariant(),
        Image = plan.Spec.Image,
        Applied = applied,
        Changes = [.. plan.All.Select(ChangeReport.Of)],
    };

    private static string Summary(InstallReport report)
    {
        var changed = report.Changes.Count(change => change.Change != "unchanged");
        return changed == 0
            ? $"Everything was installed already; nothing was changed. The operator in namespace '{report.Namespace}' is ready."
            : $"{changed} of {report.Changes.Count} objects were written; the operator in namespace '{report.Namespace}' is ready. Next: 'agent-sandbox enroll SERVICE --namespace {report.Namespace}'.";
    }
}
