using System.CommandLine;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.McpServer.CommandLine.Cluster;

/// <summary>The options that every command on a cluster has.</summary>
internal sealed class ClusterOptions
{
    public Option<string?> Kubeconfig { get; } = new("--kubeconfig") { Description = "The kubeconfig. Default: KUBECONFIG, then ~/.kube/config, then the account of the pod.", HelpName = "FILE" };

    public Option<string?> Context { get; } = new("--context") { Description = "A context of the kubeconfig. Default: its current one.", HelpName = "NAME" };

    public Option<string?> Namespace { get; } = new("--namespace", "-n") { Description = "The namespace. Default: that of the context.", HelpName = "NAME" };

    public Option<int> Wait { get; } = new("--wait") { Description = "How long to wait for the cluster, in seconds.", DefaultValueFactory = _ => 180, HelpName = "SECONDS" };

    public void AddTo(Command command)
    {
        Wait.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var seconds) || seconds is < 1 or > 86400))
            {
                result.AddError($"'{result.Tokens[0].Value}' is not a time to wait; give seconds from 1 to 86400.");
            }
        });
        foreach (var option in (Option[])[Kubeconfig, Context, Namespace, Wait])
        {
            command.Add(option);
        }
    }

    /// <summary>Opens the cluster, does the work there with the namespace that is meant, and closes it.</summary>
    public async Task<int> RunAsync(CommandContext context, ParseResult parsed, Func<IKubernetesApi, string, Task<int>> work)
    {
        var opened = context.Clusters(new ClusterAddress(parsed.GetValue(Kubeconfig), parsed.GetValue(Context)));
        if (!opened.IsSuccess)
        {
            return context.Print(parsed, opened.Failure);
        }

        using var api = opened.Value;
        return await work(api, parsed.GetValue(Namespace) ?? api.Namespace);
    }

    public AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying.Patience PatienceOf(ParseResult parsed) => new() { Limit = TimeSpan.FromSeconds(parsed.GetValue(Wait)) };
}
