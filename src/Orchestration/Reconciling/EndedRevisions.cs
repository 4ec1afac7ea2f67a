using System.Collections.Concurrent;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Reconciling;

/// <summary>
/// How revisions of one sandbox ended. A process can end between its first healthy answer and the moment at which it
/// is recorded as serving; without this note it would then be recorded as if it ran.
/// </summary>
internal sealed class EndedRevisions
{
    private readonly ConcurrentDictionary<(string Service, int Revision), SandboxFailure> _ended = new();

    public void Note(string service, int revision, SandboxFailure failure) => _ended[(service, revision)] = failure;

    public SandboxFailure? Find(string service, int revision) => _ended.GetValueOrDefault((service, revision));

    public void Forget(string service, int revision) => _ended.TryRemove((service, revision), out _);
}
