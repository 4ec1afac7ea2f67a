using System.Diagnostics;

namespace AgentSandbox.Orchestration.Processes.Windows;

/// <summary>A child on Windows. Compiled, not tested.</summary>
internal sealed class WindowsChildProcess : IChildProcess
{
    private readonly Process _process;

    public WindowsChildProcess(Process process, ProcessMark? mark, string? outputPath)
    {
        _process = process;
        Mark = mark;
        Identity = new ProcessIdentity(process.Id, process.StartTime.ToUniversalTime().Ticks, "");
        process.StandardInput.Close();
        Exited = RunAsync(outputPath);
    }

    public ProcessIdentity Identity { get; }

    public ProcessMark? Mark { get; }

    public Task<ProcessExit> Exited { get; }

    public async Task StopAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        // There is no SIGTERM to send, so grace has no use here.
        if (!Exited.IsCompleted)
        {
            _process.Kill(entireProcessTree: true);
        }

        _ = await Exited.WaitAsync(cancellationToken);
    }

    private async Task<ProcessExit> RunAsync(string? outputPath)
    {
        if (outputPath is not null)
        {
            var output = new FileStream(outputPath, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            await using var ownedOutput = output;
            await Task.WhenAll(
                _process.StandardOutput.BaseStream.CopyToAsync(output),
                _process.StandardError.BaseStream.CopyToAsync(output));
        }

        await _process.WaitForExitAsync();
        return new ProcessExit(_process.ExitCode, null);
    }
}
