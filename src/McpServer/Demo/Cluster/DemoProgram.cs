using AgentSandbox.McpServer.Hosting;
using AgentSandbox.Orchestration.Processes;
using AgentSandbox.Orchestration.Processes.Commands;

namespace AgentSandbox.McpServer.Demo.Cluster;

/// <summary>Runs commands of this program as an administrator would type them, and scripts that make images.</summary>
internal sealed class DemoProgram(HostExecutable executable, DemoPlace place, TimeProvider time)
{
    private const int Evidence = 20;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(15);
    private readonly CommandRunner _runner = new(time);

    /// <summary>Runs a command to its end.</summary>
    /// <exception cref="DemoFailure">It did not succeed.</exception>
    public async Task<string> RunAsync(string claim, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        Succeeded(claim, Typed(arguments), await StartAsync(executable.FileName, [.. executable.Arguments, .. arguments], place.Root, cancellationToken));

    /// <summary>Runs a script in a folder; returns the last line that it prints.</summary>
    /// <exception cref="DemoFailure">It did not succeed.</exception>
    public async Task<string> ScriptAsync(string claim, string script, string folder, CancellationToken cancellationToken)
    {
        var words = ImageBuild.Shell(script);
        var output = Succeeded(claim, script, await StartAsync(words[0], [.. words.Skip(1)], folder, cancellationToken));
        return output.Split('\n')[^1];
    }

    public static string Typed(IReadOnlyList<string> arguments) => $"agent-sandbox {string.Join(' ', arguments)}";

    private Task<CommandResult> StartAsync(string program, IReadOnlyList<string> arguments, string folder, CancellationToken cancellationToken)
    {
        var environment = MinimalEnvironment.Whole();
        foreach (var (name, value) in place.Environment)
        {
            environment[name] = value ?? "";
        }

        return _runner.RunAsync(
            new CommandSpec { FileName = program, Arguments = arguments, WorkingDirectory = folder, Environment = environment, Timeout = s_limit },
            cancellationToken);
    }

    private static string Succeeded(string claim, string command, CommandResult result) => result.Success
        ? result.OutputText.Trim()
        : throw new DemoFailure(
            claim,
            $"'{command}' succeeds",
            result.StartFailure?.Message ?? $"{result.Outcome}, exit code {result.ExitCode}",
            [.. $"{result.OutputText}\n{result.ErrorText}".Trim().Split('\n').TakeLast(Evidence)]);
}
