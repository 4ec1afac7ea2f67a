using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Secrets;

namespace AgentSandbox.Orchestration.UseCases;

/// <summary>What a deploy may add to a fork's environment. It is stored, so secrets have no place in it.</summary>
internal static class ForkEnvironmentCheck
{
    private const int MaxVariables = 64;
    private const int MaxValueLength = 8192;

    /// <summary>Returns every problem at once, or null.</summary>
    public static SandboxFailure? Check(IReadOnlyDictionary<string, string> environment)
    {
        var problems = environment.SelectMany(pair => Problems(pair.Key, pair.Value)).ToList();
        if (environment.Count > MaxVariables)
        {
            problems.Add($"There are {environment.Count} variables; at most {MaxVariables} are taken.");
        }

        return problems.Count == 0 ? null : new SandboxFailure
        {
            Code = FailureCodes.InvalidArguments,
            Category = FailureCategory.User,
            Message = string.Join(" ", problems),
            Hint = "Correct 'env'; secrets come from ${secret:NAME} in agent-sandbox.yaml, never through a call.",
        };
    }

    private static IEnumerable<string> Problems(string name, string value)
    {
        if (name.Length is 0 or > 128 || char.IsAsciiDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            yield return $"'{NameFailures.Quote(name)}' is not the name of a variable.";
        }
        else if (Redactor.IsSecretName(name))
        {
            yield return $"'{name}' looks like a secret, and what is passed here is stored.";
        }
        else if (value.Length > MaxValueLength || value.Contains('\0', StringComparison.Ordinal))
        {
            yield return $"The value of '{name}' is longer than {MaxValueLength} characters or has a NUL.";
        }
    }
}
