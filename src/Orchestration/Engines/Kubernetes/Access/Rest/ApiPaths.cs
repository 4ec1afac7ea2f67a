using System.Globalization;
using System.Text;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;

/// <summary>Paths of the API. Every name is escaped, so that none can lead elsewhere.</summary>
internal static class ApiPaths
{
    public static string Of(ResourceKind kind, string? @namespace, string? name = null, string? subresource = null)
    {
        var path = new StringBuilder(kind.Group.Length == 0 ? "/api/" : "/apis/").Append(kind.ApiVersion);
        if (kind.IsNamespaced && @namespace is not null)
        {
            path.Append("/namespaces/").Append(Segment(@namespace));
        }

        path.Append('/').Append(kind.Plural);
        if (name is not null)
        {
            path.Append('/').Append(Segment(name));
        }

        return subresource is null ? path.ToString() : path.Append('/').Append(subresource).ToString();
    }

    public static string Query(params IEnumerable<(string Name, object? Value)> parameters)
    {
        var given = parameters.Where(parameter => parameter.Value is not null && parameter.Value is not false && parameter.Value is not "")
            .Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(Text(parameter.Value))}")
            .ToList();
        return given.Count == 0 ? "" : "?" + string.Join('&', given);
    }

    private static string Text(object? value) => value switch
    {
        true => "true",
        DateTimeOffset time => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Segment(string name) => name is "" or "." or ".."
        ? throw new ArgumentException($"\"{name}\" is not the name of an object.", nameof(name))
        : Uri.EscapeDataString(name);
}
