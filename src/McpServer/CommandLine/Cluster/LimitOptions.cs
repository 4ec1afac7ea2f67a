using System.CommandLine;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources.Quotas;

namespace AgentSandbox.McpServer.CommandLine.Cluster;

/// <summary>How much the operator accepts: options of the operator, and of the installation that passes them on.</summary>
internal sealed class LimitOptions(string otherwise)
{
    private readonly Option<int?> _sandboxes = New(LimitArguments.SandboxesPerOwner, $"How many sandboxes one owner may have in a namespace. {otherwise}");
    private readonly Option<int?> _forks = New(LimitArguments.ForksPerSandbox, $"How many forks one sandbox may have. {otherwise}");
    private readonly Option<int?> _replicas = New(LimitArguments.ReplicasPerFork, $"How many pods one fork may have. {otherwise}");

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_sandboxes, _forks, _replicas])
        {
            command.Add(option);
        }
    }

    public SandboxLimits Of(ParseResult parsed) => new()
    {
        SandboxesPerOwner = parsed.GetValue(_sandboxes),
        ForksPerSandbox = parsed.GetValue(_forks),
        ReplicasPerFork = parsed.GetValue(_replicas),
    };

    private static Option<int?> New(string name, string description)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var limit) || limit is < 0 or > 100000))
            {
                result.AddError($"'{result.Tokens[0].Value}' is no limit; give a number from 0, which is none, to 100000.");
            }
        });
        return option;
    }
}
