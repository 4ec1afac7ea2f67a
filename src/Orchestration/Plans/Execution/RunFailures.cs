using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Plans.Execution;

/// <summary>Failures about runs of plans.</summary>
internal static class RunFailures
{
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="id">The run that was asked for; null for the newest.</param>
    /// <param name="known">Runs that there are, newest first.</param>
    public static SandboxFailure NotFound(SandboxId sandbox, string? id, IReadOnlyList<string> known) => new()
    {
        Code = FailureCodes.RunNotFound,
        Category = FailureCategory.User,
        Message = id is null ? $"Sandbox '{sandbox}' has no plan runs." : $"Sandbox '{sandbox}' has no plan run '{NameFailures.Quote(id)}'.",
        Hint = known.Count == 0 ? "Run a plan with run_plan." : $"The newest are: {string.Join(", ", known)}.",
    };
}
