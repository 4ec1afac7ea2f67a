namespace AgentSandbox.Router.Routes;

/// <summary>An upstream's address, split once so that requests need not do it.</summary>
internal sealed record UpstreamAddress
{
    public UpstreamAddress(Uri address)
    {
        Uri = address;
        Origin = address.GetLeftPart(UriPartial.Authority);
        Base = Origin + address.AbsolutePath.TrimEnd('/');
    }

    public Uri Uri { get; }

    /// <summary>Scheme, host and port; what in-flight requests are counted by.</summary>
    public string Origin { get; }

    /// <summary>The origin and the path that every request path is appended to.</summary>
    public string Base { get; }
}
