namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access;

/// <summary>Which objects are meant.</summary>
internal sealed record ListOptions
{
    public static ListOptions All { get; } = new();

    /// <summary>In the API's own words, such as <c>app=orders,tier in (a,b)</c>.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Such as <c>involvedObject.name=orders-7d4</c>.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Objects per page.</summary>
    public int PageSize { get; init; } = 500;
}
