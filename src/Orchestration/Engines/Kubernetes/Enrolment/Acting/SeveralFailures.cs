using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Acting;

/// <summary>Tells several failures as one, so that all of them are told at once.</summary>
internal static class SeveralFailures
{
    /// <summary>Null when there is none; the code is that of the first.</summary>
    public static SandboxFailure? Join(IReadOnlyList<SandboxFailure> failures) => failures.Count switch
    {
        0 => null,
        1 => failures[0],
        _ => failures[0] with
        {
            Message = $"{failures.Count} things stand in the way:",
            Hint = string.Join(" ", failures.Select(failure => failure.Hint).Distinct()),
            Evidence = [.. failures.SelectMany(failure => failure.Evidence.Prepend($"{failure.Code}: {failure.Message}"))],
            Retryable = failures.All(failure => failure.Retryable),
        },
    };
}
