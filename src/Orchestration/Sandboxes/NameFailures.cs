using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Sandboxes;

internal static class NameFailures
{
    private const int MaxQuoted = 80;

    public static SandboxFailure InvalidSandboxName(string text, string? problem) => new()
    {
        Code = FailureCodes.InvalidName,
        Category = FailureCategory.User,
        Message = $"The sandbox name '{Quote(text)}' is not usable: {problem}",
        Hint = "Use lower-case letters, digits and dashes, starting with a letter, at most 63 characters, such as 'pr-42'.",
    };

    /// <summary>Cuts and cleans what a caller typed, so that an answer never echoes 300 characters or control codes.</summary>
    public static string Quote(string text)
    {
        var clean = new string(text.Select(c => char.IsControl(c) ? '?' : c).ToArray());
        return clean.Length <= MaxQuoted ? clean : clean[..MaxQuoted] + "…";
    }
}
