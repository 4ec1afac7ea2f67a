using System.Text.Json.Serialization;

namespace AgentSandbox.Router.Routes;

/// <summary>Where the baseline of one service answers.</summary>
public sealed record BaselineRoute
{
    /// <summary>The name of the service.</summary>
    public required string Service { get; init; }

    /// <summary>What the service speaks.</summary>
    public ServiceProtocol Protocol { get; init; }

    /// <summary>How the baseline stands.</summary>
    public required BaselineState State { get; init; }

    /// <summary>The address (<c>http://</c>, <c>https://</c> or <c>tcp://host:port</c>); needed when the state is ready.</summary>
    [JsonIgnore]
    public Uri? Address
    {
        get => Addresses is [var first, ..] ? first : null;
        init => Addresses = value is null ? [] : [value];
    }

    /// <summary>All addresses, where several replicas answer: each request goes to one of them.</summary>
    public IReadOnlyList<Uri> Addresses
    {
        get;
        init
        {
            field = value;
            Upstreams = [.. value.Select(address => new UpstreamAddress(address))];
        }
    } = [];

    /// <summary>Why the baseline does not answer, for people to read.</summary>
    public string? Reason { get; init; }

    /// <summary>Somebody else runs this service: it gets its own Host and SNI, and routing ends there.</summary>
    public bool External { get; init; }

    /// <summary>Our carriers are sent to the external service too.</summary>
    public bool CarryKey { get; init; }

    internal IReadOnlyList<UpstreamAddress> Upstreams { get; private init; } = [];
}
