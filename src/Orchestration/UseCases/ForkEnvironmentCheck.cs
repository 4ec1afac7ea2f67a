using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Secrets;

namespace AgentSandbox.Orchestration.UseCases;

/// <summary>What a deploy may add to a fork's environment. It is stored, so secrets have no place in it.</summary>
internal static class ForkEnvironmentCheck
{
    private const int MaxVariables = 64;
    private const int MaxValueLength = 8192;

    /// <summary>Every problem, as sentences.</summary>
    public static IEnumerable<string> Problems(IReadOnlyDictionary<string, string> environment)
    {
        var problems = environment.SelectMany(pair => Problems(pair.Key, pair.Value));
        return environment.Count > MaxVariables
            ? problems.Append($"There are {environment.Count} variables in 'env'; at most {MaxVariables} are taken.")
            : problems;
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
