using System.Text.RegularExpressions;

namespace AgentSandbox.Orchestration.Plans.Reading.Operands;

/// <summary>Says what is wrong with a regular expression. Only the engine without backtracking is used, so that no pattern can run for ever.</summary>
internal static class Patterns
{
    private const int Longest = 1000;

    public static string? Problem(string pattern)
    {
        if (pattern.Length > Longest)
        {
            return $"is longer than {Longest} characters";
        }

        try
        {
            _ = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return null;
        }
        catch (NotSupportedException exception)
        {
            var wish = exception.Message.Split("containing:") is [_, var construct] ? $"uses {construct.Trim().TrimEnd('.')}" : "counts too far";
            return $"{wish}, which cannot be matched in linear time";
        }
        catch (ArgumentException exception)
        {
            return $"does not compile: {exception.Message.TrimEnd('.')}";
        }
    }
}
