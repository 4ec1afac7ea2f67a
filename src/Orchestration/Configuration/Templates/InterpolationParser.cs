using System.Text;
using System.Text.RegularExpressions;
using AgentSandbox.Orchestration.Configuration.Reading;

namespace AgentSandbox.Orchestration.Configuration.Templates;

/// <summary>Splits a text into literal parts and placeholders.</summary>
internal static partial class InterpolationParser
{
    private const string Open = "${";

    private static readonly string[] s_simpleNames = ["port", "image", "sandbox.name", "sandbox.key"];

    /// <summary>Parses <paramref name="text"/>; what is wrong goes to <paramref name="errors"/>, and the rest is still returned.</summary>
    public static IReadOnlyList<InterpolationPart> Parse(
        string text, IReadOnlyList<PlaceholderKind> allowed, ICollection<InterpolationError> errors)
    {
        var parts = new List<InterpolationPart>();
        var literal = new StringBuilder();
        var position = 0;
        while (position < text.Length)
        {
            var open = text.IndexOf(Open, position, StringComparison.Ordinal);
            if (open < 0)
            {
                break;
            }

            if (open > position && text[open - 1] == '$')
            {
                literal.Append(text, position, open - 1 - position).Append(Open);
                position = open + Open.Length;
                continue;
            }

            literal.Append(text, position, open - position);
            var close = text.IndexOf('}', open);
            if (close < 0)
            {
                errors.Add(new InterpolationError(open, "A placeholder that begins with \"${\" is not closed.", "add \"}\", or write \"$${\" for a literal \"${\""));
                return parts;
            }

            Flush(parts, literal);
            AddPlaceholder(text[(open + Open.Length)..close], open, allowed, parts, errors);
            position = close + 1;
        }

        literal.Append(text, position, text.Length - position);
        Flush(parts, literal);
        return parts;
    }

    private static void Flush(List<InterpolationPart> parts, StringBuilder literal)
    {
        if (literal.Length > 0)
        {
            parts.Add(new InterpolationPart { Kind = PlaceholderKind.Literal, Text = literal.ToString() });
            literal.Clear();
        }
    }

    private static void AddPlaceholder(
        string body,
        int offset,
        IReadOnlyList<PlaceholderKind> allowed,
        List<InterpolationPart> parts,
        ICollection<InterpolationError> errors)
    {
        var part = Recognise(body, offset);
        if (part is null)
        {
            errors.Add(new InterpolationError(offset, $"The placeholder \"${{{Texts.Shorten(body)}}}\" is not known.", FixFor(body, allowed)));
        }
        else if (!allowed.Contains(part.Kind))
        {
            var reason = part.Kind == PlaceholderKind.Secret && !allowed.Contains(PlaceholderKind.Secret)
                ? "pass the secret through \"env\", since others can read a command's arguments"
                : $"possible here: {Spellings(allowed)}";
            errors.Add(new InterpolationError(offset, $"The placeholder \"${{{Texts.Shorten(body)}}}\" has no meaning at this place.", reason));
        }
        else
        {
            parts.Add(part);
        }
    }

    private static InterpolationPart? Recognise(string body, int offset)
    {
        if (ServicePattern().Match(body) is { Success: true } service)
        {
            var kind = service.Groups[2].Value switch
            {
                "url" => PlaceholderKind.ServiceUrl,
                "host" => PlaceholderKind.ServiceHost,
                _ => PlaceholderKind.ServicePort,
            };
            return new InterpolationPart { Kind = kind, Text = service.Groups[1].Value, Offset = offset };
        }

        if (VariablePattern().Match(body) is { Success: true } variable)
        {
            var isSecret = variable.Groups[1].Value == "secret";
            var fallback = variable.Groups[3];
            return isSecret && fallback.Success ? null : new InterpolationPart
            {
                Kind = isSecret ? PlaceholderKind.Secret : PlaceholderKind.Environment,
                Text = variable.Groups[2].Value,
                Default = fallback.Success ? fallback.Value : null,
                Offset = offset,
            };
        }

        PlaceholderKind? simple = body switch
        {
            "port" => PlaceholderKind.Port,
            "image" => PlaceholderKind.Image,
            "sandbox.name" => PlaceholderKind.SandboxName,
            "sandbox.key" => PlaceholderKind.SandboxKey,
            _ => null,
        };
        return simple is { } known ? new InterpolationPart { Kind = known, Offset = offset } : null;
    }

    private static string FixFor(string body, IReadOnlyList<PlaceholderKind> allowed)
    {
        if (body.StartsWith("secret:", StringComparison.Ordinal) && body.Contains(":-", StringComparison.Ordinal))
        {
            return "a secret has no default; remove \":-\" and what follows";
        }

        if (Suggestion.Nearest(body, s_simpleNames) is { } nearest)
        {
            return $"write \"${{{nearest}}}\"";
        }

        return EnvironmentNamePattern().IsMatch(body)
            ? $"write \"${{env:{body}}}\" for a variable from outside, or \"$${{{body}}}\" for literal text"
            : $"possible here: {Spellings(allowed)}; \"$${{\" stands for a literal \"${{\"";
    }

    private static string Spellings(IEnumerable<PlaceholderKind> allowed)
        => string.Join(", ", allowed.Select(PlaceholderSets.Spelling));

    [GeneratedRegex(@"^services\.([^.{}\s]+)\.(url|host|port)$")]
    private static partial Regex ServicePattern();

    [GeneratedRegex(@"^(env|secret):([A-Za-z_][A-Za-z0-9_.-]*?)(?::-(.*))?$", RegexOptions.Singleline)]
    private static partial Regex VariablePattern();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex EnvironmentNamePattern();
}
