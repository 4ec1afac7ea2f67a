using System.Globalization;
using AgentSandbox.Orchestration.Configuration.Keys;
using AgentSandbox.Orchestration.Configuration.Reading;
using AgentSandbox.Orchestration.Configuration.Yaml;

namespace AgentSandbox.Orchestration.Configuration.Binding;

/// <summary>Takes values out of the document; what is absent or of the wrong shape gives the default.</summary>
internal static class Values
{
    public static TimeSpan Duration(YamlValue? value, TimeSpan otherwise)
        => value is not null && Durations.TryParse(value.Text, out var duration) ? duration : otherwise;

    public static int? Integer(YamlValue? value)
        => value is not null && int.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static IReadOnlyList<string> Texts(YamlValue? value)
        => [.. (value?.Items ?? []).Where(item => item.Kind == YamlValueKind.Scalar).Select(item => item.Text)];

    /// <summary>The path with <c>/</c> and without empty or <c>.</c> segments; <c>.</c> for the root.</summary>
    public static string? Path(YamlValue? value)
    {
        if (value is not { Kind: YamlValueKind.Scalar })
        {
            return null;
        }

        var segments = value.Text.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(segment => segment != ".");
        var path = string.Join('/', segments);
        return path.Length == 0 ? "." : path;
    }
}
