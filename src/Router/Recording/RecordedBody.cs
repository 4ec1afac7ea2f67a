namespace AgentSandbox.Router.Recording;

/// <summary>The beginning of a body, as it went over the wire.</summary>
/// <param name="Bytes">What was kept.</param>
/// <param name="Size">How many bytes there were in all.</param>
public sealed record RecordedBody(ReadOnlyMemory<byte> Bytes, long Size)
{
    /// <summary>A body without bytes.</summary>
    public static RecordedBody Empty { get; } = new(ReadOnlyMemory<byte>.Empty, 0);

    /// <summary>Not all of it was kept.</summary>
    public bool IsTruncated => Size > Bytes.Length;
}
