namespace AgentSandbox.Orchestration.Plans.Expectations;

/// <summary>How a found value is looked at.</summary>
public enum MatcherKind
{
    /// <summary>Equal as JSON values; numbers by value.</summary>
    Is,

    /// <summary>Not equal.</summary>
    Not,

    /// <summary>Equal to one of a list.</summary>
    OneOf,

    /// <summary>A number at or above a bound.</summary>
    AtLeast,

    /// <summary>A number at or below a bound.</summary>
    AtMost,

    /// <summary>A number above a bound.</summary>
    Above,

    /// <summary>A number below a bound.</summary>
    Below,

    /// <summary>A text that a regular expression matches somewhere; linear time.</summary>
    Matches,

    /// <summary>One of the JSON types: string, number, integer, boolean, object, array, null.</summary>
    Type,

    /// <summary>The length of a text, array or object: a number, or bounds.</summary>
    Length,

    /// <summary>A text that contains a text, or an array that contains a value.</summary>
    Contains,

    /// <summary>Nothing is found at the path (<c>true</c>), or something is (<c>false</c>).</summary>
    Absent,

    /// <summary>The found object or array has everything that the given one has, and perhaps more.</summary>
    Includes,

    /// <summary>The found object or array has nothing that the given one has not.</summary>
    SubsetOf,

    /// <summary>A JSON Schema is satisfied.</summary>
    Schema,
}
