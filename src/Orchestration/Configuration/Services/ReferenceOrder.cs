namespace AgentSandbox.Orchestration.Configuration.Services;

/// <summary>The order in which services start: layers, of which each can start in parallel once the one before is ready.</summary>
public static class ReferenceOrder
{
    /// <summary>Orders services so that each comes after those that it names.</summary>
    /// <param name="services">The services of one configuration.</param>
    /// <returns>
    /// The names in layers, within a layer in the order of the file. Circles of references are broken at the
    /// service that waits for the fewest others, the first in the file among equals; <c>dependsOn</c> is never broken.
    /// </returns>
    public static IReadOnlyList<IReadOnlyList<string>> Layers(IReadOnlyDictionary<string, ServiceConfiguration> services)
    {
        ArgumentNullException.ThrowIfNull(services);
        var open = services.Keys.ToDictionary(name => name, name => NeedsOf(services[name], services), StringComparer.Ordinal);
        var layers = new List<IReadOnlyList<string>>();
        while (open.Count > 0)
        {
            List<string> layer = [.. services.Keys.Where(name => open.TryGetValue(name, out var needs) && needs.Count == 0)];
            if (layer.Count == 0)
            {
                layer = [BreakCircle(services, open)];
            }

            layers.Add(layer);
            foreach (var name in layer)
            {
                open.Remove(name);
            }

            foreach (var needs in open.Values)
            {
                needs.ExceptWith(layer);
            }
        }

        return layers;
    }

    /// <summary>The service itself and all that it needs, directly or not, as layers; for lazy starts.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> LayersFor(string service, IReadOnlyDictionary<string, ServiceConfiguration> services)
    {
        ArgumentNullException.ThrowIfNull(services);
        var needed = Reachable(service, name => services.TryGetValue(name, out var found) ? NeedsOf(found, services) : []);
        needed.Add(service);
        return Layers(services.Where(pair => needed.Contains(pair.Key)).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal));
    }

    private static HashSet<string> NeedsOf(ServiceConfiguration service, IReadOnlyDictionary<string, ServiceConfiguration> services)
        => service.References.Concat(service.DependsOn)
            .Where(name => name != service.Name && services.ContainsKey(name))
            .ToHashSet(StringComparer.Ordinal);

    // Only a service that waits for nothing but its own circle may go first: anything after the circle
    // would otherwise start before what it needs.
    private static string BreakCircle(IReadOnlyDictionary<string, ServiceConfiguration> services, Dictionary<string, HashSet<string>> open)
    {
        var reachable = open.Keys.ToDictionary(name => name, name => Reachable(name, other => open[other]), StringComparer.Ordinal);
        return services.Keys
            .Where(open.ContainsKey)
            .Where(name => reachable[name].All(other => reachable[other].Contains(name)))
            .OrderBy(name => services[name].DependsOn.Count(open.ContainsKey))
            .ThenBy(name => open[name].Count)
            .First();
    }

    private static HashSet<string> Reachable(string from, Func<string, IEnumerable<string>> next)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var queue = new Queue<string>(next(from));
        while (queue.TryDequeue(out var name))
        {
            if (found.Add(name))
            {
                foreach (var further in next(name))
                {
                    queue.Enqueue(further);
                }
            }
        }

        return found;
    }
}
