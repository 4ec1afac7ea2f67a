using System.Globalization;
using AgentSandbox.Orchestration.Plans.Steps.Loading.Statistics;

namespace AgentSandbox.Orchestration.Plans.Steps.Loading.Deciding;

/// <summary>Writes measured values for people, with three significant digits.</summary>
internal static class LoadUnits
{
    /// <summary>Writes a value of a metric.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="isRatio">True for a ratio to the baseline.</param>
    /// <param name="value">The value.</param>
    public static string Format(LoadMetric metric, bool isRatio, double value) => (metric, isRatio) switch
    {
        _ when !double.IsFinite(value) => "unknown",
        (_, true) => $"{Digits(value)} times the baseline's",
        (LoadMetric.ErrorRate, _) => $"{Digits(value * 100)} %",
        (LoadMetric.Throughput, _) => $"{Digits(value)}/s",
        _ => $"{Digits(value)} ms",
    };

    /// <summary>Writes an estimate with its interval.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="isRatio">True for a ratio to the baseline.</param>
    /// <param name="estimate">The estimate.</param>
    /// <param name="confidence">The interval's confidence.</param>
    public static string Format(LoadMetric metric, bool isRatio, Estimate estimate, double confidence)
    {
        var scale = metric == LoadMetric.ErrorRate && !isRatio ? 100 : 1;
        return $"{Format(metric, isRatio, estimate.Value)} ({Digits(confidence * 100)} % interval {Digits(estimate.Low * scale)} to {Digits(estimate.High * scale)})";
    }

    /// <summary>Three significant digits, without an exponent.</summary>
    /// <param name="value">The value.</param>
    public static string Digits(double value)
    {
        if (!double.IsFinite(value))
        {
            return "unknown";
        }

        var decimals = value == 0 ? 0 : Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 6);
        return Math.Round(value, decimals).ToString("0.######", CultureInfo.InvariantCulture);
    }
}
