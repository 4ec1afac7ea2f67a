using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.UnitTests;

/// <summary>Records of sandboxes for tests.</summary>
internal static class Records
{
    public static SandboxFailure Failure(string code = FailureCodes.BuildFailed) => new()
    {
        Code = code,
        Category = FailureCategory.Configuration,
        Message = $"It failed with {code}.",
        Hint = "Mend it.",
    };

    public static SandboxRecord Sandbox(string name, DateTimeOffset now, TimeSpan? idle = null, TimeSpan? max = null) => new()
    {
        LastActivity = now,
        Spec = new SandboxSpec
        {
            Id = new SandboxId(name),
            Owner = new Owner("ada", "/trees/" + name),
            Lease = new LeaseSpec(idle ?? TimeSpan.FromMinutes(60), max ?? TimeSpan.FromHours(24)),
            CreatedAt = now,
        },
    };

    public static ForkSpec Fork(string service, int revision, DateTimeOffset now) => new()
    {
        Service = service,
        Revision = revision,
        Source = new ForkSource { Kind = SourceKind.Tree, Tree = "/trees/a", Hash = $"hash{revision}" },
        RequestedAt = now,
    };

    public static SandboxRecord WithFork(this SandboxRecord record, string service, int revision) => record with
    {
        Spec = record.Spec with
        {
            Forks = new Dictionary<string, ForkSpec>(record.Spec.Forks) { [service] = Fork(service, revision, record.LastActivity) },
            LastRevisions = new Dictionary<string, int>(record.Spec.LastRevisions) { [service] = revision },
        },
    };

    public static SandboxRecord WithoutFork(this SandboxRecord record, string service) => record with
    {
        Spec = record.Spec with { Forks = record.Spec.Forks.Where(pair => pair.Key != service).ToDictionary() },
    };

    public static SandboxRecord Deleted(this SandboxRecord record) => record with
    {
        Spec = record.Spec with { Deletion = new Deletion("it was deleted by ada", record.LastActivity) },
    };

    public static ForkStatus Status(string service, int revision, ForkPhase phase, int? serving = null, bool down = false) => new()
    {
        Service = service,
        Revision = revision,
        Phase = phase,
        Since = default,
        Failure = phase is ForkPhase.Failed or ForkPhase.Crashed ? Failure() : null,
        Serving = serving is null ? null : new ServingRevision
        {
            Revision = serving.Value,
            Spec = Fork(service, serving.Value, default),
            Address = new Uri($"http://127.0.0.1:{5000 + serving.Value}"),
            ReadyAt = default,
            Down = down ? Failure(FailureCodes.ForkCrashed) : null,
        },
    };
}
