using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Sandboxes.Workloads;

namespace AgentSandbox.Orchestration.UseCases.Deploying;

/// <summary>What is wrong with the arguments of a deploy, all of it at once, before anything is done.</summary>
internal static class DeployArguments
{
    private const int MaxReplicas = 20;
    private const int MaxImageLength = 1024;
    private const int MaxPatchLength = 32 * 1024;

    /// <summary>Returns every problem in one failure, or null.</summary>
    public static SandboxFailure? Check(DeployForkRequest request, ISandboxEngine engine)
    {
        var unsupported = engine.Capabilities.HasFlag(EngineCapabilities.Workloads) ? [] : Given(request.Workload).ToList();
        var problems = ForkEnvironmentCheck.Problems(request.Environment).ToList();
        if (unsupported.Count == 0)
        {
            problems.AddRange(Problems(request));
            return problems.Count == 0 ? null : Invalid(problems, "Correct them; secrets come from ${secret:NAME} in agent-sandbox.yaml, never through a call.");
        }

        problems.Insert(0, $"The {engine.Name} engine does not take {string.Join(", ", unsupported.Select(name => $"'{name}'"))}: its forks are not workloads of a cluster.");
        return Invalid(problems, $"Leave out what it does not take; 'engine: kubernetes' in agent-sandbox.yaml has {(unsupported.Count == 1 ? "it" : "them")}.") with { Code = FailureCodes.ArgumentUnsupported };
    }

    private static IEnumerable<string> Given(ForkWorkloadSpec? workload)
    {
        (string Name, bool IsGiven)[] arguments =
        [
            ("image", workload?.Image is not null),
            ("command", workload?.Command is not null),
            ("args", workload?.Args is not null),
            ("replicas", workload?.Replicas is not null),
            ("patch", workload?.Patch is not null),
            ("rebase", workload?.Rebase == true),
        ];
        return arguments.Where(argument => argument.IsGiven).Select(argument => argument.Name);
    }

    private static IEnumerable<string> Problems(DeployForkRequest request)
    {
        var wish = request.Workload;
        if (wish is { Image: { } image } && (image.Length is 0 or > MaxImageLength || image.Any(char.IsWhiteSpace) || image.Any(char.IsControl) || image[0] == '-'))
        {
            yield return $"'{NameFailures.Quote(image)}' is not the name of an image.";
        }

        if (wish?.Image is not null && request.Ref is not null)
        {
            yield return "'image' and 'ref' contradict each other: an image is deployed as it is.";
        }

        if (wish?.Replicas is < 1 or > MaxReplicas)
        {
            yield return $"'replicas' is {wish.Replicas}; 1 to {MaxReplicas} are taken.";
        }

        if (wish?.Patch?.ToJsonString().Length > MaxPatchLength)
        {
            yield return $"'patch' is longer than {MaxPatchLength} characters.";
        }

        var single = Given(wish).Where(name => name is "image" or "command" or "args" or "patch").ToList();
        if (single.Count > 0 && request.Services.Distinct(StringComparer.Ordinal).Count() != 1)
        {
            yield return $"{string.Join(", ", single.Select(name => $"'{name}'"))} {(single.Count == 1 ? "is" : "are")} for one service: name exactly one in 'services'.";
        }
    }

    private static SandboxFailure Invalid(IEnumerable<string> problems, string hint) => new()
    {
        Code = FailureCodes.InvalidArguments,
        Category = FailureCategory.User,
        Message = string.Join(" ", problems),
        Hint = hint,
    };
}
