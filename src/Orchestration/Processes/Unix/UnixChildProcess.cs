namespace AgentSandbox.Orchestration.Processes.Unix;

internal sealed class UnixChildProcess(ProcessIdentity identity, ProcessMark? mark, Task<ProcessExit> exited, TreeEnder ender)
    : IChildProcess
{
    public ProcessIdentity Identity => identity;

    public ProcessMark? Mark => mark;

    public Task<ProcessExit> Exited => exited;

    public async Task StopAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        _ = await ender.EndAsync(new TreeSelector(identity, mark), grace, cancellationToken);
        _ = await exited.WaitAsync(cancellationToken);
    }
}
