using AgentSandbox.Orchestration.Processes;
using AgentSandbox.Orchestration.Processes.Commands;

namespace AgentSandbox.Bench.ClusterDeploy;

/// <summary>Runs programs of the set-up and of the peer; one that fails ends the bench with what it said.</summary>
internal sealed class Tool(string directory)
{
    private readonly CommandRunner _runner = new(TimeProvider.System);

    public async Task<string> RunAsync(string file, IReadOnlyList<string> arguments, string? input = null)
    {
        var result = await _runner.RunAsync(
            new CommandSpec
            {
                FileName = file,
                Arguments = arguments,
                WorkingDirectory = directory,
                Environment = MinimalEnvironment.Whole(),
                StandardInput = input is null ? default : System.Text.Encoding.UTF8.GetBytes(input),
                Timeout = TimeSpan.FromMinutes(5),
            },
            CancellationToken.None);
        return result.Success ? result.OutputText : throw new InvalidOperationException($"{file} {string.Join(' ', arguments)}: {result.OutputText}{result.ErrorText}");
    }
}
