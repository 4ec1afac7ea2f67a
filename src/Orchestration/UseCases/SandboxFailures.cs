using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.UseCases;

/// <summary>Failures about sandboxes and their owners.</summary>
internal static class SandboxFailures
{
    public static SandboxFailure NotFound(SandboxId id, ISandboxStore store)
    {
        if (store.EndedKeys().FirstOrDefault(ended => ended.Key == id.Value) is { } ended)
        {
            return new SandboxFailure
            {
                Code = FailureCodes.SandboxEnded,
                Category = FailureCategory.User,
                Message = $"Sandbox '{id}' is gone since {ended.EndedAt:u}: {ended.Reason}.",
                Hint = "Create it again with create_sandbox.",
            };
        }

        var near = NearestName.Find(id.Value, store.List().Select(record => record.Spec.Id.Value));
        return new SandboxFailure
        {
            Code = FailureCodes.SandboxNotFound,
            Category = FailureCategory.User,
            Message = $"No sandbox is named '{id}'.",
            Hint = near is null ? "Create it with create_sandbox, or see list_sandboxes." : $"Did you mean '{near}'? See list_sandboxes.",
        };
    }

    public static SandboxFailure Deleting(SandboxRecord record) => new()
    {
        Code = FailureCodes.SandboxDeleting,
        Category = FailureCategory.User,
        Message = $"Sandbox '{record.Spec.Id}' is being removed: {record.Spec.Deletion?.Reason}.",
        Hint = "Wait a moment and create it again with create_sandbox.",
        Retryable = true,
        RetryAfter = TimeSpan.FromSeconds(2),
    };

    public static SandboxFailure NotOwner(SandboxRecord record) => new()
    {
        Code = FailureCodes.NotOwner,
        Category = FailureCategory.User,
        Message = $"Sandbox '{record.Spec.Id}' belongs to {record.Spec.Owner}.",
        Hint = "Use another name, or pass take_over: true when its owner agrees.",
    };

    public static SandboxFailure ForkNotFound(SandboxId id, string service, IEnumerable<string> forks) => new()
    {
        Code = FailureCodes.ForkNotFound,
        Category = FailureCategory.User,
        Message = $"Sandbox '{id}' has no fork of '{NameFailures.Quote(service)}'.",
        Hint = forks.Any() ? $"Its forks are: {string.Join(", ", forks)}." : "It has no forks; add one with deploy_fork.",
    };

    public static SandboxFailure ServiceNotFound(string service, IEnumerable<string> services) => new()
    {
        Code = FailureCodes.ServiceNotFound,
        Category = FailureCategory.User,
        Message = $"No service is named '{NameFailures.Quote(service)}'.",
        Hint = NearestName.Find(service, services) is { } near
            ? $"Did you mean '{near}'? See list_services."
            : $"The services are: {string.Join(", ", services)}.",
    };
}
