using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.UseCases;

/// <summary>Reads the output of forks, or of baseline services. Reading renews no lease.</summary>
public sealed class ReadLogs
{
    private readonly ISandboxStore _store;
    private readonly ISandboxEngine _engine;
    private readonly IBaseline _baseline;

    internal ReadLogs(ISandboxStore store, ISandboxEngine engine, IBaseline baseline)
    {
        _store = store;
        _engine = engine;
        _baseline = baseline;
    }

    /// <summary>Returns the newest matching lines in the order of their times.</summary>
    /// <param name="request">Whose output, and which part of it.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<Result<LogPage>> ExecuteAsync(LogRequest request, CancellationToken cancellationToken)
    {
        if (request.Sandbox is not { } id)
        {
            var names = _baseline.Services.Select(service => service.Name).ToList();
            var unknown = request.Services.FirstOrDefault(service => !names.Contains(service));
            return unknown is null
                ? await _engine.ReadLogsAsync(request with { Services = request.Services.Count > 0 ? request.Services : names }, cancellationToken)
                : SandboxFailures.ServiceNotFound(unknown, names);
        }

        if (_store.Find(id) is not { } record)
        {
            return SandboxFailures.NotFound(id, _store);
        }

        var forks = record.Spec.LastRevisions.Keys.ToList();
        var missing = request.Services.FirstOrDefault(service => !forks.Contains(service));
        return missing is null
            ? await _engine.ReadLogsAsync(request with { Services = request.Services.Count > 0 ? request.Services : forks }, cancellationToken)
            : SandboxFailures.ForkNotFound(id, missing, forks);
    }
}
