using System.Text.RegularExpressions;
using AgentSandbox.Orchestration.Configuration.Yaml;

namespace AgentSandbox.Orchestration.Configuration.Keys;

/// <summary>A single value.</summary>
internal sealed record ScalarShape : Shape
{
    private Regex? _regex;

    /// <summary>What is wanted, as the end of the sentence "must be …".</summary>
    public required string Expected { get; init; }

    /// <summary>What to write, as a fix.</summary>
    public required string Fix { get; init; }

    public YamlScalarType Types { get; init; } = YamlScalarType.String;

    /// <summary>For texts; in the common part of .NET's and ECMAScript's regular expressions, because editors use it too.</summary>
    public string? Pattern { get; init; }

    /// <summary>The only possible values.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>For numbers.</summary>
    public double? Minimum { get; init; }

    /// <summary>For numbers.</summary>
    public double? Maximum { get; init; }

    /// <summary>The code of a text that breaks the rule.</summary>
    public string Code { get; init; } = ConfigurationProblemCodes.InvalidValue;

    /// <summary>A rule that no pattern can express; returns what is wrong, or null.</summary>
    public Func<string, string?>? Rule { get; init; }

    /// <summary>Whether the value may be a secret of its own and is never shown.</summary>
    public bool IsPrivate { get; init; }

    public bool AllowsNull => (Types & YamlScalarType.Null) != 0;

    // The end anchor also matches before a last line break, which no value of ours may hold.
    public bool Matches(string text)
    {
        _regex ??= new Regex(Pattern ?? "", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        return Pattern is null || (!text.EndsWith('\n') && _regex.IsMatch(text));
    }
}
