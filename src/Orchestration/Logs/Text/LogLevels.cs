using System.Text.RegularExpressions;

namespace AgentSandbox.Orchestration.Logs.Text;

/// <summary>Guesses the level of an entry from the words that loggers use.</summary>
internal static partial class LogLevels
{
    public static bool Passes(LogLevelFilter filter, IReadOnlyList<string> lines) => filter switch
    {
        LogLevelFilter.Error => lines.Any(IsError),
        LogLevelFilter.Warn => lines.Any(l => IsError(l) || IsWarning(l)),
        _ => true,
    };

    private static bool IsError(string line) => Error().IsMatch(None().Replace(line, ""));

    private static bool IsWarning(string line) => Warning().IsMatch(None().Replace(line, ""));

    // "0 Error(s)" and "Failed: 0" end every good build.
    [GeneratedRegex(@"\b(?:(?:0|no|without)\s+(?:errors?|warnings?|failures?|failed)(?:\(s\))?|(?:errors?|warnings?|failures?|failed):\s*0\b)", RegexOptions.IgnoreCase)]
    private static partial Regex None();

    // Words of text loggers, the abbreviations of .NET's and Serilog's consoles, JSON levels (50 and 60 are pino's), and crashes.
    [GeneratedRegex(@"\berrors?\b|\bERR!?\b|\[E(?:RR|RROR)?\]|^\s*(?:fail|crit):|\bfatal\b|\bcritical\b|\bpanic\b|\bfailed\b|\bsevere\b|\w*Exception\b|(?-i:\w+Error\b)|Traceback \(|""level""\s*:\s*(?:50|60)\b|\[FTL\]", RegexOptions.IgnoreCase)]
    private static partial Regex Error();

    [GeneratedRegex(@"\bwarn(?:ings?)?\b|\[WRN\]|\[W\]|""level""\s*:\s*40\b", RegexOptions.IgnoreCase)]
    private static partial Regex Warning();
}
