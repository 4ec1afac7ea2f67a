using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AgentSandbox.McpServer.Bridge;
using AgentSandbox.McpServer.CommandLine.Cluster;
using AgentSandbox.McpServer.CommandLine.Terminal;
using AgentSandbox.McpServer.Hosting;
using AgentSandbox.McpServer.Hosting.Connecting;
using AgentSandbox.McpServer.Hosting.State;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Git;

namespace AgentSandbox.McpServer.CommandLine;

/// <summary>What every command works with.</summary>
internal sealed record CommandContext(ITerminal Terminal, TimeProvider Time, HostExecutable Executable)
{
    /// <summary>Applies to every command.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "Print JSON instead of text.", Recursive = true };

    /// <summary>Applies to every command that concerns a repository.</summary>
    public Option<string?> Workspace { get; } = new("--workspace")
    {
        Description = "A directory in the working tree that is meant. Default: the current directory.",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary>Opens a cluster.</summary>
    public Func<ClusterAddress, Result<IKubernetesApi>> Clusters { get; init; } = address =>
        KubernetesAccess.Open(new KubernetesAccessOptions { KubeconfigPath = address.Kubeconfig, Context = address.Context });

    public HostControl Control => HostControl.Create(Time, Executable);

    public string WorkspaceOf(ParseResult parsed) => Path.GetFullPath(parsed.GetValue(Workspace) ?? ".", WorkingDirectory.Current);

    /// <summary>Finds the repository, does the work there and prints its result; returns the exit code.</summary>
    public async Task<int> RunAsync<T>(
        ParseResult parsed,
        Func<HostControl, RepositoryLocation, Task<Result<T>>> work,
        JsonTypeInfo<T> type,
        Func<T, string> text,
        CancellationToken cancellationToken)
    {
        var control = Control;
        var location = await control.LocateAsync(WorkspaceOf(parsed), cancellationToken);
        return location.IsSuccess ? Print(parsed, await work(control, location.Value), type, text) : Print(parsed, location.Failure);
    }

    /// <summary>Prints a value as JSON, or as text; returns the exit code.</summary>
    public int Print<T>(ParseResult parsed, Result<T> result, JsonTypeInfo<T> type, Func<T, string> text)
    {
        if (!result.IsSuccess)
        {
            return Print(parsed, result.Failure);
        }

        Terminal.Output.WriteLine(parsed.GetValue(Json) ? JsonSerializer.Serialize(result.Value, type) : text(result.Value));
        return ExitCodes.Success;
    }

    /// <summary>Prints a failure and returns the exit code that belongs to it.</summary>
    public int Print(ParseResult parsed, SandboxFailure failure)
    {
        if (parsed.GetValue(Json))
        {
            Terminal.Output.WriteLine(JsonSerializer.Serialize(failure, HostJson.Default.SandboxFailure));
        }
        else
        {
            Terminal.Error.WriteLine($"{failure.Code}: {failure.Message}");
            foreach (var line in failure.Evidence)
            {
                Terminal.Error.WriteLine($"  {line}");
            }

            Terminal.Error.WriteLine($"Next: {failure.Hint}");
        }

        return ExitCodes.Of(failure.Code);
    }
}
