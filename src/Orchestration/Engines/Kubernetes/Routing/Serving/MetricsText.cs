using System.Globalization;
using System.Text;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Serving;

/// <summary>Writes metrics in the text format of Prometheus.</summary>
internal sealed class MetricsText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();
    private readonly HashSet<string> _described = new(StringComparer.Ordinal);

    public void Gauge(string name, string help, double value, params ReadOnlySpan<(string Name, string Value)> labels) => Write(name, "gauge", help, value, labels);

    public void Counter(string name, string help, double value, params ReadOnlySpan<(string Name, string Value)> labels) => Write(name, "counter", help, value, labels);

    public void Histogram(string name, string help, DurationHistogram histogram, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        Describe(name, "histogram", help);
        var (buckets, count, sum) = histogram.Read();
        for (var i = 0; i < buckets.Count; i++)
        {
            Line($"{name}_bucket", buckets[i], [.. labels, ("le", Number(DurationHistogram.Bounds[i]))]);
        }

        Line($"{name}_bucket", count, [.. labels, ("le", "+Inf")]);
        Line($"{name}_sum", sum, labels);
        Line($"{name}_count", count, labels);
    }

    /// <inheritdoc />
    public override string ToString() => _text.ToString();

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escape(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private void Write(string name, string type, string help, double value, ReadOnlySpan<(string Name, string Value)> labels)
    {
        Describe(name, type, help);
        Line(name, value, labels);
    }

    private void Describe(string name, string type, string help)
    {
        if (_described.Add(name))
        {
            _text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        }
    }

    private void Line(string name, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        _text.Append(name);
        for (var i = 0; i < labels.Length; i++)
        {
            _text.Append(i == 0 ? '{' : ',').Append(labels[i].Name).Append("=\"").Append(Escape(labels[i].Value)).Append('"');
        }

        _text.Append(labels.Length == 0 ? " " : "} ").Append(Number(value)).Append('\n');
    }
}
