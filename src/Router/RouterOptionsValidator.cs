using AgentSandbox.Router.Carriers;

namespace AgentSandbox.Router;

/// <summary>Checks <see cref="RouterOptions"/> and reports everything that is wrong with them at once.</summary>
public static class RouterOptionsValidator
{
    private const int MaxForeignCarriers = 16;

    /// <summary>All errors, each with the property and the fix; empty when the options are good.</summary>
    public static IReadOnlyList<string> Validate(RouterOptions options)
    {
        var errors = new List<string>();
        CheckTimes(options, errors);
        CheckCounts(options, errors);
        CheckCarriers(options.ForeignCarriers, errors);
        return errors;
    }

    internal static void ThrowIfInvalid(RouterOptions options)
    {
        var errors = Validate(options);
        if (errors.Count > 0)
        {
            throw new ArgumentException("The router's options are not valid. " + string.Join(" ", errors), nameof(options));
        }
    }

    private static void CheckTimes(RouterOptions options, List<string> errors)
    {
        Positive(options.ConnectTimeout, nameof(options.ConnectTimeout), errors);
        Positive(options.ResponseTimeout, nameof(options.ResponseTimeout), errors);
        Positive(options.StreamIdleTimeout, nameof(options.StreamIdleTimeout), errors);
        Positive(options.TcpIdleTimeout, nameof(options.TcpIdleTimeout), errors);
        Positive(options.ActivationTimeout, nameof(options.ActivationTimeout), errors);
        Positive(options.RequestHeadTimeout, nameof(options.RequestHeadTimeout), errors);
        Positive(options.ClientIdleTimeout, nameof(options.ClientIdleTimeout), errors);
        Positive(options.UpstreamIdleTimeout, nameof(options.UpstreamIdleTimeout), errors);
        Positive(options.TraceMemory, nameof(options.TraceMemory), errors);
        if (options.ShutdownTimeout < TimeSpan.Zero || options.ShutdownTimeout > TimeSpan.FromDays(1))
        {
            errors.Add($"{nameof(options.ShutdownTimeout)} is {options.ShutdownTimeout}; set it to a time from zero to one day.");
        }

        if (options.RetryAfter < TimeSpan.FromSeconds(1) || options.RetryAfter > TimeSpan.FromDays(1))
        {
            errors.Add($"{nameof(options.RetryAfter)} is {options.RetryAfter}; set it to a time from one second to one day.");
        }
    }

    private static void CheckCounts(RouterOptions options, List<string> errors)
    {
        if (options.MaxRequestBodyBytes is <= 0)
        {
            errors.Add($"{nameof(options.MaxRequestBodyBytes)} is {options.MaxRequestBodyBytes}; set it to at least 1, or to null for no limit.");
        }

        Within(options.MaxRequestHeadBytes, 1024, 1 << 20, nameof(options.MaxRequestHeadBytes), errors);
        Within(options.MaxRequestLineBytes, 1024, 1 << 20, nameof(options.MaxRequestLineBytes), errors);
        Within(options.MaxResponseHeadKilobytes, 1, 1024, nameof(options.MaxResponseHeadKilobytes), errors);
        Within(options.MaxClientConnections, 1, int.MaxValue, nameof(options.MaxClientConnections), errors);
        Within(options.MaxUpstreamConnections, 1, int.MaxValue, nameof(options.MaxUpstreamConnections), errors);
        Within(options.MaxStreamsPerConnection, 1, int.MaxValue, nameof(options.MaxStreamsPerConnection), errors);
        Within(options.RecentHops, 16, 1 << 20, nameof(options.RecentHops), errors);
        Within(options.MaxHopsPerCapture, 1, 1 << 20, nameof(options.MaxHopsPerCapture), errors);
        Within(options.MaxCaptures, 1, 1 << 16, nameof(options.MaxCaptures), errors);
        Within(options.MaxTraces, 1, 1 << 20, nameof(options.MaxTraces), errors);
    }

    private static void CheckCarriers(IList<Carrier> carriers, List<string> errors)
    {
        if (carriers.Count > MaxForeignCarriers)
        {
            errors.Add($"{nameof(RouterOptions.ForeignCarriers)} has {carriers.Count} entries; keep at most {MaxForeignCarriers}.");
        }

        foreach (var carrier in carriers)
        {
            if (carrier.Own || IsReserved(carrier))
            {
                errors.Add($"{nameof(RouterOptions.ForeignCarriers)} names '{carrier.Name}', which has a meaning of its own; remove it.");
            }
            else if (!BaggageMember.IsToken(carrier.Name))
            {
                errors.Add($"{nameof(RouterOptions.ForeignCarriers)} names '{carrier.Name}', which is not an HTTP token; use letters, digits and '-'.");
            }
        }
    }

    private static bool IsReserved(Carrier carrier) => carrier.Kind switch
    {
        CarrierKind.BaggageMember => carrier.Name is Carrier.OwnMemberName or Carrier.RequestMemberName,
        _ => s_reservedHeaders.Contains(carrier.Name),
    };

    private static readonly HashSet<string> s_reservedHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        Carrier.OwnHeaderName, "baggage", "traceparent", "host", "connection", "content-length", "transfer-encoding", "upgrade",
    };

    private static void Positive(TimeSpan value, string name, List<string> errors)
    {
        if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(1))
        {
            errors.Add($"{name} is {value}; set it to a time above zero and at most one day.");
        }
    }

    private static void Within(int value, int least, int most, string name, List<string> errors)
    {
        if (value < least || value > most)
        {
            errors.Add($"{name} is {value}; set it to a number from {least} to {most}.");
        }
    }
}
