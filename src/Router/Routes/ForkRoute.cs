using System.Text.Json.Serialization;

namespace AgentSandbox.Router.Routes;

/// <summary>Where one fork answers.</summary>
public sealed record ForkRoute
{
    /// <summary>The name of the sandbox that the fork belongs to; with a route group, several sandboxes share one key.</summary>
    public required string Sandbox { get; init; }

    /// <summary>The name of the service.</summary>
    public required string Service { get; init; }

    /// <summary>The fork's revision; rises with each deploy.</summary>
    public required int Revision { get; init; }

    /// <summary>How the fork stands.</summary>
    public required ForkState State { get; init; }

    /// <summary>The address; needed when the state is ready.</summary>
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

    /// <summary>Why the fork does not answer (exit code, failed probe), for people to read.</summary>
    public string? Reason { get; init; }

    internal IReadOnlyList<UpstreamAddress> Upstreams { get; private init; } = [];
}
