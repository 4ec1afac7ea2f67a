using System.Text.RegularExpressions;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Logs.Text;
using AgentSandbox.Orchestration.Plans.Expectations;
using AgentSandbox.Orchestration.Plans.Running;

namespace AgentSandbox.Orchestration.Plans.Steps.Logging;

/// <summary>One claim, ready to be counted in entries.</summary>
internal sealed class LogClaimCount
{
    private readonly LogClaim _claim;
    private readonly string? _text;
    private readonly BoundedPattern? _pattern;

    private LogClaimCount(LogClaim claim, string? text, BoundedPattern? pattern) => (_claim, _text, _pattern) = (claim, text, pattern);

    public bool HasUpperBound => _claim.AtMost is not null;

    public int AtLeast => _claim.AtLeast;

    /// <summary>What is claimed, in words.</summary>
    public string Label => string.Join(" and ", Conditions()) is { Length: > 0 } conditions ? $"entries {conditions}" : "entries";

    public static Result<LogClaimCount> Of(LogClaim claim, IStepServices services)
    {
        var text = claim.Contains is { } contains ? services.Resolve(contains) : null;
        if (text is { IsSuccess: false })
        {
            return text.Failure;
        }

        if (claim.Matches is null)
        {
            return new LogClaimCount(claim, text?.Value, null);
        }

        // Within an entry of several lines, ^ and $ are about lines: that is how logs are read.
        return BoundedPattern.TryParse(claim.Matches, RegexOptions.Multiline, out var problem) is { } pattern
            ? new LogClaimCount(claim, text?.Value, pattern)
            : new SandboxFailure
            {
                Code = FailureCodes.InvalidArguments,
                Category = FailureCategory.User,
                Message = $"'{JsonValues.Cut(claim.Matches)}' is not a regular expression that can be matched in linear time: {problem}",
                Hint = "Write it without look-arounds, back references and atomic groups.",
            };
    }

    public bool Counts(LogEntryText entry) =>
        LogLevels.Passes(_claim.Level, entry.Lines)
        && (_text is null || entry.Text.Contains(_text, StringComparison.OrdinalIgnoreCase))
        && (_pattern is null || _pattern.IsMatch(entry.Text));

    /// <summary>What does not hold of a count, or null.</summary>
    public ClaimFailure? Failure(int count, string? sample) => count switch
    {
        _ when count < _claim.AtLeast => new ClaimFailure(Label, $"at least {_claim.AtLeast}", count == 0 ? "none" : $"{count}"),
        _ when count > _claim.AtMost => new ClaimFailure(Label, _claim.AtMost == 0 ? "none" : $"at most {_claim.AtMost}", $"{count}{(sample is null ? "" : $", such as {JsonValues.Text(JsonValues.Cut(sample))}")}"),
        _ => null,
    };

    private IEnumerable<string> Conditions()
    {
        if (_claim.Level != LogLevelFilter.All)
        {
            yield return $"of level {(_claim.Level == LogLevelFilter.Error ? "error" : "warn")}";
        }

        if (_text is not null)
        {
            yield return $"that contain {JsonValues.Text(JsonValues.Cut(_text))}";
        }

        if (_claim.Matches is { } pattern)
        {
            yield return $"that match {JsonValues.Text(JsonValues.Cut(pattern))}";
        }
    }
}
