namespace AgentSandbox.Router;

/// <summary>The answer of an <see cref="IBaselineActivator"/>: an address, or the reason why there is none.</summary>
public sealed record BaselineActivation
{
    private BaselineActivation()
    {
    }

    /// <summary>Where the baseline answers now.</summary>
    public Uri? Address { get; private init; }

    /// <summary>Why it does not, for people to read.</summary>
    public string? Reason { get; private init; }

    /// <summary>The baseline answers at <paramref name="address"/>.</summary>
    public static BaselineActivation Started(Uri address) => new() { Address = address };

    /// <summary>The baseline could not be started.</summary>
    public static BaselineActivation Failed(string reason) => new() { Reason = reason };
}
