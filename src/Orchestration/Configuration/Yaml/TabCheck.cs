using AgentSandbox.Orchestration.Configuration.Reading;

namespace AgentSandbox.Orchestration.Configuration.Yaml;

/// <summary>Finds tabs in indentation, whose effect a YAML parser describes in words that help nobody.</summary>
internal static class TabCheck
{
    public static bool Report(string yaml, ProblemList problems)
    {
        var found = false;
        var number = 0;
        foreach (var line in yaml.AsSpan().EnumerateLines())
        {
            number++;
            var text = line.TrimStart();
            var tab = line[..(line.Length - text.Length)].IndexOf('\t');
            if (tab >= 0 && !text.IsEmpty)
            {
                found = true;
                problems.Add(ConfigurationProblemCodes.Tab, "A tab is used to indent this line.", "indent with spaces", number, tab + 1);
            }
        }

        return found;
    }
}
