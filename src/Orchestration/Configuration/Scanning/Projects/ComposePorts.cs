using System.Globalization;
using AgentSandbox.Orchestration.Configuration.Yaml;

namespace AgentSandbox.Orchestration.Configuration.Scanning.Projects;

/// <summary>Reads the <c>ports</c> of a Compose service in their short and long form.</summary>
internal static class ComposePorts
{
    public static IReadOnlyList<ComposePort> Of(YamlValue? ports)
        => [.. (ports?.Items ?? []).Select(item => item.Kind == YamlValueKind.Mapping ? Long(item) : Short(item.Text)).OfType<ComposePort>()];

    private static ComposePort? Long(YamlValue item)
        => Number(item.Find("published")?.Text) is { } host && Number(item.Find("target")?.Text) is { } container
            ? new ComposePort(host, container)
            : null;

    // "5433:5432", "127.0.0.1:5433:5432/tcp"; a lone "5432" is published on a port that nobody knows.
    private static ComposePort? Short(string text)
    {
        var parts = text.Split('/')[0].Split(':');
        return parts.Length >= 2 && Number(parts[^2]) is { } host && Number(parts[^1]) is { } container
            ? new ComposePort(host, container)
            : null;
    }

    private static int? Number(string? text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 65535 ? number : null;
}
