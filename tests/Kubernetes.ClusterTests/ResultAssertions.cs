using AgentSandbox.Orchestration.Failures;
using FluentAssertions.Execution;
using FluentAssertions.Primitives;

namespace AgentSandbox.Kubernetes.ClusterTests;

/// <summary>Shows the failure where a success was expected, and the other way round.</summary>
internal static class ResultAssertions
{
    public static void BeSuccess(this ObjectAssertions assertions) => _ = Failure(assertions) is { } failure
        ? throw new AssertionFailedException($"Expected success, and got {failure} {string.Join(" | ", failure.Evidence)}")
        : true;

    public static T Get<T>(this Result<T> result)
    {
        result.Should().BeSuccess();
        return result.Value!; // it is a success
    }

    public static SandboxFailure FailWith(this ObjectAssertions assertions, string code)
    {
        var failure = Failure(assertions) ?? throw new AssertionFailedException($"Expected {code}, and got a success.");
        failure.Code.Should().Be(code, failure.ToString());
        return failure;
    }

    private static SandboxFailure? Failure(ObjectAssertions assertions) =>
        (SandboxFailure?)assertions.Subject.GetType().GetProperty("Failure")!.GetValue(assertions.Subject); // every result has it
}
