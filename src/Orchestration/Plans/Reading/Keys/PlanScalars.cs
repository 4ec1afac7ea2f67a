using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Configuration.Keys;
using AgentSandbox.Orchestration.Configuration.Yaml;
using AgentSandbox.Orchestration.Plans.Reading.Operands;

namespace AgentSandbox.Orchestration.Plans.Reading.Keys;

/// <summary>The kinds of single values that steps share.</summary>
internal static class PlanScalars
{
    private const int LongestPath = 2000;

    public static ScalarShape Line { get; } = new()
    {
        Expected = "one line of at most 200 characters",
        Fix = "say it in one line",
        Pattern = @"^[^\u0000-\u001f]*[^\s\u0000-\u001f][^\u0000-\u001f]*$",
        Rule = text => text.Length > 200 ? "is longer" : null,
    };

    public static ScalarShape StepId { get; } = Scalars.ServiceName with
    {
        Fix = "rename it, for instance to \"quote-has-fee\"",
    };

    public static ScalarShape Name { get; } = new()
    {
        Expected = "a name of letters, digits, \"_\" and \"-\" that begins with a letter or \"_\", at most 64 long",
        Fix = "rename it, for instance to \"orderId\"",
        Pattern = "^[A-Za-z_][A-Za-z0-9_-]{0,63}$",
        Code = ConfigurationProblemCodes.InvalidName,
    };

    public static ScalarShape Text { get; } = new()
    {
        Expected = "a text, number, true or false",
        Fix = "write the value, or \"\" for an empty one",
        Types = YamlScalarType.String | YamlScalarType.Boolean | YamlScalarType.Integer | YamlScalarType.Float,
    };

    public static ScalarShape Service { get; } = new()
    {
        Expected = "the name of a service, or a text with a place such as ${params.service}",
        Fix = "write the service's name, such as orders",
        Pattern = @"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?|[^\s]*\$\{[^\s]*)$",
        Code = ConfigurationProblemCodes.InvalidName,
    };

    public static ScalarShape RequestPath { get; } = new()
    {
        Expected = "a path with query that begins with \"/\", without white space and fragment",
        Fix = "write it like /api/items?page=2; percent-encode what is special",
        Pattern = @"^(/([^/\s#\\][^\s#\\]*)?|\$\{[^\s#\\]*)$",
        Code = ConfigurationProblemCodes.InvalidPath,
        Rule = text => text.Length > LongestPath ? $"is longer than {LongestPath} characters"
            : text.Split('?')[0].Split('/').Any(segment => segment is "." or "..") ? "has a \".\" or \"..\" segment"
            : null,
    };

    public static ScalarShape Method { get; } = Scalars.OneOf("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE");

    public static ScalarShape HeaderName { get; } = new()
    {
        Expected = "the name of a header",
        Fix = "use letters, digits and hyphens, such as content-type",
        Pattern = "^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$",
        Code = ConfigurationProblemCodes.InvalidName,
    };

    public static ScalarShape JsonPath { get; } = new()
    {
        Expected = "a JSONPath that begins with \"$\"",
        Fix = "write it like $.items[0].price",
        Pattern = @"^\$[^\u0000-\u001f]*$",
        Code = PlanProblemCodes.InvalidJsonPath,
        Rule = JsonPaths.Problem,
    };

    public static ScalarShape ComparedPath { get; } = new()
    {
        Expected = "a JSONPath that begins with \"$\", or headers.NAME",
        Fix = "write it like $.items[*].id, or headers.etag",
        Pattern = @"^(\$[^\u0000-\u001f]*|headers\.[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128})$",
        Code = PlanProblemCodes.InvalidJsonPath,
        Rule = text => text.StartsWith('$') ? JsonPaths.Problem(text) : null,
    };

    public static ScalarShape Pattern { get; } = new()
    {
        Expected = "a regular expression that is matched in linear time",
        Fix = "leave out look-around, back-references and large counts, or put quotes around it",
        Types = YamlScalarType.String | YamlScalarType.Integer,
        Code = PlanProblemCodes.InvalidPattern,
        Rule = Patterns.Problem,
    };

    public static ScalarShape Number(double minimum, double maximum) => new()
    {
        Expected = $"a number from {minimum} to {maximum}",
        Fix = "write a number in that range, without quotes",
        Types = YamlScalarType.Integer | YamlScalarType.Float,
        Minimum = minimum,
        Maximum = maximum,
    };

    public static ScalarShape DurationUpTo(TimeSpan longest, string shown) => Scalars.Duration with
    {
        Expected = $"a duration above zero and up to {shown}",
        Rule = text => Durations.TryParse(text, out var duration) && duration <= longest ? null : $"is zero or longer than {shown}",
    };
}
