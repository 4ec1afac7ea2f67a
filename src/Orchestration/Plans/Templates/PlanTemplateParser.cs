using System.Text;
using System.Text.RegularExpressions;
using AgentSandbox.Orchestration.Configuration.Reading;

namespace AgentSandbox.Orchestration.Plans.Templates;

/// <summary>Takes templates apart.</summary>
internal static partial class PlanTemplateParser
{
    private static readonly string[] s_forms =
        ["params.NAME", "steps.ID.NAME", "sandbox.name", "sandbox.key", "run.id", "run.key", "services.NAME.url"];

    public static bool HasPlace(string text) => text.Contains("${", StringComparison.Ordinal);

    /// <summary>Parses a text; broken places are reported and left out.</summary>
    public static IReadOnlyList<TemplatePart> Parse(string text, ICollection<TemplateError> errors)
    {
        var parts = new List<TemplatePart>();
        var literal = new StringBuilder();
        var position = 0;
        while (position < text.Length)
        {
            if (text.AsSpan(position).StartsWith("$${"))
            {
                literal.Append("${");
                position += 3;
            }
            else if (!text.AsSpan(position).StartsWith("${"))
            {
                literal.Append(text[position++]);
            }
            else
            {
                var close = text.IndexOf('}', position);
                if (close < 0)
                {
                    errors.Add(new TemplateError(position, "A \"${\" is not closed.", "add \"}\", or write \"$${\" for the characters themselves"));
                    break;
                }

                Flush();
                AddReference(text[(position + 2)..close], position);
                position = close + 1;
            }
        }

        Flush();
        return parts;

        void Flush()
        {
            if (literal.Length > 0)
            {
                parts.Add(new TemplatePart(literal.ToString(), IsReference: false, position));
                literal.Clear();
            }
        }

        void AddReference(string name, int offset)
        {
            if (ReferencePattern().IsMatch(name))
            {
                parts.Add(new TemplatePart(name, IsReference: true, offset));
            }
            else
            {
                errors.Add(new TemplateError(offset, $"\"${{{Texts.Shorten(name)}}}\" is not known.", FixFor(name)));
            }
        }
    }

    private static string FixFor(string name)
    {
        var all = string.Join(", ", s_forms.Select(form => $"${{{form}}}"));
        return name.StartsWith("env", StringComparison.Ordinal)
            ? $"variables of the machine are not for plans; make it a parameter: {all}"
            : $"write one of {all}, or \"$${{\" for the characters themselves";
    }

    [GeneratedRegex(@"^(params\.[A-Za-z_][A-Za-z0-9_-]{0,63}|steps\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.[A-Za-z_][A-Za-z0-9_-]{0,63}|sandbox\.(name|key)|run\.(id|key)|services\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.url)\z")]
    private static partial Regex ReferencePattern();
}
