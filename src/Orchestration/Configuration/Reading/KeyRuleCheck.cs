using AgentSandbox.Orchestration.Configuration.Keys;
using AgentSandbox.Orchestration.Configuration.Yaml;

namespace AgentSandbox.Orchestration.Configuration.Reading;

/// <summary>Checks which keys of a mapping may, must and must not stand together.</summary>
internal sealed class KeyRuleCheck(ProblemList problems)
{
    public void Check(YamlValue value, ObjectShape shape, string path)
    {
        var place = path.Length == 0 ? "at the top of the file" : $"in \"{path}\"";
        foreach (var key in shape.Keys.Where(key => key.IsRequired && value.Find(key.Name) is null))
        {
            problems.Add(ConfigurationProblemCodes.MissingKey, $"The key \"{key.Name}\" is missing {place}.", $"add \"{key.Name}:\"", value, path);
        }

        if (shape.AnyOf.Count > 0 && !shape.AnyOf.Any(key => value.Find(key) is not null))
        {
            problems.Add(
                ConfigurationProblemCodes.MissingKey,
                $"None of {string.Join(", ", shape.AnyOf.Select(key => $"\"{key}\""))} is given {place}.",
                shape.AnyOfFix,
                value,
                path);
        }

        foreach (var need in shape.Needs.Where(need => value.Find(need.Key) is not null && !need.OneOf.Any(key => value.Find(key) is not null)))
        {
            problems.Add(
                ConfigurationProblemCodes.Contradiction,
                $"\"{need.Key}\" {place} needs {string.Join(" or ", need.OneOf.Select(key => $"\"{key}\""))}: {need.Reason}.",
                $"add \"{need.OneOf[0]}:\", or remove \"{need.Key}\"",
                KeyOf(value, need.Key),
                Texts.Join(path, need.Key));
        }

        foreach (var conflict in shape.Conflicts.Where(conflict => value.Find(conflict.Key) is not null))
        {
            foreach (var entry in value.Entries.Where(entry => conflict.With.Contains(entry.Name)))
            {
                problems.Add(
                    ConfigurationProblemCodes.Contradiction,
                    $"\"{entry.Name}\" cannot stand beside \"{conflict.Key}\" {place}: {conflict.Reason}.",
                    $"remove \"{entry.Name}\" or \"{conflict.Key}\"",
                    entry.Key,
                    Texts.Join(path, entry.Name));
            }
        }
    }

    private static YamlValue KeyOf(YamlValue value, string name) => value.Entries.First(entry => entry.Name == name).Key;
}
