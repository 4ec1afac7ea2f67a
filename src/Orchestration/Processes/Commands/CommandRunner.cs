using System.ComponentModel;
using System.Diagnostics;
using AgentSandbox.Orchestration.Processes.Unix;

namespace AgentSandbox.Orchestration.Processes.Commands;

/// <inheritdoc/>
public sealed class CommandRunner(TimeProvider time) : ICommandRunner
{
    // A tool may leave a helper behind that holds its output open; what the tool itself printed has arrived by then.
    private static readonly TimeSpan s_drainTime = TimeSpan.FromSeconds(2);

    private readonly TreeEnder _ender = new(ProcessLaunchers.ProcessList(), time);

    /// <inheritdoc/>
    public async Task<CommandResult> RunAsync(CommandSpec spec, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var mark = ProcessMark.Of("command", Guid.NewGuid().ToString("N"));
        if (Start(spec, mark, out var started) is { } failure)
        {
            return new CommandResult { Outcome = CommandOutcome.NotStarted, StartFailure = failure };
        }

        using var process = started!; // there is one where there is no failure
        var output = new BoundedCapture(spec.MaxOutputBytes, keepsEnd: false);
        var error = new BoundedCapture(spec.MaxOutputBytes, keepsEnd: true);
        var streams = Task.WhenAll(
            OnThread(() => output.ReadAll(process.StandardOutput.BaseStream)),
            OnThread(() => error.ReadAll(process.StandardError.BaseStream)),
            OnThread(() => WriteInput(process, spec.StandardInput)));

        var inTime = await WaitAsync(process, mark, spec.Timeout, cancellationToken);
        _ = await Task.WhenAny(streams, Task.Delay(s_drainTime, time, CancellationToken.None));
        return new CommandResult
        {
            Outcome = inTime ? CommandOutcome.Exited : CommandOutcome.TimedOut,
            ExitCode = inTime ? process.ExitCode : -1,
            Output = output.ToArray(),
            Error = error.ToArray(),
            Truncated = output.Truncated || error.Truncated,
        };
    }

    private static ProcessStartFailure? Start(CommandSpec spec, ProcessMark mark, out Process? process)
    {
        process = null;
        if (!Directory.Exists(spec.WorkingDirectory))
        {
            return new(ProcessStartFailureKind.WorkingDirectoryMissing, spec.FileName, $"The working directory \"{spec.WorkingDirectory}\" does not exist.");
        }

        if (ProgramPath.Resolve(spec.FileName, spec.WorkingDirectory, spec.Environment, out var path) is { } failure)
        {
            return failure;
        }

        try
        {
            process = Process.Start(StartInfo(spec, path, mark));
            return process is null ? new(ProcessStartFailureKind.Refused, spec.FileName, $"The system did not start \"{path}\".") : null;
        }
        catch (Win32Exception e)
        {
            return new(ProcessStartFailureKind.Refused, spec.FileName, $"The system did not start \"{path}\": {e.Message}");
        }
    }

    private static ProcessStartInfo StartInfo(CommandSpec spec, string path, ProcessMark mark)
    {
        var info = new ProcessStartInfo(path)
        {
            WorkingDirectory = spec.WorkingDirectory,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in spec.Arguments)
        {
            info.ArgumentList.Add(argument);
        }

        info.Environment.Clear();
        foreach (var (name, value) in spec.Environment)
        {
            info.Environment[name] = value;
        }

        info.Environment[ProcessMark.VariableName] = mark.Value;
        return info;
    }

    /// <summary>Waits for the end; false when the time was over first. The tree is dead after that, and after cancellation.</summary>
    private async Task<bool> WaitAsync(Process process, ProcessMark mark, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await process.WaitForExitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            await KillAsync(process, mark);
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    // Ends what was started also when the caller no longer waits, so it takes no token.
    private async Task KillAsync(Process process, ProcessMark mark)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has ended by itself in between.
        }

        _ = await _ender.EndAsync(new TreeSelector(null, mark), TimeSpan.Zero, CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
    }

    private static void WriteInput(Process process, ReadOnlyMemory<byte> input)
    {
        try
        {
            using var stream = process.StandardInput.BaseStream;
            stream.Write(input.Span);
        }
        catch (IOException)
        {
            // It ended, or closed its input, without reading everything; its exit code tells what that means.
        }
    }

    // Reads of a pipe block, and would take threads from the pool on which everything else of the host runs.
    private static Task OnThread(Action action) =>
        Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
}
