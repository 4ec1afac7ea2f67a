using System.Net;
using System.Net.Sockets;
using AgentSandbox.McpServer.CommandLine.Cluster;
using AgentSandbox.McpServer.CommandLine.Doctor.Cluster;
using AgentSandbox.McpServer.Hosting;
using AgentSandbox.McpServer.Hosting.Connecting;
using AgentSandbox.McpServer.Hosting.State;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Processes;
using AgentSandbox.Orchestration.Processes.Commands;

namespace AgentSandbox.McpServer.CommandLine.Doctor;

/// <summary>Looks at the machine, the repository and the host; changes nothing and starts nothing that stays.</summary>
internal sealed class Examination(HostControl control, Func<ClusterAddress, Result<IKubernetesApi>> clusters, TimeProvider time)
{
    private readonly CommandRunner _runner = new(time);

    public async Task<IReadOnlyList<Finding>> RunAsync(string workspace, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>
        {
            await ProgramAsync("git", ["--version"], "Install git 2.30 or newer and make it available in PATH.", cancellationToken),
            await ProgramAsync("dotnet", ["--version"], "Services in .NET need the SDK: https://dot.net. Others do not.", cancellationToken) is { Severity: Severity.Wrong } missing
                ? missing with { Severity = Severity.Note }
                : await ProgramAsync("dotnet", ["--version"], "", cancellationToken),
            Loopback(),
        };
        var location = await control.LocateAsync(workspace, cancellationToken);
        if (!location.IsSuccess)
        {
            findings.Add(new("working tree", Severity.Wrong, location.Failure.Message, location.Failure.Hint));
            return findings;
        }

        findings.Add(Repository(location.Value));
        findings.AddRange(await ConfigurationAsync(location.Value, workspace, cancellationToken));
        findings.AddRange(await HostAsync(location.Value, cancellationToken));
        return findings;
    }

    private async Task<Finding> ProgramAsync(string program, string[] arguments, string fix, CancellationToken cancellationToken)
    {
        var result = await _runner.RunAsync(
            new CommandSpec
            {
                FileName = program,
                Arguments = arguments,
                WorkingDirectory = AppContext.BaseDirectory,
                Environment = MinimalEnvironment.FromCurrent(),
                Timeout = TimeSpan.FromSeconds(20),
            },
            cancellationToken);
        return result.Success
            ? new(program, Severity.Fine, result.OutputText.Trim())
            : new(program, Severity.Wrong, result.StartFailure?.Message ?? $"it ended with exit code {result.ExitCode}: {result.ErrorText.Trim()}", fix);
    }

    private static Finding Loopback()
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return new("ports", Severity.Fine, "free ports can be bound on 127.0.0.1.");
        }
        catch (SocketException e)
        {
            return new("ports", Severity.Wrong, $"no port can be bound on 127.0.0.1: {e.Message}", "Allow this user to listen on the loopback interface.");
        }
    }

    private static Finding Repository(RepositoryLocation location) => location.IsGit
        ? new("repository", Severity.Fine, $"{location.Root}, state in {location.StateDirectory}")
        : new("repository", Severity.Note, $"{location.Root} is not in a git repository; the baseline runs the directory as it is.", "Use git to run the baseline from trunk, and forks from branches.");

    private async Task<IReadOnlyList<Finding>> ConfigurationAsync(RepositoryLocation location, string workspace, CancellationToken cancellationToken)
    {
        var own = Path.Join(workspace, SandboxConfiguration.FileName);
        var path = File.Exists(own) ? own : Path.Join(location.Root, SandboxConfiguration.FileName);
        if (!File.Exists(path))
        {
            return [new("configuration", Severity.Wrong, $"there is no {path}.", "Run 'agent-sandbox init' to write a first one.")];
        }

        var read = await ConfigurationReader.ReadFileAsync(path, Environment.GetEnvironmentVariable, cancellationToken);
        return read.IsValid
            ?
            [
                new("configuration", Severity.Fine, $"{path}: {read.Configuration.Services.Count} services: {string.Join(", ", read.Configuration.Services.Keys)}"),
                .. await TrunkAsync(location, read.Configuration.Trunk, cancellationToken),
                .. read.Configuration.Engine == EngineKind.Kubernetes
                    ? await new ClusterExamination(clusters(new ClusterAddress(null, null)), time).RunAsync(read.Configuration, cancellationToken)
                    : [],
            ]
            : [.. read.Problems.Select(problem => new Finding("configuration", Severity.Wrong, problem.Format(path), problem.Fix))];
    }

    private async Task<IReadOnlyList<Finding>> TrunkAsync(RepositoryLocation location, string? trunk, CancellationToken cancellationToken)
    {
        if (trunk is null || !location.IsGit || await new GitClient(_runner, time).OpenAsync(location.Root, cancellationToken) is not { Succeeded: true } repository)
        {
            return [];
        }

        var commit = await repository.Value.ResolveCommitAsync(trunk, cancellationToken);
        if (!commit.Succeeded)
        {
            return [new("trunk", Severity.Wrong, $"'{trunk}' names no commit.", $"Make a first commit on '{trunk}', correct 'trunk' in {SandboxConfiguration.FileName}, or leave it out.")];
        }

        var file = await repository.Value.ReadFileAsync(commit.Value, SandboxConfiguration.FileName, cancellationToken);
        return file.Succeeded
            ? [new("trunk", Severity.Fine, $"'{trunk}' has {SandboxConfiguration.FileName}.")]
            : [new("trunk", Severity.Note, $"'{trunk}' has no {SandboxConfiguration.FileName} yet; the baseline uses the one of the working tree.", $"Commit it to '{trunk}'.")];
    }

    private async Task<IReadOnlyList<Finding>> HostAsync(RepositoryLocation location, CancellationToken cancellationToken)
    {
        var files = HostFiles.Of(location);
        if (await control.FindAsync(location, cancellationToken) is { } running)
        {
            var sameVersion = running.Record.Version == ServerComposition.Version;
            return
            [
                new("host", sameVersion ? Severity.Fine : Severity.Note,
                    $"runs with process id {running.Record.Pid}, version {running.Record.Version}, at {running.Record.Endpoint}",
                    sameVersion ? null : $"This program is {ServerComposition.Version}: 'agent-sandbox host restart' replaces the host and keeps its sandboxes."),
            ];
        }

        if (HostRecord.Read(files) is { } record && record.IsAlive(new ProcessTable(time)))
        {
            return [new("host", Severity.Wrong, $"process {record.Pid} lives, but does not answer on port {record.Port}.", $"Look at {files.Log}; 'agent-sandbox host stop', or 'kill {record.Pid}', ends it.")];
        }

        // What the configuration was then is no fact of now: its present problems have their own lines.
        var failure = PrivateFile.ReadJson(files.StartFailure, HostJson.Default.SandboxFailure);
        return failure is null or { Code: FailureCodes.ConfigurationInvalid }
            ? [new("host", Severity.Fine, "does not run; it starts by itself with the first call.")]
            : [new("host", Severity.Wrong, $"the last start failed with {failure.Code}: {failure.Message}", failure.Hint)];
    }
}
