using System.Globalization;
using AgentSandbox.Orchestration.Configuration.Yaml;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Kubeconfig;

/// <summary>One cluster, user or context (or a mapping below it), which reads its own keys and reports those of a wrong type.</summary>
internal sealed class KubeconfigEntry(KubeconfigFile file, string name, YamlValue body, KubeconfigProblems problems)
{
    public string Name => name;

    public KubeconfigFile File => file;

    public YamlValue Body => body;

    public static bool IsNull(YamlValue? value) => value is null || value.Type == YamlScalarType.Null;

    /// <summary>The text of a key; null when it is absent or empty.</summary>
    public string? Text(string key)
    {
        if (body.Find(key) is not { } value || IsNull(value))
        {
            return null;
        }

        if (value.Kind != YamlValueKind.Scalar)
        {
            Report(key, $"\"{key}\" must be a text.", "write one value");
            return null;
        }

        return value.Text.Length == 0 ? null : value.Text;
    }

    public bool Flag(string key)
    {
        if (body.Find(key) is not { } value || IsNull(value))
        {
            return false;
        }

        if (value.Type != YamlScalarType.Boolean)
        {
            Report(key, $"\"{key}\" must be true or false.", "write true or false");
        }

        return value.IsTrue;
    }

    public IReadOnlyList<string> List(string key)
    {
        if (body.Find(key) is not { } value || IsNull(value))
        {
            return [];
        }

        if (value.Kind != YamlValueKind.Sequence || value.Items.Any(item => item.Kind != YamlValueKind.Scalar))
        {
            Report(key, $"\"{key}\" must be a list of texts.", "write a list");
            return [];
        }

        return [.. value.Items.Select(item => item.Text)];
    }

    /// <summary>The mapping of a key, which reports at its own places.</summary>
    public KubeconfigEntry? Child(string key)
    {
        if (body.Find(key) is not { } value || IsNull(value))
        {
            return null;
        }

        if (value.Kind != YamlValueKind.Mapping)
        {
            Report(key, $"\"{key}\" must be a mapping.", "write keys below it");
            return null;
        }

        return new KubeconfigEntry(file, string.Create(CultureInfo.InvariantCulture, $"{name}.{key}"), value, problems);
    }

    /// <summary>The mappings of a list.</summary>
    public IEnumerable<KubeconfigEntry> Children(string key)
    {
        if (body.Find(key) is not { } value || IsNull(value))
        {
            yield break;
        }

        if (value.Kind != YamlValueKind.Sequence)
        {
            Report(key, $"\"{key}\" must be a list.", "write a list");
            yield break;
        }

        foreach (var item in value.Items)
        {
            if (item.Kind == YamlValueKind.Mapping)
            {
                yield return new KubeconfigEntry(file, item.Find("name")?.Text ?? "", item, problems);
            }
            else if (!IsNull(item))
            {
                problems.Add(file.Path, item, $"An item of \"{key}\" must be a mapping.", "write \"name:\" and what belongs to it");
            }
        }
    }

    /// <summary>The full path of a file that a key names.</summary>
    public string? FilePath(string key) => Text(key) is { } path ? file.Resolve(path) : null;

    /// <summary>What a key holds in base64.</summary>
    public byte[]? Bytes(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            Report(key, $"\"{key}\" is not base64.", "write the file's content in base64");
            return null;
        }
    }

    /// <summary>Reports at the key, or at the entry when the key is not there.</summary>
    public void Report(string? key, string message, string fix) =>
        problems.Add(file.Path, (key is null ? null : body.Entries.FirstOrDefault(entry => entry.Name == key)?.Key) ?? body, message, fix);
}
