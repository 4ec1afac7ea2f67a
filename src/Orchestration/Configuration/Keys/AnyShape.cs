namespace AgentSandbox.Orchestration.Configuration.Keys;

/// <summary>A value that is taken as it is, such as JSON that is sent or compared with.</summary>
internal sealed record AnyShape : Shape
{
    public static AnyShape Instance { get; } = new();
}
