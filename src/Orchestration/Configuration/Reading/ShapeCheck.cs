using System.Globalization;
using AgentSandbox.Orchestration.Configuration.Keys;
using AgentSandbox.Orchestration.Configuration.Yaml;

namespace AgentSandbox.Orchestration.Configuration.Reading;

/// <summary>Compares the document with the table of keys and reports every difference.</summary>
internal sealed class ShapeCheck(ProblemList problems)
{
    public void Check(YamlValue value, Shape shape, string path)
    {
        switch (shape)
        {
            case ScalarShape scalar:
                CheckScalar(value, scalar, path);
                break;
            case ListShape list:
                CheckList(value, list, path);
                break;
            case MapShape map:
                CheckMap(value, map, path);
                break;
            case ObjectShape section:
                CheckObject(value, section, path);
                break;
            case ChoiceShape choice:
                CheckChoice(value, choice, path);
                break;
            case AnyShape:
                break;
            default:
                throw new InvalidOperationException($"Shape {shape.GetType().Name} has no check.");
        }
    }

    private void CheckScalar(YamlValue value, ScalarShape shape, string path)
    {
        if ((value.Type & shape.Types) == 0)
        {
            ReportType(value, shape.Expected, shape.Fix, path);
        }
        else if (Violation(value, shape) is { } fact)
        {
            var shown = shape.IsPrivate ? "" : $" \"{Texts.Shorten(value.Text)}\"";
            problems.Add(shape.Code, $"\"{path}\" must be {shape.Expected}, but{shown} {fact}.", shape.Fix, value, path);
        }
    }

    private static string? Violation(YamlValue value, ScalarShape shape)
    {
        if (shape.Values.Count > 0)
        {
            return shape.Values.Contains(value.Type == YamlScalarType.Boolean ? value.Text.ToLowerInvariant() : value.Text) ? null : "is not";
        }

        if (value.Type is YamlScalarType.Integer or YamlScalarType.Float)
        {
            return IsInRange(value, shape) ? null : "is not";
        }

        return !shape.Matches(value.Text) ? "is not" : shape.Rule?.Invoke(value.Text);
    }

    private static bool IsInRange(YamlValue value, ScalarShape shape)
    {
        if (shape is { Minimum: null, Maximum: null })
        {
            return true;
        }

        var style = value.Type == YamlScalarType.Integer ? NumberStyles.AllowLeadingSign : NumberStyles.Float;
        return double.TryParse(value.Text, style, CultureInfo.InvariantCulture, out var number)
            && number >= (shape.Minimum ?? double.MinValue) && number <= (shape.Maximum ?? double.MaxValue);
    }

    private void CheckList(YamlValue value, ListShape shape, string path)
    {
        if (value.Kind != YamlValueKind.Sequence)
        {
            ReportType(value, "a list", "write each entry on a line of its own that begins with \"- \"", path);
            return;
        }

        if (value.Items.Count == 0 && !shape.AllowsEmpty)
        {
            problems.Add(ConfigurationProblemCodes.InvalidValue, $"\"{path}\" is an empty list.", "add an entry", value, path);
        }

        if (value.Items.Count > shape.MaxItems)
        {
            problems.Add(ConfigurationProblemCodes.TooLarge, $"\"{path}\" has more than {shape.MaxItems} entries.", "remove entries", value, path);
            return;
        }

        foreach (var (index, item) in value.Items.Index())
        {
            Check(item, shape.Item, $"{path}[{index}]");
        }
    }

