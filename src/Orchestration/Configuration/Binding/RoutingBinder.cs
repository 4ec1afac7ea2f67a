using AgentSandbox.Orchestration.Configuration.Reading;
using AgentSandbox.Orchestration.Configuration.Yaml;

namespace AgentSandbox.Orchestration.Configuration.Binding;

/// <summary>Makes the <c>routing</c> section.</summary>
internal sealed class RoutingBinder(ProblemList problems)
{
    // A key in one of these would break requests, or is a carrier already.
    private static readonly HashSet<string> s_reservedHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "baggage", "traceparent", "tracestate", "host", "connection", "content-length", "content-type", "transfer-encoding",
        "te", "trailer", "upgrade", "keep-alive", "proxy-connection", "authorization", "cookie", "x-sandbox-key", "x-sandbox-route",
    };

    private static readonly HashSet<string> s_reservedMembers = new(StringComparer.Ordinal) { "sandbox", "sandbox-request" };

    public RoutingConfiguration Bind(YamlValue? value)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var carriers = new List<CarrierConfiguration>();
        foreach (var (index, item) in (value?.Find("carriers")?.Items ?? []).Index())
        {
            var kind = item.Find("header") is not null ? CarrierKind.Header : CarrierKind.Baggage;
            if ((item.Find("header") ?? item.Find("baggage")) is not { Kind: YamlValueKind.Scalar } name)
            {
                continue;
            }

            var path = $"routing.carriers[{index}]";
            var reserved = kind == CarrierKind.Header ? s_reservedHeaders : s_reservedMembers;
            var identity = kind == CarrierKind.Header ? $"header:{name.Text.ToLowerInvariant()}" : $"baggage:{name.Text}";
            if (reserved.Contains(name.Text))
            {
                problems.Add(ConfigurationProblemCodes.InvalidName, $"\"{name.Text}\" in \"{path}\" has a meaning of its own and cannot be a further carrier.", "remove it or choose another name", name, path);
            }
            else if (!seen.Add(identity))
            {
                problems.Add(ConfigurationProblemCodes.Contradiction, $"The carrier \"{Texts.Shorten(name.Text)}\" is listed twice.", "keep one of the two", name, path);
            }

            carriers.Add(new CarrierConfiguration { Kind = kind, Name = name.Text });
        }

        return new RoutingConfiguration
        {
            UnknownKey = value?.Find("unknownKey")?.Text == "baseline" ? UnknownKeyPolicy.Baseline : UnknownKeyPolicy.Refuse,
            Carriers = carriers,
        };
    }
}
