namespace AgentSandbox.Orchestration.Configuration;

/// <summary>One thing that is wrong with a configuration, where it is, and how to mend it.</summary>
public sealed record ConfigurationProblem
{
    /// <summary>A stable code out of <see cref="ConfigurationProblemCodes"/>.</summary>
    public required string Code { get; init; }

    /// <summary>What is wrong with which thing.</summary>
    public required string Message { get; init; }

    /// <summary>The one thing to do next.</summary>
    public required string Fix { get; init; }

    /// <summary>The line, from 1; 0 when the problem is the file as a whole.</summary>
    public int Line { get; init; }

    /// <summary>The column, from 1; 0 when the problem is the file as a whole.</summary>
    public int Column { get; init; }

    /// <summary>The place in the document, such as <c>services.orders.env.PORT</c>; empty for the file as a whole.</summary>
    public string Path { get; init; } = "";

    /// <summary>Formats the problem as <c>file:line:col: message (fix)</c>, which editors and terminals make clickable.</summary>
    public string Format(string fileName) => Line > 0
        ? $"{fileName}:{Line}:{Column}: {Message} ({Fix})"
        : $"{fileName}: {Message} ({Fix})";
}