    private void CheckMap(YamlValue value, MapShape shape, string path)
    {
        if (value.Kind != YamlValueKind.Mapping)
        {
            ReportType(value, "a mapping of names to values", "write \"name: value\" lines below it, indented", path);
            return;
        }

        if (value.Entries.Count == 0 && !shape.AllowsEmpty)
        {
            problems.Add(ConfigurationProblemCodes.InvalidValue, $"\"{path}\" is empty.", "add an entry", value, path);
        }

        if (value.Entries.Count > shape.MaxEntries)
        {
            problems.Add(ConfigurationProblemCodes.TooLarge, $"\"{path}\" has more than {shape.MaxEntries} entries.", "remove entries", value, path);
            return;
        }

        foreach (var entry in value.Entries)
        {
            if ((shape.Name.Matches(entry.Name) ? shape.Name.Rule?.Invoke(entry.Name) : "is not") is { } fact)
            {
                problems.Add(
                    shape.Name.Code,
                    $"\"{Texts.Shorten(entry.Name)}\" in \"{path}\" must be {shape.Name.Expected}{(fact == "is not" ? "" : $", but {fact}")}.",
                    shape.Name.Fix,
                    entry.Key,
                    path);
            }

            Check(entry.Value, shape.Value, Texts.Join(path, Texts.Shorten(entry.Name)));
        }
    }

    private void CheckChoice(YamlValue value, ChoiceShape shape, string path)
    {
        Shape? chosen = value.Kind switch
        {
            YamlValueKind.Sequence => shape.List,
            YamlValueKind.Mapping => shape.Object,
            _ => value.Type == YamlScalarType.Null && shape.Scalar is not { AllowsNull: true } ? null : shape.Scalar,
        };
        if (chosen is null)
        {
            ReportType(value, shape.Expected, "write it in one of these ways", path);
        }
        else
        {
            Check(value, chosen, path);
        }
    }

    private void CheckObject(YamlValue value, ObjectShape shape, string path)
    {
        if (value.Kind != YamlValueKind.Mapping)
        {
            ReportType(
                value,
                $"a mapping with {string.Join(", ", shape.Keys.Take(4).Select(key => key.Name))}{(shape.Keys.Count > 4 ? ", …" : "")}",
                "write \"key: value\" lines below it, indented",
                path);
            return;
        }

        foreach (var entry in value.Entries)
        {
            if (shape.Keys.FirstOrDefault(key => key.Name == entry.Name) is { } known)
            {
                Check(entry.Value, known.Shape, Texts.Join(path, entry.Name));
            }
            else if (!shape.AllowsAny && (!shape.AllowsExtensions || !entry.Name.StartsWith("x-", StringComparison.Ordinal)))
            {
                ReportUnknown(entry, shape, path);
            }
        }

        new KeyRuleCheck(problems).Check(value, shape, path);
    }

    private void ReportUnknown(YamlEntry entry, ObjectShape shape, string path)
    {
        var nearest = problems.IsFull ? null : NearestKey(entry.Name, shape);
        var fix = nearest is null
            ? $"known here: {string.Join(", ", shape.Keys.Select(key => key.Name))}"
            : $"did you mean \"{nearest}\"?";
        var place = path.Length == 0 ? "at the top of the file" : $"in \"{path}\"";
        var name = Texts.Shorten(entry.Name);
        problems.Add(ConfigurationProblemCodes.UnknownKey, $"The key \"{name}\" is not known {place}.", fix, entry.Key, Texts.Join(path, name));
    }

    // Names of other tools are searched together with ours, so that a slip in "environment" also leads to "env".
    private static string? NearestKey(string name, ObjectShape shape)
    {
        var nearest = Suggestion.Nearest(name, shape.Keys.SelectMany(key => key.OtherNames.Prepend(key.Name)));
        return shape.Keys.FirstOrDefault(key => key.Name == nearest)?.Name
            ?? shape.Keys.FirstOrDefault(key => nearest is not null && key.OtherNames.Contains(nearest))?.Name;
    }

    private void ReportType(YamlValue value, string expected, string fix, string path)
    {
        var subject = path.Length == 0 ? "The file" : $"\"{path}\"";
        var found = value.Kind switch
        {
            YamlValueKind.Mapping => "is a mapping",
            YamlValueKind.Sequence => "is a list",
            _ => value.Type switch
            {
                YamlScalarType.Null => "has no value",
                YamlScalarType.Boolean => "is true or false",
                YamlScalarType.Integer => "is a whole number",
                YamlScalarType.Float => "is a number",
                _ => "is a text",
            },
        };
        problems.Add(ConfigurationProblemCodes.WrongType, $"{subject} must be {expected}, but {found}.", fix, value, path);
    }
}
