using System.Text.Json;

namespace AgentSandbox.Orchestration.Plans.Reports.Data;

/// <summary>One side of a measurement; times in milliseconds.</summary>
internal sealed record LatencySide
{
    public required IReadOnlyDictionary<string, double> Quantiles { get; init; }

    public required IReadOnlyDictionary<string, (double Low, double High)> Intervals { get; init; }

    /// <summary>By rising upper edge, all above zero.</summary>
    public required IReadOnlyList<(double UpTo, double Count)> Histogram { get; init; }

    public double? Errors { get; init; }

    public double? Requests { get; init; }

    public double? Throughput { get; init; }

    public static LatencySide? Read(JsonElement? data)
    {
        if (data is not { ValueKind: JsonValueKind.Object })
        {
            return null;
        }

        return new LatencySide
        {
            Quantiles = ReadQuantiles(EvidenceData.Member(data, "quantiles")),
            Intervals = ReadIntervals(EvidenceData.Member(data, "intervals")),
            Histogram =
            [
                .. EvidenceData.Objects(EvidenceData.Member(data, "histogram"))
                    .Select(bucket => (UpTo: EvidenceData.Number(bucket, "upTo") ?? 0, Count: Math.Max(0, EvidenceData.Number(bucket, "count") ?? 0)))
                    .Where(bucket => bucket.UpTo > 0)
                    .OrderBy(bucket => bucket.UpTo),
            ],
            Errors = EvidenceData.Number(data, "errors"),
            Requests = EvidenceData.Number(data, "requests"),
            Throughput = EvidenceData.Number(data, "throughput"),
        };
    }

    private static Dictionary<string, double> ReadQuantiles(JsonElement? data)
    {
        var quantiles = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, value) in data is { } members ? EvidenceData.Members(members) : [])
        {
            if (EvidenceData.Number(value) is >= 0 and var number)
            {
                quantiles[name] = number;
            }
        }

        return quantiles;
    }

    private static Dictionary<string, (double Low, double High)> ReadIntervals(JsonElement? data)
    {
        var intervals = new Dictionary<string, (double Low, double High)>(StringComparer.Ordinal);
        foreach (var (name, value) in data is { } members ? EvidenceData.Members(members) : [])
        {
            if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 2
                && EvidenceData.Number(value[0]) is >= 0 and var low && EvidenceData.Number(value[1]) is >= 0 and var high)
            {
                intervals[name] = (low, high);
            }
        }

        return intervals;
    }
}
