using AgentSandbox.Orchestration.Configuration.Reading;
using AgentSandbox.Orchestration.Configuration.Services;
using AgentSandbox.Orchestration.Configuration.Templates;
using AgentSandbox.Orchestration.Configuration.Yaml;

namespace AgentSandbox.Orchestration.Configuration.Binding;

/// <summary>Checks what services say about each other.</summary>
/// <remarks>
/// Circles of <c>${services.X.url}</c> are fine, because an address is the router's and exists before any
/// service runs. Circles of <c>dependsOn</c> are not, because there is no order that satisfies them.
/// </remarks>
internal sealed class ReferenceCheck(ProblemList problems, YamlValue root, SandboxConfiguration configuration)
{
    // Names count as known even where the service itself is broken, so that one mistake gives one problem.
    private readonly HashSet<string> _known = (root.Find("services")?.Entries ?? []).Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);

    public void Check()
    {
        foreach (var service in configuration.Services.Values)
        {
            foreach (var template in TemplatesOf(service))
            {
                CheckTemplate(template);
            }

            foreach (var item in DependsOn(service.Name).Where(item => !_known.Contains(item.Text)))
            {
                ReportUnknown(item.Text, item.Line, item.Column, $"services.{service.Name}.dependsOn");
            }
        }

        CheckPorts();
        CheckCycles();
    }

    private static IEnumerable<Interpolation> TemplatesOf(ServiceConfiguration service) =>
    [
        .. service.Environment.Values,
        .. service.ForkEnvironment.Values,
        .. service.BuildEnvironment.Values,
        .. service.Run?.Words ?? [],
    ];

    private IEnumerable<YamlValue> DependsOn(string service)
        => (root.Find("services")?.Find(service)?.Find("dependsOn")?.Items ?? []).Where(item => item.Kind == YamlValueKind.Scalar);

    private void CheckTemplate(Interpolation template)
    {
        foreach (var name in template.ReferencedServices.Where(name => !_known.Contains(name)))
        {
            ReportUnknown(name, template.Line, template.Column, template.Path);
        }
    }

    private void ReportUnknown(string name, int line, int column, string path)
    {
        // The search for the nearest name is dear, and nobody reads more problems than are kept.
        if (!problems.IsFull)
        {
            problems.Add(
                ConfigurationProblemCodes.UnknownService,
                $"\"{path}\" names the service \"{Texts.Shorten(name)}\", which does not exist.",
                Suggestion.Nearest(name, _known) is { } nearest ? $"did you mean \"{nearest}\"?" : $"known services: {string.Join(", ", _known.Take(20))}",
                line,
                column,
                path);
        }
    }

    private void CheckPorts()
    {
        foreach (var group in configuration.Services.Values.Where(service => service.Port is not null).GroupBy(service => service.Port))
        {
            foreach (var service in group.Skip(1))
            {
                var port = root.Find("services")?.Find(service.Name)?.Find("port") ?? root;
                problems.Add(
                    ConfigurationProblemCodes.Contradiction,
                    $"The services \"{group.First().Name}\" and \"{service.Name}\" want the same port {group.Key}.",
                    "choose another port, or remove it to have one chosen",
                    port,
                    $"services.{service.Name}.port");
            }
        }
    }

    private void CheckCycles()
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in configuration.Services.Keys)
        {
            Visit(name, [], done);
        }
    }

    private void Visit(string name, List<string> trail, HashSet<string> done)
    {
        var index = trail.IndexOf(name);
        if (index >= 0)
        {
            var circle = string.Join(" → ", trail.Skip(index).Append(name));
            var at = DependsOn(trail[^1]).FirstOrDefault(item => item.Text == name) ?? root;
            problems.Add(
                ConfigurationProblemCodes.DependencyCycle,
                $"Services wait for each other through \"dependsOn\": {circle}.",
                "remove one of these entries",
                at,
                $"services.{trail[^1]}.dependsOn");
            return;
        }

        if (!done.Contains(name) && configuration.Services.TryGetValue(name, out var service))
        {
            trail.Add(name);
            foreach (var next in service.DependsOn)
            {
                Visit(next, trail, done);
            }

            trail.RemoveAt(trail.Count - 1);
            done.Add(name);
        }
    }
}
