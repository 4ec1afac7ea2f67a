using System.Text.RegularExpressions;

namespace AgentSandbox.Orchestration.Plans.Expectations;

/// <summary>Regular expressions of plans: in linear time, over bounded texts.</summary>
internal sealed class BoundedPattern
{
    private const int MaxPattern = 4096;
    private const int MaxInput = 256 * 1024;

    private readonly Regex _regex;

    private BoundedPattern(Regex regex) => _regex = regex;

    /// <summary>Reads a pattern; null with the reason when it is none, or one that cannot be matched in linear time.</summary>
    public static BoundedPattern? TryParse(string pattern, RegexOptions options, out string problem)
    {
        problem = "";
        try
        {
            if (pattern.Length <= MaxPattern)
            {
                return new BoundedPattern(new Regex(pattern, options | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
            }

            problem = $"it is longer than {MaxPattern} characters";
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            problem = e.Message;
        }

        return null;
    }

    /// <summary>Whether it matches somewhere in the text, of which only the beginning is looked at when it is very long.</summary>
    public bool IsMatch(string text) => _regex.IsMatch(text.Length <= MaxInput ? text.AsSpan() : text.AsSpan(0, MaxInput));
}
