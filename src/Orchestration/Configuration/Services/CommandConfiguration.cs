using AgentSandbox.Orchestration.Configuration.Templates;

namespace AgentSandbox.Orchestration.Configuration.Services;

/// <summary>A command of a service, as an argument vector.</summary>
public sealed record CommandConfiguration
{
    /// <summary>The program and its arguments; for a shell command the one script.</summary>
    public required IReadOnlyList<Interpolation> Words { get; init; }

    /// <summary>Whether <see cref="Words"/> is a script for the system's shell (<c>shell: true</c>).</summary>
    public bool Shell { get; init; }

    /// <summary>The command for people, with placeholders unresolved, so that it never shows a value from outside.</summary>
    public string Display => string.Join(' ', Words.Select(word => Shell || !word.Source.Any(char.IsWhiteSpace)
        ? word.Source
        : $"'{word.Source}'"));

    /// <summary>Resolves the placeholders to the argument vector to start, the shell's own words included.</summary>
    public ResolvedWords Resolve(IInterpolationScope scope)
    {
        var results = Words.Select(word => word.Resolve(scope)).ToList();
        var values = results.Select(result => result.Value);
        IEnumerable<string> shell = OperatingSystem.IsWindows() ? ["cmd.exe", "/d", "/s", "/c"] : ["/bin/sh", "-c"];
        return new ResolvedWords
        {
            Words = [.. Shell ? shell : [], .. values],
            Problems = [.. results.SelectMany(result => result.Problems)],
            Sensitive = results.SelectMany(result => result.Sensitive).ToHashSet(StringComparer.Ordinal),
        };
    }
}
