using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AgentSandbox.Orchestration.Configuration.Scanning;

/// <summary>Writes the draft's text.</summary>
internal static partial class DraftWriter
{
    public static string Write(string? trunk, IReadOnlyList<DraftService> services)
    {
        var text = new StringBuilder();
        text.Append("# Written by \"agent-sandbox init\" from what the repository holds. Look at every line with CHECK,\n");
        text.Append("# then remove the mark. Services find each other by addresses of the router, so that calls can be\n");
        text.Append("# routed; give them to each service by variables, for instance:\n");
        text.Append("#   env: { PAYMENTS_URL: \"${services.payments.url}\" }\n");
        text.Append("version: 1\n");
        text.Append(trunk is null
            ? "# trunk: main   # CHECK: no branch was found; without trunk the baseline runs the working directory\n"
            : $"trunk: {Quote(trunk)}\n");
        text.Append("\nservices:\n");
        foreach (var service in services)
        {
            WriteService(text, service);
        }

        return text.ToString();
    }

    private static void WriteService(StringBuilder text, DraftService service)
    {
        text.Append(CultureInfo.InvariantCulture, $"  {Quote(service.Name)}:   # from {Comment(service.Origin)}\n");
        foreach (var check in service.Checks)
        {
            text.Append(CultureInfo.InvariantCulture, $"    # CHECK: {Comment(check)}\n");
        }

        Line(text, "source", service.Source);
        Line(text, "build", service.Build);
        Line(text, "run", service.Run);
        if (service.Shell)
        {
            text.Append("    shell: true\n");
        }

        if (service.Environment.Count > 0)
        {
            text.Append("    env:\n");
            foreach (var (name, value) in service.Environment)
            {
                text.Append(CultureInfo.InvariantCulture, $"      {name}: {Quote(value)}\n");
            }
        }

        Line(text, "health", service.Health);
        Line(text, "tcp", service.Tcp);
        if (service.DependsOn.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"    dependsOn: [{string.Join(", ", service.DependsOn.Select(Quote))}]\n");
        }
    }

    private static void Line(StringBuilder text, string key, string? value)
    {
        if (value is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"    {key}: {Quote(value)}\n");
        }
    }

    private static string Comment(string text) => string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));

    // Names and paths come from the repository and may look like numbers, booleans or YAML.
    private static string Quote(string text)
    {
        if (PlainPattern().IsMatch(text) && !text.EndsWith('\n') && text.ToLowerInvariant() is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off"))
        {
            return text;
        }

        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            quoted.Append(character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                _ when char.IsControl(character) => $"\\u{(int)character:x4}",
                _ => character.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    [GeneratedRegex(@"^(\.|[A-Za-z/][A-Za-z0-9_./ =-]*[A-Za-z0-9_./]|[A-Za-z])$", RegexOptions.IgnoreCase)]
    private static partial Regex PlainPattern();
}
